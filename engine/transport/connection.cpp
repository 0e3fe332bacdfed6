#include "engine/transport/connection.h"

#include <poll.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

namespace armillary::transport {

namespace {

/// Shorter than any server's own limit, so that ours is the side that gives up an idle connection.
constexpr std::chrono::seconds kLongestIdle{45};
constexpr std::uint32_t kMaxHeadBytes = 64 * 1024;

using Stage = Failure::Stage;

Failure failure(Stage stage, const ErrorCode& error) {
    return {.stage = stage, .why = error.message(), .timedOut = error == beast::error::timeout, .code = error};
}

}  // namespace

Connection::Connection(const Config& config, const Endpoint& endpoint, asio::ssl::context context)
    : m_config(config), m_endpoint(endpoint), m_context(std::move(context)), m_stream(m_io, m_context) {}

std::expected<std::unique_ptr<Connection>, Failure> Connection::open(const Config& config, const Endpoint& endpoint,
                                                                     Deadline deadline) {
    auto context = tlsContext(config);
    if (!context) return std::unexpected(Failure{.stage = Stage::Handshake, .why = context.error()});
    auto connection = std::make_unique<Connection>(config, endpoint, std::move(*context));
    if (auto connected = connection->connect(deadline); !connected)
        return std::unexpected(std::move(connected.error()));
    return connection;
}

template <class Start>
ErrorCode Connection::await(std::chrono::milliseconds timeout, Deadline deadline, Start start) {
    const auto now = std::chrono::steady_clock::now();
    if (deadline <= now) return beast::error::timeout;
    ErrorCode result = asio::error::operation_aborted;
    m_stream.next_layer().expires_at(std::min(deadline, now + timeout));
    start([&result](ErrorCode error, auto&&...) { result = error; });
    m_io.restart();
    m_io.run();
    return result;
}

std::expected<void, Failure> Connection::connect(Deadline deadline) {
    ErrorCode error;
    asio::ip::tcp::resolver resolver(m_io);
    const auto addresses = resolver.resolve(m_endpoint.connectHost(), m_endpoint.connectPort(), error);
    if (error) return std::unexpected(failure(Stage::Resolve, error));
    error = await(m_config.connectTimeout, deadline,
                  [&](auto done) { m_stream.next_layer().async_connect(addresses, done); });
    if (error) return std::unexpected(failure(Stage::Connect, error));
    keepAlive(m_stream.next_layer());
    if (!m_endpoint.tls) return {};
    const auto complaint = std::make_shared<std::string>();
    expectServer(m_stream, m_config, m_endpoint, complaint);
    error = await(m_config.connectTimeout, deadline,
                  [&](auto done) { m_stream.async_handshake(asio::ssl::stream_base::client, done); });
    if (!error) return {};
    Failure failed = failure(Stage::Handshake, error);
    if (!complaint->empty()) failed.why = "failed to verify certificate: " + *complaint;
    return std::unexpected(std::move(failed));
}

std::expected<Answer, Failure> Connection::exchange(const HttpRequest& request, Deadline deadline) {
    auto error = await(m_config.requestTimeout, deadline, [&](auto done) {
        if (m_endpoint.tls)
            http::async_write(m_stream, request, done);
        else
            http::async_write(m_stream.next_layer(), request, done);
    });
    http::response_parser<http::string_body> parser;
    parser.body_limit(m_config.maxAnswerBytes);
    parser.header_limit(kMaxHeadBytes);
    m_keepAlive = false;
    // A server may answer and close before it has read a body that it does not want: the answer is worth reading.
    if (!error || error == asio::error::broken_pipe || error == asio::error::connection_reset) {
        error = await(m_config.requestTimeout, deadline, [&](auto done) {
            if (m_endpoint.tls)
                http::async_read(m_stream, m_buffer, parser, done);
            else
                http::async_read(m_stream.next_layer(), m_buffer, parser, done);
        });
    }
    if (error) {
        Failure failed = failure(Stage::Exchange, error);
        if (failed.timedOut) failed.why = "no answer in time";
        failed.beforeAnswer = !parser.got_some();
        return std::unexpected(std::move(failed));
    }
    m_keepAlive = parser.get().keep_alive();
    m_lastUse = std::chrono::steady_clock::now();
    auto& message = parser.get();
    return Answer{.code = static_cast<int>(message.result_int()),
                  .body = std::move(message.body()),
                  .contentType = std::string(message[http::field::content_type]),
                  .etag = std::string(message[http::field::etag])};
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

std::expected<Answer, Failure> ConnectionPool::call(const HttpRequest& request, Deadline deadline, bool repeatable) {
    for (auto connection = takeIdle();; connection = nullptr) {
        const bool reused = connection != nullptr;
        if (!connection) {
            auto opened = Connection::open(m_config, m_endpoint, deadline);
            if (!opened) return std::unexpected(std::move(opened.error()));
            connection = std::move(*opened);
        }
        auto answer = connection->exchange(request, deadline);
        if (answer) {
            putBack(std::move(connection));
            return std::move(*answer);
        }
        // The server may have closed a connection just as it was taken up again; only what is safe to repeat is.
        const Failure& failed = answer.error();
        const bool safe = repeatable || request.method() == http::verb::get;
        if (!reused || !failed.beforeAnswer || failed.timedOut || !safe)
            return std::unexpected(std::move(answer.error()));
    }
}

}  // namespace armillary::transport
