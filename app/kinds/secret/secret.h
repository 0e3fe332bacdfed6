#pragma once

#include "../kind.h"

namespace armillary::app::kinds {
extern const Kind kSecret;
}  // namespace armillary::app::kinds
