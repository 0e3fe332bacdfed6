#pragma once

#include "engine/schema/api/authenticationv1.h"
#include "engine/server/request.h"

namespace armillary::server {

/// A user as reviews show them.
authenticationv1::UserInfo infoOf(const User& user);

}  // namespace armillary::server
