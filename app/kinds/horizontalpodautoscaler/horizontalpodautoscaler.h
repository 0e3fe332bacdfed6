#pragma once

#include "../kind.h"

namespace armillary::app::kinds {
extern const Kind kHorizontalPodAutoscaler;
}  // namespace armillary::app::kinds
