#pragma once

#include "../kind.h"

namespace armillary::app::kinds {
extern const Kind kConfigMap;
}  // namespace armillary::app::kinds
