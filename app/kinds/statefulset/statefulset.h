#pragma once

#include "../kind.h"

namespace armillary::app::kinds {
extern const Kind kStatefulSet;
}  // namespace armillary::app::kinds
