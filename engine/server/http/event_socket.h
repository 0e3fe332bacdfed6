#pragma once

#include <boost/beast/websocket/ssl.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <functional>
#include <string_view>
#include <vector>

#include "engine/server/http/net.h"

namespace armillary::server::http {

/// A watch over WebSocket, as browsers do it: each event is a message of its own, text for JSON, binary for protobuf.
/// Source: https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes.
class EventSocket {
public:
    EventSocket(TlsStream& stream, bool binary) : m_socket(stream), m_binary(binary) {}

    /// Answers the upgrade; false when the client is gone or what it asked for is no WebSocket.
    asio::awaitable<bool> accept(const Request& request);
    /// Sends the events of a frame, which come as a watch's body would carry them.
    asio::awaitable<bool> write(std::string_view frame);
    /// Reads, and drops what the client says, until it goes. `leaves` is called as soon as it says that it will.
    asio::awaitable<void> awaitClose(std::function<void()> leaves);
    asio::awaitable<void> close();

private:
    beast::websocket::stream<TlsStream&, false> m_socket;
    const bool m_binary;
};

/// The events of a frame: lines of JSON, or protobuf each behind its length in four bytes.
std::vector<std::string_view> eventsOf(std::string_view frame, bool binary);

}  // namespace armillary::server::http
