#pragma once

#include <string>
#include <vector>

#include "nodes/agent/endpoint/endpoint.h"
#include "nodes/agent/endpoint/runtime_connection.h"

/// From what a client speaks to what the runtime speaks.
namespace armillary::agent {

/// exec and attach over WebSocket (`protocol` is what was chosen of the client's). False when the client went first.
Task<bool> bridgeExec(Upgrade upgrade, std::string protocol, ExecOptions options, SpdyClient runtime);

/// Port-forward over WebSocket with two channels for each port: 2i carries data, 2i+1 errors.
Task<> bridgePorts(Upgrade upgrade, std::string protocol, std::vector<std::uint16_t> ports, SpdyClient runtime);

/// SPDY carried in binary WebSocket messages, unread.
Task<> bridgeTunnel(Upgrade upgrade, std::string protocol, RuntimeConnection runtime);

/// Runs a command and collects what it writes, for /run. `failed` is set when it ended otherwise than with 0.
Task<std::string> collectOutput(SpdyClient runtime, bool& failed);

}  // namespace armillary::agent
