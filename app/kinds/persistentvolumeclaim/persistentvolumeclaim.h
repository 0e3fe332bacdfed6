#pragma once

#include "../kind.h"

namespace armillary::app::kinds {
extern const Kind kPersistentVolumeClaim;
}  // namespace armillary::app::kinds
