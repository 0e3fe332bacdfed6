#pragma once

#include "engine/client/http/calls.h"
#include "engine/client/http/stream_thread.h"

namespace armillary::client {

/// Sends a GET that says who asks, and hands over what comes; see Calls::follow().
Result<std::unique_ptr<Stream>> openFollowing(StreamThread& streams, const HttpRequest& request, bool patient,
                                              const StreamHandlers& handlers);

}  // namespace armillary::client
