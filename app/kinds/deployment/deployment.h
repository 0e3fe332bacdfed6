#pragma once

#include "../kind.h"

namespace armillary::app::kinds {
extern const Kind kDeployment;
}  // namespace armillary::app::kinds
