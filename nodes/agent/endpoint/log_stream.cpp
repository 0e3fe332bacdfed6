#include "nodes/agent/endpoint/log_stream.h"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/write.hpp>
#include <format>

#include "engine/schema/text.h"
#include "nodes/agent/endpoint/web_socket.h"
#include "nodes/agent/endpoint/workers.h"

namespace armillary::agent {
namespace {

using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;

constexpr auto kPoll = 100ms;
/// How often the container is asked after, in polls.
constexpr int kAskEvery = 5;

/// Where the log goes.
class Output {
public:
    virtual ~Output() = default;
    virtual Task<bool> begin() = 0;
    virtual Task<bool> write(std::string text) = 0;
    virtual Task<> end() = 0;
    /// Ends when the client does; what else it sends is dropped.
    virtual Task<> awaitClose() = 0;
};

class Body final : public Output {
public:
    explicit Body(TlsStream& client) : m_client(client) {}

    Task<bool> begin() override {
        return send(
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n"
            "Connection: close\r\n\r\n");
    }
    Task<bool> write(std::string text) override { return send(std::format("{:x}\r\n{}\r\n", text.size(), text)); }
    Task<> end() override { co_await send("0\r\n\r\n"); }
    Task<> awaitClose() override {
        char buffer[256];
        for (;;) {
            const auto [error, count] = co_await m_client.async_read_some(asio::buffer(buffer), kAwait);
            if (error) co_return;
        }
    }

private:
    Task<bool> send(std::string text) {
        const auto [error, count] = co_await asio::async_write(m_client, asio::buffer(text), kAwait);
        co_return !error;
    }

    TlsStream& m_client;
};

class Messages final : public Output {
public:
    Messages(const Upgrade& upgrade, std::string protocol, bool base64)
        : m_upgrade(upgrade), m_protocol(std::move(protocol)), m_base64(base64), m_socket(*upgrade.client) {}

    Task<bool> begin() override {
        const bool accepted = co_await acceptWebSocket(m_socket, m_upgrade.request, m_protocol);
        m_socket.binary(!m_base64);
        co_return accepted;
    }
    Task<bool> write(std::string text) override {
        std::string encoded;
        if (m_base64) schema::appendBase64(encoded, text);
        const auto [error, count] = co_await m_socket.async_write(asio::buffer(m_base64 ? encoded : text), kAwait);
        co_return !error;
    }
    Task<> end() override { return closeWebSocket(m_socket, m_upgrade.client); }
    Task<> awaitClose() override {
        for (;;) {
            beast::flat_buffer buffer;
            const auto [error, count] = co_await m_socket.async_read(buffer, kAwait);
            if (error) co_return;
        }
    }

private:
    const Upgrade& m_upgrade;
    const std::string m_protocol;
    const bool m_base64;
    WebSocket m_socket;
};

Task<> pause() {
    asio::steady_timer timer(co_await asio::this_coro::executor, kPoll);
    co_await timer.async_wait(kAwait);
}

/// Until the container has ended and its log is read to the end.
Task<> send(Output& output, LogReader& reader, bool follow, std::function<bool()> running, asio::thread_pool& workers) {
    bool alive = follow;
    for (int idle = 0;;) {
        std::string out;
        const bool progress = reader.read(out);
        if (!out.empty() && !co_await output.write(std::move(out))) co_return;
        if (reader.finished()) break;
        if (progress) {
            idle = 0;
            continue;
        }
        if (!alive) break;
        // Asked first and read once more afterwards, so that the last words are not missed.
        if (++idle % kAskEvery == 0) alive = co_await onWorker<bool>(workers, running);
        if (alive) co_await pause();
    }
    co_await output.end();
}

std::unique_ptr<Output> outputFor(const Upgrade& upgrade, LogForm form, std::string protocol) {
    if (form == LogForm::Body) return std::make_unique<Body>(*upgrade.client);
    return std::make_unique<Messages>(upgrade, std::move(protocol), form == LogForm::Base64Messages);
}

}  // namespace

Task<Result<void>> streamLog(Upgrade upgrade, LogForm form, std::string protocol, std::string path, LogOptions options,
                             std::function<bool()> running, asio::thread_pool& workers) {
    const bool follow = options.follow;
    LogReader reader(std::move(path), std::move(options));
    if (const auto opened = reader.open(); !opened) {
        co_return std::unexpected(status::internalError("the container's log cannot be read: " + opened.error()));
    }
    const std::unique_ptr<Output> output = outputFor(upgrade, form, std::move(protocol));
    if (!co_await output->begin()) co_return Result<void>();
    if (follow) {
        co_await (send(*output, reader, follow, std::move(running), workers) || output->awaitClose());
    } else {
        co_await send(*output, reader, follow, std::move(running), workers);
    }
    co_return Result<void>();
}

}  // namespace armillary::agent
