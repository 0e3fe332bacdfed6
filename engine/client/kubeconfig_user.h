#pragma once

#include "engine/client/http/http_client.h"
#include "engine/client/kubeconfig_documents.h"

namespace armillary::client {

/// "KEY-data" (base64), or the file that "KEY" names; "" when neither is there, or it cannot be read.
std::string dataOrFile(const Fields& in, const std::string& key, const std::filesystem::path& folder);

/// Lets the configuration prove who asks, as a user of a kubeconfig says. `cluster` is for plugins that want to know
/// it. What cannot be used is a problem of the fields'.
void readUser(const Fields& user, const std::filesystem::path& folder, const Fields& cluster, HttpConfig& config);

}  // namespace armillary::client
