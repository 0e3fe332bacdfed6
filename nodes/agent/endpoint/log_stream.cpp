#include "nodes/agent/endpoint/log_stream.h"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/write.hpp>
#include <format>

#include "nodes/agent/endpoint/workers.h"

namespace armillary::agent {
namespace {

using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;

constexpr auto kPoll = 100ms;
/// How often the container is asked after, in polls.
constexpr int kAskEvery = 5;

Task<bool> write(TlsStream& client, std::string text) {
    const auto [error, count] = co_await asio::async_write(client, asio::buffer(text), kAwait);
    co_return !error;
}

Task<bool> writeChunk(TlsStream& client, const std::string& text) {
    co_return co_await write(client, std::format("{:x}\r\n{}\r\n", text.size(), text));
}

Task<> pause() {
    asio::steady_timer timer(co_await asio::this_coro::executor, kPoll);
    co_await timer.async_wait(kAwait);
}

/// Until the container has ended and its log is read to the end.
Task<> send(TlsStream& client, LogReader& reader, bool follow, std::function<bool()> running,
            asio::thread_pool& workers) {
    bool alive = follow;
    for (int idle = 0;;) {
        std::string out;
        const bool progress = reader.read(out);
        if (!out.empty() && !co_await writeChunk(client, out)) co_return;
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
    co_await write(client, "0\r\n\r\n");
}

/// Ends when the client does; what else it sends is dropped.
Task<> awaitClose(TlsStream& client) {
    char buffer[256];
    for (;;) {
        const auto [error, count] = co_await client.async_read_some(asio::buffer(buffer), kAwait);
        if (error) co_return;
    }
}

}  // namespace

Task<Result<void>> streamLog(std::shared_ptr<TlsStream> client, std::string path, LogOptions options,
                             std::function<bool()> running, asio::thread_pool& workers) {
    const bool follow = options.follow;
    LogReader reader(std::move(path), std::move(options));
    if (const auto opened = reader.open(); !opened) {
        co_return std::unexpected(status::internalError("the container's log cannot be read: " + opened.error()));
    }
    if (!co_await write(
            *client,
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n")) {
        co_return Result<void>();
    }
    if (follow) {
        co_await (send(*client, reader, follow, std::move(running), workers) || awaitClose(*client));
    } else {
        co_await send(*client, reader, follow, std::move(running), workers);
    }
    co_return Result<void>();
}

}  // namespace armillary::agent
