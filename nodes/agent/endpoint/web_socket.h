#pragma once

#include <boost/beast/websocket/ssl.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <string>

#include "nodes/agent/endpoint/streams.h"

namespace armillary::agent {

/// A connection that a client has asked to be a WebSocket (RFC 6455), without compression.
using WebSocket = beast::websocket::stream<TlsStream&, false>;

/// Answers the upgrade `request`, naming `protocol` if there is one. The stream then carries binary messages. False
/// when the client is gone or asked for something that is no WebSocket.
Task<bool> acceptWebSocket(WebSocket& socket, const HttpRequest& request, std::string protocol);

/// Says goodbye, and waits a few seconds for the client's.
Task<> closeWebSocket(WebSocket& socket, const std::shared_ptr<TlsStream>& client);

}  // namespace armillary::agent
