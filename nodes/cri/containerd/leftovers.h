#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "nodes/cri/containerd/containerd.h"
#include "nodes/cri/containerd/proc.h"

namespace armillary::cri {

/// A shim, the process that holds a sandbox's containers.
struct Shim {
    ProcessInfo process;
    std::string sandboxId;
};
/// Of that containerd's.
std::vector<Shim> sandboxShims(const ContainerdConfig& config, const Proc& proc);

/// Shims of sandboxes that the runtime, asked after they were listed, does not know: it was killed while it made or
/// removed them, and nobody will ever end them. None where it cannot tell. Those that began with or after `self` belong
/// to what is being made now.
std::vector<Shim> leftoverShims(const ContainerdConfig& config, const Proc& proc, const ProcessInfo& self,
                                const std::function<std::optional<std::set<std::string>>()>& known);
/// Ends it and what it holds, and removes its mounts and folders.
void removeShim(const ContainerdConfig& config, const Proc& proc, const Shim& shim);

}  // namespace armillary::cri
