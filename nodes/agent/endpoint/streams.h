#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <memory>

/// What the sources of this folder share on top of Asio. Every session runs on a strand of its own; coroutines report
/// errors as values.
namespace armillary::agent {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using boost::system::error_code;

template <class T = void>
using Task = asio::awaitable<T>;
using TlsStream = asio::ssl::stream<tcp::socket>;
using HttpRequest = http::request<http::string_body>;
inline constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);

/// Bytes that are moved at a time.
inline constexpr std::size_t kBlockBytes = 32u << 10;

/// Closes the client's socket when it is still there after `time`: whatever waits on the socket then ends.
class Deadline {
public:
    Deadline(std::shared_ptr<TlsStream> client, std::chrono::milliseconds time)
        : m_timer(client->get_executor(), time) {
        m_timer.async_wait([client](error_code error) {
            error_code ignored;
            if (!error) client->next_layer().close(ignored);
        });
    }
    ~Deadline() { m_timer.cancel(); }
    Deadline(const Deadline&) = delete;
    Deadline& operator=(const Deadline&) = delete;

private:
    asio::steady_timer m_timer;
};

/// A client whose request has been read; `rest` is what it sent after the request's head.
struct Upgrade {
    std::shared_ptr<TlsStream> client;
    HttpRequest request;
    beast::flat_buffer rest;
};

/// Sends a reply with a body and `Connection: close` or keep-alive; false when the client is gone.
Task<bool> sendReply(TlsStream& client, unsigned code, std::string_view contentType, std::string body, bool keepAlive);

}  // namespace armillary::agent
