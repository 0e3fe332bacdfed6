#include "nodes/agent/endpoint/web_socket.h"

namespace armillary::agent {
namespace {

namespace websocket = beast::websocket;
using namespace std::chrono_literals;

constexpr std::size_t kMaxMessageBytes = 4u << 20;
constexpr auto kCloseTime = 5s;

}  // namespace

Task<bool> acceptWebSocket(WebSocket& socket, const HttpRequest& request, std::string protocol) {
    socket.read_message_max(kMaxMessageBytes);
    socket.binary(true);
    socket.auto_fragment(false);
    // A client may pause its output for as long as it likes; TCP's keep-alive finds the dead ones.
    socket.set_option(websocket::stream_base::timeout{kCloseTime, websocket::stream_base::none(), false});
    socket.set_option(websocket::stream_base::decorator([protocol](websocket::response_type& response) {
        if (!protocol.empty()) response.set(http::field::sec_websocket_protocol, protocol);
    }));
    const auto [error] = co_await socket.async_accept(request, kAwait);
    co_return !error;
}

Task<> closeWebSocket(WebSocket& socket, const std::shared_ptr<TlsStream>& client) {
    const Deadline deadline(client, kCloseTime);
    co_await socket.async_close(websocket::close_code::normal, kAwait);
}

}  // namespace armillary::agent
