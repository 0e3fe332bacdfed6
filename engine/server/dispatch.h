#pragma once

#include "engine/server/core.h"

namespace armillary::server {

/// Hands a routed and authorised call to its verb. 404 for what is not served, 405 for what it cannot do, 406 when no
/// form fits the Accept header.
Handled dispatch(Call& call);

}  // namespace armillary::server
