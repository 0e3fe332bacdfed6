#pragma once

#include "../kind.h"

/// What reaches into containers: shells, forwarded ports, files.
namespace armillary::app::kinds {

/// Of a pod, a service or a workload; none for other kinds.
std::vector<Action> accessActions(const Subject& subject);

}  // namespace armillary::app::kinds
