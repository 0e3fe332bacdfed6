#pragma once

#include "nodes/agent/join/settings.h"
#include "nodes/cri/containerd/containerd.h"
#include "nodes/network/network.h"

namespace armillary::agent {

network::NetworkConfig networkConfig(const Layout& layout, const Settings& settings);
/// Sockets lie below /run, because a socket's path may have 107 characters only; data below the data directory. The
/// folder's name carries the data directory too, so that two nodes on one machine keep apart.
cri::ContainerdConfig containerdConfig(const Layout& layout, const Settings& settings);

}  // namespace armillary::agent
