#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include "engine/async/guard.h"
#include "engine/async/pool.h"
#include "engine/server/http/in_flight.h"
#include "engine/server/listener.h"

/// Names for the sources of this folder, the only ones that know Asio.
namespace armillary::server::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using ErrorCode = boost::system::error_code;
using Tcp = asio::ip::tcp;
using TcpStream = beast::tcp_stream;
using TlsStream = asio::ssl::stream<TcpStream>;

/// Completion by a tuple that begins with the error.
inline constexpr auto kTuple = asio::as_tuple(asio::use_awaitable);

/// What all sessions share.
struct Shared {
    Shared(ListenerConfig settings, Api& served, asio::ssl::context server, asio::ssl::context client)
        : config(std::move(settings)),
          api(served),
          serverTls(std::move(server)),
          clientTls(std::move(client)),
          inFlight(std::make_shared<InFlight>(config.maxBytesInFlight)),
          workers({.name = "api", .threads = config.maxWorkers, .lent = 3 * std::size_t(config.maxWorkers)}) {}

    const ListenerConfig config;
    Api& api;
    asio::ssl::context serverTls;  ///< as the API server
    asio::ssl::context clientTls;  ///< towards agents
    const std::shared_ptr<InFlight> inFlight;
    /// Each connection has at most one task in it.
    async::Pool workers;
};

/// Runs `function` on a worker and resumes with its result where the coroutine runs: 500 when it threw, which has been
/// reported, and 503 when there is no thread to be had.
template <class Function>
asio::awaitable<Result<std::invoke_result_t<Function>>> onWorker(async::Pool& workers, Function function) {
    using Value = Result<std::invoke_result_t<Function>>;
    auto initiate = [](auto handler, async::Pool& pool, Function work) {
        auto kept = std::make_shared<decltype(handler)>(std::move(handler));
        const auto resume = [kept](Value result) {
            auto value = std::make_shared<Value>(std::move(result));
            asio::post(asio::get_associated_executor(*kept), [kept, value] { std::move (*kept)(std::move(*value)); });
        };
        const bool taken = pool.submit([resume, work = std::move(work)]() mutable {
            Value value = std::unexpected(status::internalError("the request could not be served"));
            async::guarded("api", [&] { value = work(); });
            resume(std::move(value));
        });
        if (!taken) resume(std::unexpected(status::serviceUnavailable("the server has no thread for the request")));
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Value)>(
        std::move(initiate), asio::use_awaitable, std::ref(workers), std::move(function));
}

/// Writes everything, in pieces that each have the write timeout, so that a slow peer may take long but not stall.
template <class Stream>
asio::awaitable<bool> writeAll(Stream& stream, std::string_view bytes, std::chrono::seconds timeout);
extern template asio::awaitable<bool> writeAll(TlsStream&, std::string_view, std::chrono::seconds);
extern template asio::awaitable<bool> writeAll(TcpStream&, std::string_view, std::chrono::seconds);

}  // namespace armillary::server::http
