#pragma once

#include "../kind.h"

namespace armillary::app::kinds {
extern const Kind kJob;
}  // namespace armillary::app::kinds
