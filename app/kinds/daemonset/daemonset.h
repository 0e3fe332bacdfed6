#pragma once

#include "../kind.h"

namespace armillary::app::kinds {
extern const Kind kDaemonSet;
}  // namespace armillary::app::kinds
