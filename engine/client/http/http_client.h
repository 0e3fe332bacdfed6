#pragma once

#include <memory>

#include "engine/client/client.h"
#include "engine/transport/config.h"

namespace armillary::client {

using HttpConfig = transport::Config;

/// A client over HTTPS. Calls share a small pool of connections; each watch has its own, and one thread serves all
/// watches. Fails when the URL or the CA cannot be read; a server that is down shows in each call (503, reason
/// ServiceUnavailable), and the next call tries again.
Result<std::unique_ptr<Client>> makeHttpClient(HttpConfig config);

}  // namespace armillary::client
