#pragma once

#include <string>
#include <vector>

#include "engine/schema/status.h"
#include "engine/server/request.h"

/// What whole answers have in common, whoever made them.
namespace armillary::server {

/// A Status in the encoding that the request accepts; JSON in lines when it accepts none that there is.
/// Source: k8s.io/apiserver/pkg/endpoints/handlers/responsewriters, ErrorNegotiated.
Response refusal(const Request& request, const Status& status);

/// The last touches: one Warning header for each of `warnings`, Cache-Control unless there is one, and the form for
/// human eyes; see present().
void finish(const Request& request, const std::vector<std::string>& warnings, Response& response);

}  // namespace armillary::server
