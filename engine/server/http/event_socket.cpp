#include "engine/server/http/event_socket.h"

#include <algorithm>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>

#include "engine/server/http/message.h"

namespace armillary::server::http {
namespace {

namespace websocket = beast::websocket;

constexpr std::size_t kMaxMessageBytes = 64u << 10;
constexpr std::chrono::seconds kCloseTime{2};

}  // namespace

std::vector<std::string_view> eventsOf(std::string_view frame, bool binary) {
    std::vector<std::string_view> events;
    while (!frame.empty()) {
        std::size_t begin = 0, end = frame.find('\n'), next = end + 1;
        if (binary) {
            begin = std::min<std::size_t>(4, frame.size());
            std::size_t length = 0;
            for (const char byte : frame.substr(0, begin)) length = length << 8 | static_cast<unsigned char>(byte);
            next = end = begin + std::min(length, frame.size() - begin);
        } else if (end == std::string_view::npos) {
            next = end = frame.size();
        }
        events.push_back(frame.substr(begin, end - begin));
        frame.remove_prefix(next);
    }
    return events;
}

asio::awaitable<bool> EventSocket::accept(const Request& request) {
    beast::http::request<beast::http::empty_body> upgrade(beast::http::verb::get, "/", 11);
    for (const auto& [name, value] : request.headers) upgrade.insert(name, value);
    // The client expects the one that it named; a browser names a second one for its token.
    const std::string protocols = withoutBearer(request.header("sec-websocket-protocol"));
    const std::string protocol = protocols.substr(0, protocols.find(','));
    m_socket.set_option(websocket::stream_base::decorator([protocol](websocket::response_type& response) {
        if (!protocol.empty()) response.set(beast::http::field::sec_websocket_protocol, protocol);
    }));
    m_socket.set_option(websocket::stream_base::timeout{kCloseTime, websocket::stream_base::none(), false});
    m_socket.read_message_max(kMaxMessageBytes);
    m_socket.auto_fragment(false);
    m_socket.binary(m_binary);
    const auto [error] = co_await m_socket.async_accept(upgrade, kTuple);
    co_return !error;
}

asio::awaitable<bool> EventSocket::write(std::string_view frame) {
    for (const std::string_view event : eventsOf(frame, m_binary)) {
        const auto [error, size] = co_await m_socket.async_write(asio::buffer(event.data(), event.size()), kTuple);
        if (error) co_return false;
    }
    co_return true;
}

asio::awaitable<void> EventSocket::awaitClose(std::function<void()> leaves) {
    // The read itself ends only when TLS has been closed from both sides.
    m_socket.control_callback([leaves = std::move(leaves)](websocket::frame_type kind, beast::string_view) {
        if (kind == websocket::frame_type::close) leaves();
    });
    while (true) {
        beast::flat_buffer dropped;
        const auto [error, size] = co_await m_socket.async_read(dropped, kTuple);
        if (error) co_return;
    }
}

asio::awaitable<void> EventSocket::close() {
    m_socket.next_layer().next_layer().expires_after(kCloseTime);
    co_await m_socket.async_close(websocket::close_code::normal, kTuple);
}

}  // namespace armillary::server::http
