#pragma once

#include <istream>
#include <vector>

#include "nodes/cri/runtime.h"

namespace armillary::agent {

/// The machine's network interfaces, as /proc/net/dev has them: the first one that leads out in front, the loopback and
/// the pods' ends left out. A line that is none is left out too.
std::vector<cri::SandboxStats::Interface> readInterfaces(std::istream& in);

}  // namespace armillary::agent
