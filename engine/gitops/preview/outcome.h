#pragma once

#include "engine/schema/object.h"

namespace armillary::gitops {

/// What an object becomes that runs as `live`, once `after` is applied in the place of `before`: what `before` said and
/// `after` no longer says goes, what neither speaks of stays. Either of `live` and `before` may be null. By the rules
/// of server-side apply; where these cannot be followed (two versions, a document that fits no schema) it is `after`.
ObjectRef outcomeOf(const ObjectRef& live, const ObjectRef& before, const ObjectRef& after);

}  // namespace armillary::gitops
