#pragma once

#include <QString>

#include "engine/schema/object.h"

namespace armillary::app {

/// The first field that `wanted` sets and that is another one in `live`: "spec.replicas"; "" when all are the same.
/// What the server adds is no difference, nor is how a quantity is written, nor is the status.
QString firstDrift(const Object& wanted, const Object& live);

}  // namespace armillary::app
