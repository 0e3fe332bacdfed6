#include "engine/transport/connection.h"

#include <poll.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

namespace armillary::transport {

namespace {

/// Shorter than any server's own limit, so that ours is the side that gives up an idle connection.
constexpr std::chrono::seconds kLongestIdle{45};
constexpr std::uint32_t kMaxHeadBytes = 64 * 1024;

using Stage = Failure::Stage;

}  // namespace

std::expected<std::unique_ptr<Connection>, Failure> Connection::open(const Config& config, const Endpoint& endpoint,
                                                                     Deadline deadline) {
    auto connection = std::make_unique<Connection>(config, endpoint);
    if (auto connected = connection->connect(deadline); !connected)
        return std::unexpected(std::move(connected.error()));
    return connection;
}

template <class Start>
ErrorCode Connection::await(std::chrono::milliseconds timeout, Deadline deadline, Start start) {
    const auto now = std::chrono::steady_clock::now();
    if (deadline <= now) return beast::error::timeout;
    ErrorCode result = asio::error::operation_aborted;
    m_wire.tcp().expires_at(std::min(deadline, now + timeout));
    start([&result](ErrorCode error, auto&&...) { result = error; });
    m_io.restart();
    m_io.run();
    return result;
}

std::expected<void, Failure> Connection::connect(Deadline deadline) {
    const auto hop = Wire::firstHop(m_config, m_endpoint);
    if (!hop) return std::unexpected(hop.error());
    TlsContext context;
    if (m_endpoint.tls) {
        auto made = makeTlsContext(m_config);
        if (!made) return std::unexpected(std::move(made.error()));
        context = std::move(*made);
    }
    // On this thread: to look up without blocking, a connection would keep a thread for it.
    ErrorCode error;
    asio::ip::tcp::resolver resolver(m_io);
    const auto addresses = resolver.resolve(hop->first, hop->second, error);
    if (error) return std::unexpected(failure(Stage::Resolve, error));
    std::expected<void, Failure> result;
    std::exception_ptr broken;
    asio::co_spawn(m_io, m_wire.connect(m_config, m_endpoint, addresses, context, deadline),
                   [&](std::exception_ptr thrown, std::expected<void, Failure> connected) {
                       broken = std::move(thrown);
                       result = std::move(connected);
                   });
    m_io.restart();
    m_io.run();
    if (broken) std::rethrow_exception(broken);
    return result;
}

std::expected<Answer, Failure> Connection::exchange(const HttpRequest& request, Deadline deadline) {
    auto error = await(m_config.requestTimeout, deadline, [&](auto done) { http::async_write(m_wire, request, done); });
    http::response_parser<http::string_body> parser;
    parser.body_limit(m_config.maxAnswerBytes);
    parser.header_limit(kMaxHeadBytes);
    m_keepAlive = false;
    // A server may answer and close before it has read a body that it does not want: the answer is worth reading.
    if (!error || error == asio::error::broken_pipe || error == asio::error::connection_reset) {
        error = await(m_config.requestTimeout, deadline,
                      [&](auto done) { http::async_read(m_wire, m_buffer, parser, done); });
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
    Answer answer{.code = static_cast<int>(message.result_int()),
                  .body = std::move(message.body()),
                  .contentType = std::string(message[http::field::content_type]),
                  .etag = std::string(message[http::field::etag])};
    const auto [first, last] = message.equal_range(http::field::warning);
    for (auto header = first; header != last; ++header) answer.warnings.emplace_back(header->value());
    return answer;
}

bool Connection::reusable() {
    if (!m_keepAlive || std::chrono::steady_clock::now() - m_lastUse > kLongestIdle) return false;
    // Anything to read on an idle connection is its end.
    pollfd poll{m_wire.tcp().socket().native_handle(), POLLIN, 0};
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

void ConnectionPool::forget() {
    const std::lock_guard lock(m_mutex);
    m_idle.clear();
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
