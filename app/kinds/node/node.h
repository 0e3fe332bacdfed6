#pragma once

#include "../kind.h"

namespace armillary::app::kinds {
extern const Kind kNode;
}  // namespace armillary::app::kinds
