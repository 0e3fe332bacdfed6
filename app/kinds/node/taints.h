#pragma once

#include "../kind.h"

namespace armillary::app::kinds {

/// What keeps pods off a node: rows of {key, value, effect}.
Action taintsAction(const Subject& subject);

}  // namespace armillary::app::kinds
