#pragma once

#include <memory>
#include <string>

#include "engine/client/client.h"
#include "engine/server/api.h"

namespace armillary::client {

/// A client in the server's own process. Calls run on the caller's thread through the same checks as any request; lists
/// and watches share the cache's objects. Watches are served by one thread, made for the first of them; a callback that
/// lets its queue fill up (32,768 events) is closed with 410. `api` outlives the client, the client its watches.
/// `userAgent` is what metadata.managedFields calls it ("kube-scheduler").
std::unique_ptr<Client> makeLocalClient(server::Api& api, server::User user, std::string userAgent = "armillary");

}  // namespace armillary::client
