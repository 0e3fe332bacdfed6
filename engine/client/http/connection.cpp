#include "engine/client/http/connection.h"

#include <poll.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

namespace armillary::client {

namespace {

/// Shorter than any server's own limit, so that ours is the side that gives up an idle connection.
constexpr std::chrono::seconds kLongestIdle{45};

}  // namespace

Connection::Connection(const HttpConfig& config, const Endpoint& endpoint, asio::ssl::context context)
    : m_config(config), m_endpoint(endpoint), m_context(std::move(context)), m_stream(m_io, m_context) {}

Result<std::unique_ptr<Connection>> Connection::open(const HttpConfig& config, const Endpoint& endpoint) {
    auto context = tlsContext(config);
    if (!context) return std::unexpected(status::internalError(context.error()));
    auto connection = std::make_unique<Connection>(config, endpoint, std::move(*context));
    if (auto connected = connection->connect(); !connected) return std::unexpected(std::move(connected.error()));
    return connection;
}

template <class Start>
ErrorCode Connection::await(std::chrono::milliseconds timeout, Start start) {
    ErrorCode result = asio::error::operation_aborted;
    m_stream.next_layer().expires_after(timeout);
    start([&result](ErrorCode error, auto&&...) { result = error; });
    m_io.restart();
    m_io.run();
    return result;
}

Result<void> Connection::connect() {
    ErrorCode error;
    asio::ip::tcp::resolver resolver(m_io);
    const auto addresses = resolver.resolve(m_endpoint.host, m_endpoint.port, error);
    if (!error)
        error =
            await(m_config.connectTimeout, [&](auto done) { m_stream.next_layer().async_connect(addresses, done); });
    if (error) return std::unexpected(unreachable(m_endpoint, error.message()));
    keepAlive(m_stream.next_layer());
    if (!m_endpoint.tls) return {};
    expectServer(m_stream, m_config, m_endpoint);
    error = await(m_config.connectTimeout,
                  [&](auto done) { m_stream.async_handshake(asio::ssl::stream_base::client, done); });
    if (error) return std::unexpected(unreachable(m_endpoint, "TLS: " + error.message()));
    return {};
}

std::expected<Answer, Connection::Failure> Connection::exchange(const HttpRequest& request) {
    auto error = await(m_config.requestTimeout, [&](auto done) {
        if (m_endpoint.tls)
            http::async_write(m_stream, request, done);
        else
            http::async_write(m_stream.next_layer(), request, done);
    });
    http::response_parser<http::string_body> parser;
    parser.body_limit(m_config.maxAnswerBytes);
    parser.header_limit(64 * 1024);
    m_keepAlive = false;
    // A server may answer and close before it has read a body that it does not want: the answer is worth reading.
    if (!error || error == asio::error::broken_pipe || error == asio::error::connection_reset) {
        error = await(m_config.requestTimeout, [&](auto done) {
            if (m_endpoint.tls)
                http::async_read(m_stream, m_buffer, parser, done);
            else
                http::async_read(m_stream.next_layer(), m_buffer, parser, done);
        });
    }
    if (error) {
        const std::string why = error == beast::error::timeout ? "no answer in time" : error.message();
        const bool timedOut = error == beast::error::timeout;
        return std::unexpected(
            Failure{timedOut ? status::timeout(unreachable(m_endpoint, why).message, 1) : unreachable(m_endpoint, why),
                    !parser.got_some()});
    }
    m_keepAlive = parser.get().keep_alive();
    m_lastUse = std::chrono::steady_clock::now();
    return Answer{static_cast<int>(parser.get().result_int()), std::move(parser.get().body())};
}

bool Connection::reusable() {
    if (!m_keepAlive || std::chrono::steady_clock::now() - m_lastUse > kLongestIdle) return false;
    // Anything to read on an idle connection is its end.
    pollfd poll{m_stream.next_layer().socket().native_handle(), POLLIN, 0};
    return ::poll(&poll, 1, 0) == 0;
}

std::unique_ptr<Connection> ConnectionPool::takeIdle() {
    const std::lock_guard lock(m_mutex);
    while (!m_idle.empty()) {
        auto connection = std::move(m_idle.back());
        m_idle.pop_back();
        if (connection->reusable()) return connection;
    }
    return nullptr;
}

void ConnectionPool::putBack(std::unique_ptr<Connection> connection) {
    if (!connection->reusable()) return;
    const std::lock_guard lock(m_mutex);
    if (m_idle.size() < m_config.maxIdleConnections) m_idle.push_back(std::move(connection));
}

Result<Answer> ConnectionPool::call(const HttpRequest& request) {
    for (auto connection = takeIdle();; connection = nullptr) {
        const bool reused = connection != nullptr;
        if (!connection) {
            auto opened = Connection::open(m_config, m_endpoint);
            if (!opened) return std::unexpected(std::move(opened.error()));
            connection = std::move(*opened);
        }
        auto answer = connection->exchange(request);
        if (answer) {
            putBack(std::move(connection));
            return std::move(*answer);
        }
        // The server may have closed a connection just as it was taken up again; only a read is safe to repeat.
        if (!reused || !answer.error().beforeAnswer || request.method() != http::verb::get)
            return std::unexpected(std::move(answer.error().status));
    }
}

}  // namespace armillary::client
