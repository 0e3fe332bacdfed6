#pragma once

#include <string>

#include "engine/server/core.h"

namespace armillary::server {

/// The node's agent as the target of a proxied request, at the port that the node's status reports; `target` is left to
/// the caller. 404 without the node, 400 without an address.
Result<ProxyReply> agentOf(const Core& core, const std::string& nodeName);

/// The query of a request again, encoded; "" or "?a=b".
std::string queryString(const std::vector<std::pair<std::string, std::string>>& query);

}  // namespace armillary::server
