#pragma once

#include <optional>

#include "programs/common/lifecycle/programs.h"
#include "programs/common/lifecycle/steps.h"

namespace armillary::programs {

struct UpOptions {
    DataDir dir;
    std::optional<ListenAddress> listen;  ///< none: where it was before, else 127.0.0.1:6443
    bool node = true;                     ///< this machine is a node
};
/// Starts, or finishes starting, the control plane and this machine's node; returns when the node is Ready.
Outcome bringUp(Programs& programs, const UpOptions& options, const Progress& progress);

struct DownOptions {
    DataDir dir;
    bool purge = false;  ///< also containers, networks, cgroups and all data
};
/// Stops what bringUp() started.
Outcome takeDown(Programs& programs, const DownOptions& options, const Progress& progress);

}  // namespace armillary::programs
