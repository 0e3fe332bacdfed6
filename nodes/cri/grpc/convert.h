#pragma once

#include <api.pb.h>

#include "nodes/cri/runtime.h"

/// Between the plain structs and the protocol's messages; for the sources of this folder only.
namespace armillary::cri::wire {

::runtime::v1::PodSandboxConfig toWire(const SandboxConfig& config);
::runtime::v1::ContainerConfig toWire(const ContainerConfig& config);

Sandbox fromWire(const ::runtime::v1::PodSandbox& sandbox);
SandboxStatus fromWire(const ::runtime::v1::PodSandboxStatus& status);
Container fromWire(const ::runtime::v1::Container& container);
ContainerStatus fromWire(const ::runtime::v1::ContainerStatus& status);
Image fromWire(const ::runtime::v1::Image& image);
ContainerStats fromWire(const ::runtime::v1::ContainerStats& stats);
SandboxStats fromWire(const ::runtime::v1::PodSandboxStats& stats);

}  // namespace armillary::cri::wire
