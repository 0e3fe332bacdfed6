#pragma once

#include "../kind.h"

namespace armillary::app::kinds {
extern const Kind kGeneric;
}  // namespace armillary::app::kinds
