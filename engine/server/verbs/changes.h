#pragma once

#include "engine/server/core.h"
#include "engine/server/value.h"

namespace armillary::server {

/// What an update of the call's subresource may change: takes the rest of `next` from `current`. Ordinary updates and
/// those of status pass through; the write pipeline and the kind's rules see to them.
Result<Value> restrictTo(const Call& call, const Value& current, Value next);

}  // namespace armillary::server
