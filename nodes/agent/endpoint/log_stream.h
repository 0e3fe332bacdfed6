#pragma once

#include <functional>

#include "engine/schema/status.h"
#include "nodes/agent/endpoint/log_reader.h"
#include "nodes/agent/endpoint/streams.h"

namespace boost::asio {
class thread_pool;
}

namespace armillary::agent {

/// Sends the log at `path` as a chunked reply, following it while `running` says so (it may block). An error means that
/// nothing was sent. The connection is of no further use afterwards.
Task<Result<void>> streamLog(std::shared_ptr<TlsStream> client, std::string path, LogOptions options,
                             std::function<bool()> running, boost::asio::thread_pool& workers);

}  // namespace armillary::agent
