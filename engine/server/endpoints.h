#pragma once

#include "engine/server/core.h"

namespace armillary::server {

/// Everything that is not a resource: discovery, OpenAPI, version, health, metrics, the service-account issuer's keys.
/// Called after authorisation.
Handled answerEndpoint(Core& core, const Request& request);

}  // namespace armillary::server
