#pragma once

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/core/role.hpp>
#include <chrono>
#include <expected>
#include <memory>
#include <optional>
#include <string>

#include "engine/transport/endpoint.h"

namespace armillary::transport {

using Deadline = std::chrono::steady_clock::time_point;
inline constexpr Deadline kNoDeadline = Deadline::max();

/// Why a call was not answered.
struct Failure {
    enum class Stage { Resolve, Connect, Handshake, Exchange };
    Stage stage = Stage::Connect;
    std::string why;
    bool timedOut = false;
    bool beforeAnswer = false;  ///< nothing of an answer had come
    ErrorCode code = {};
};
Failure failure(Failure::Stage stage, const ErrorCode& error);

using TlsContext = std::shared_ptr<asio::ssl::context>;
/// Asks for the present client certificate, and so may take its time.
std::expected<TlsContext, Failure> makeTlsContext(const Config& config);

/// The way to a server as one stream of bytes: TCP, through a proxy where the configuration names one, and TLS where
/// the URL says so. Meets the requirements of Beast's AsyncStream; one read and one write at a time. Time limits are
/// those of tcp().
class Wire {
public:
    using executor_type = beast::tcp_stream::executor_type;
    using Handler = asio::any_completion_handler<void(ErrorCode, std::size_t)>;
    using Addresses = asio::ip::tcp::resolver::results_type;

    explicit Wire(asio::io_context& io) : m_tcp(io) {}
    Wire(const Wire&) = delete;

    /// The host and port to look up for connect(): the server's, or its proxy's.
    static std::expected<std::pair<std::string, std::string>, Failure> firstHop(const Config& config,
                                                                                const Endpoint& endpoint);
    /// Every step has the configuration's time, and all of them together until `deadline`. `context` is for an endpoint
    /// with TLS; all parameters must live until it is done.
    asio::awaitable<std::expected<void, Failure>> connect(const Config& config, const Endpoint& endpoint,
                                                          const Addresses& addresses, TlsContext context,
                                                          Deadline deadline = kNoDeadline);
    /// The same, and looks the addresses up before.
    asio::awaitable<std::expected<void, Failure>> resolveAndConnect(const Config& config, const Endpoint& endpoint,
                                                                    TlsContext context);

    /// Whatever is under way, and whatever would begin, fails.
    void abandon();

    beast::tcp_stream& tcp() { return m_tcp; }
    executor_type get_executor() { return m_tcp.get_executor(); }

    /// Says goodbye as TLS or TCP do it.
    void shutDown(beast::role_type role, asio::any_completion_handler<void(ErrorCode)> handler);

    template <class Buffers, class Token>
    auto async_read_some(const Buffers& buffers, Token&& token) {
        return asio::async_initiate<Token, void(ErrorCode, std::size_t)>(
            [this](auto handler, asio::mutable_buffer buffer) { read(buffer, std::move(handler)); }, token,
            first<asio::mutable_buffer>(buffers));
    }
    template <class Buffers, class Token>
    auto async_write_some(const Buffers& buffers, Token&& token) {
        return asio::async_initiate<Token, void(ErrorCode, std::size_t)>(
            [this](auto handler, asio::const_buffer buffer) { write(buffer, std::move(handler)); }, token,
            first<asio::const_buffer>(buffers));
    }

private:
    using Tls = asio::ssl::stream<beast::tcp_stream&>;
    using TlsInTls = asio::ssl::stream<Tls&>;

    /// To read or write some is to use one buffer of several; the others get their turn.
    template <class Buffer, class Buffers>
    static Buffer first(const Buffers& buffers) {
        for (const Buffer buffer : beast::buffers_range_ref(buffers))
            if (buffer.size() > 0) return buffer;
        return {};
    }
    void read(asio::mutable_buffer buffer, Handler handler);
    void write(asio::const_buffer buffer, Handler handler);

    beast::tcp_stream m_tcp;
    std::optional<Tls> m_outer;       ///< with the server, or with a proxy of its own TLS
    std::optional<TlsInTls> m_inner;  ///< with the server, through the latter
    bool m_abandoned = false;
};

/// How Beast's WebSocket ends a connection.
inline void beast_close_socket(Wire& wire) {
    wire.tcp().close();
}
template <class Handler>
void async_teardown(beast::role_type role, Wire& wire, Handler&& handler) {
    wire.shutDown(role, std::forward<Handler>(handler));
}

}  // namespace armillary::transport
