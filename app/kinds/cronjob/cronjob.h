#pragma once

#include "../kind.h"

namespace armillary::app::kinds {
extern const Kind kCronJob;
}  // namespace armillary::app::kinds
