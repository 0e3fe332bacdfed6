#pragma once

#include "../kind.h"

namespace armillary::app::kinds {
extern const Kind kService;
}  // namespace armillary::app::kinds
