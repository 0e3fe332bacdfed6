#pragma once

#include "../kind.h"

namespace armillary::app::kinds {
extern const Kind kPod;
}  // namespace armillary::app::kinds
