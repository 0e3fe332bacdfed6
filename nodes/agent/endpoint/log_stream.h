#pragma once

#include <functional>

#include "engine/schema/status.h"
#include "nodes/agent/endpoint/log_reader.h"
#include "nodes/agent/endpoint/streams.h"

namespace boost::asio {
class thread_pool;
}

namespace armillary::agent {

/// How the log is sent: as a chunked body, or as the messages of a WebSocket, raw or each in base64.
enum class LogForm { Body, Messages, Base64Messages };

/// Sends the log at `path`, following it while `running` says so (it may block). An error means that nothing was sent.
/// The connection is of no further use afterwards. `protocol` is the WebSocket's, "" when the client named none.
Task<Result<void>> streamLog(Upgrade upgrade, LogForm form, std::string protocol, std::string path, LogOptions options,
                             std::function<bool()> running, boost::asio::thread_pool& workers);

}  // namespace armillary::agent
