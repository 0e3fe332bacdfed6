#pragma once

#include "../kind.h"

namespace armillary::app::kinds {
extern const Kind kReplicaSet;
}  // namespace armillary::app::kinds
