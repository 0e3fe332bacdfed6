#include "nodes/agent/endpoint/runtime_connection.h"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <format>

namespace armillary::agent {
namespace {

using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;

constexpr auto kPatience = 10s;
constexpr std::size_t kMaxHeadBytes = 16u << 10;
constexpr std::size_t kMaxErrorBytes = 4u << 10;
/// Frames that wait for the runtime to take them; a sender waits while there are more.
constexpr std::size_t kMaxOutgoing = 256u << 10;

std::unexpected<Status> failure(const std::string& what, const error_code& error = {}) {
    return std::unexpected(status::internalError(what + (error ? ": " + error.message() : "")));
}

Task<> wait(std::chrono::milliseconds time) {
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    co_await timer.async_wait(kAwait);
}

Task<Result<RuntimeConnection>> upgrade(RuntimeUrl url, std::vector<std::string> protocols) {
    auto connected = co_await connectRuntime(url);
    if (!connected) co_return std::unexpected(connected.error());
    RuntimeConnection connection{std::move(*connected), {}};
    const std::string request = upgradeRequest(url, protocols);
    if (const auto [error, count] = co_await asio::async_write(connection.socket, asio::buffer(request), kAwait);
        error) {
        co_return failure("the container runtime does not answer", error);
    }
    const auto [error, headBytes] = co_await asio::async_read_until(
        connection.socket, asio::dynamic_buffer(connection.rest, kMaxHeadBytes), "\r\n\r\n", kAwait);
    if (error) co_return failure("the container runtime does not answer", error);
    if (connection.rest.starts_with("HTTP/1.1 101 ")) {
        connection.rest.erase(0, headBytes);
        co_return connection;
    }
    // The body says why; it follows at once or not at all.
    std::string body(kMaxErrorBytes, '\0');
    std::size_t more = 0;
    if (connection.rest.size() == headBytes)
        more = std::get<1>(co_await connection.socket.async_read_some(asio::buffer(body), kAwait));
    body.resize(more);
    body = connection.rest.substr(headBytes) + body;
    while (!body.empty() && body.back() <= ' ') body.pop_back();
    const std::string line = connection.rest.substr(0, connection.rest.find('\r'));
    co_return failure(std::format("the container runtime refused the session: {}", body.empty() ? line : body));
}

Task<> copyUp(TlsStream& client, tcp::socket& runtime) {
    std::vector<char> buffer(kBlockBytes);
    for (;;) {
        const auto [error, count] = co_await client.async_read_some(asio::buffer(buffer), kAwait);
        if (error) co_return;
        if (const auto [failed, written] =
                co_await asio::async_write(runtime, asio::buffer(buffer.data(), count), kAwait);
            failed)
            co_return;
    }
}

/// False when the client takes no more.
Task<bool> copyDown(tcp::socket& runtime, TlsStream& client) {
    std::vector<char> buffer(kBlockBytes);
    for (;;) {
        const auto [error, count] = co_await runtime.async_read_some(asio::buffer(buffer), kAwait);
        if (error) co_return true;
        if (const auto [failed, written] =
                co_await asio::async_write(client, asio::buffer(buffer.data(), count), kAwait);
            failed)
            co_return false;
    }
}

}  // namespace

Task<Result<tcp::socket>> connectRuntime(const RuntimeUrl& url) {
    error_code bad;
    const auto address = asio::ip::make_address(url.host == "localhost" ? "127.0.0.1" : url.host, bad);
    if (bad) co_return failure("the container runtime's streaming address is not an IP address");
    tcp::socket socket(co_await asio::this_coro::executor);
    const auto [error] = co_await socket.async_connect({address, url.port}, kAwait);
    if (error) co_return failure("the container runtime's streaming server cannot be reached", error);
    socket.set_option(tcp::no_delay(true), bad);
    co_return socket;
}

std::string upgradeRequest(const RuntimeUrl& url, const std::vector<std::string>& protocols) {
    std::string text = std::format("POST {} HTTP/1.1\r\nHost: {}:{}\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n",
                                   url.target, url.host, url.port);
    for (const std::string& protocol : protocols) text += std::format("X-Stream-Protocol-Version: {}\r\n", protocol);
    return text + "Content-Length: 0\r\n\r\n";
}

Task<Result<RuntimeConnection>> openRuntime(const RuntimeUrl& url, const std::vector<std::string>& protocols) {
    auto first = co_await (upgrade(url, protocols) || wait(kPatience));
    if (first.index() == 1) co_return failure("the container runtime does not answer in time");
    co_return std::get<0>(std::move(first));
}

Task<bool> splice(TlsStream& client, tcp::socket& runtime) {
    const auto first = co_await (copyUp(client, runtime) || copyDown(runtime, client));
    co_return first.index() == 1 && std::get<1>(first);
}

SpdyClient::SpdyClient(RuntimeConnection connection)
    : m_socket(std::move(connection.socket)), m_sent(m_socket.get_executor(), asio::steady_timer::time_point::max()) {
    m_decoder.feed(connection.rest);
}

void SpdyClient::close() {
    m_broken = true;
    error_code ignored;
    m_socket.close(ignored);
    m_sent.cancel();
}

/// Whoever comes first writes for all that come while it does.
Task<bool> SpdyClient::send(std::string bytes) {
    m_outgoing += bytes;
    if (m_sending) {
        while (m_outgoing.size() > kMaxOutgoing && !m_broken) co_await m_sent.async_wait(kAwait);
        co_return !m_broken;
    }
    m_sending = true;
    while (!m_outgoing.empty() && !m_broken) {
        const std::string batch = std::exchange(m_outgoing, {});
        const auto [error, count] = co_await asio::async_write(m_socket, asio::buffer(batch), kAwait);
        if (error) m_broken = true;
        m_sent.cancel();
    }
    m_sending = false;
    co_return !m_broken;
}

Task<bool> SpdyClient::openStream(std::uint32_t& stream, spdy::Headers headers) {
    stream = m_nextStream;
    m_nextStream += 2;
    co_return co_await send(m_encoder.synStream(stream, headers));
}

Task<bool> SpdyClient::sendData(std::uint32_t stream, std::string_view bytes, bool fin) {
    do {
        const std::string_view piece = bytes.substr(0, kBlockBytes);
        bytes.remove_prefix(piece.size());
        if (!co_await send(spdy::Encoder::data(stream, piece, fin && bytes.empty()))) co_return false;
    } while (!bytes.empty());
    co_return true;
}

Task<std::optional<spdy::Frame>> SpdyClient::next() {
    std::vector<char> buffer(kBlockBytes);
    for (;;) {
        auto frame = m_decoder.next();
        if (!frame) co_return std::nullopt;
        if (*frame) {
            if ((*frame)->type == spdy::FrameType::Ping) {
                if (!co_await send(spdy::Encoder::ping((*frame)->value))) co_return std::nullopt;
            } else if ((*frame)->stream != 0) {
                co_return std::move(*frame);
            }
            continue;
        }
        const auto [error, count] = co_await m_socket.async_read_some(asio::buffer(buffer), kAwait);
        if (error) co_return std::nullopt;
        m_decoder.feed({buffer.data(), count});
    }
}

}  // namespace armillary::agent
