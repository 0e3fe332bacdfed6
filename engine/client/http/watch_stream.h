#pragma once

#include "engine/async/identifiers.h"
#include "engine/client/http/stream_thread.h"

namespace armillary::client {

/// The thread that serves all of one client's watches.
class WatchThread {
public:
    WatchThread(const HttpConfig& config, const Endpoint& endpoint) : m_streams("watches", config, endpoint) {}
    Result<std::unique_ptr<Watch>> open(const Target& target, const WatchOptions& options, WatchCallback callback);

private:
    async::Identifiers m_identifiers;  ///< spreads the watches' time limits
    StreamThread m_streams;
};

/// What one line of a watch says; Closed with a status when it says that the watch is over, or cannot be read.
WatchEvent readWatchLine(std::string_view line);

}  // namespace armillary::client
