#pragma once

#include "engine/client/http/calls.h"
#include "engine/client/http/stream_thread.h"

namespace armillary::client {

/// Upgrades a GET that says who asks; see Calls::open().
Result<std::unique_ptr<Channels>> openChannels(StreamThread& streams, const HttpRequest& request,
                                               const std::vector<std::string>& protocols,
                                               const ChannelHandlers& handlers);

}  // namespace armillary::client
