#pragma once

#include <QString>
#include <vector>

#include "apply_step.h"

namespace armillary::app {

/// What applying would change as a unified diff, a file an object: "a/shop/Deployment-web.yaml". Values of Secrets are
/// hidden in it. What cannot be compared line by line is removed and added whole.
QString patchOf(const std::vector<ApplyStep>& steps);

}  // namespace armillary::app
