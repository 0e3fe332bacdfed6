#include <boost/asio/write.hpp>

#include "engine/server/http/net.h"

namespace armillary::server::http {

template <class Stream>
asio::awaitable<bool> writeAll(Stream& stream, std::string_view bytes, std::chrono::seconds timeout) {
    constexpr std::size_t kPiece = 512u << 10;
    while (!bytes.empty()) {
        const std::string_view piece = bytes.substr(0, kPiece);
        beast::get_lowest_layer(stream).expires_after(timeout);
        const auto [error, written] =
            co_await asio::async_write(stream, asio::buffer(piece.data(), piece.size()), kTuple);
        if (error) co_return false;
        bytes.remove_prefix(written);
    }
    co_return true;
}

template asio::awaitable<bool> writeAll(TlsStream&, std::string_view, std::chrono::seconds);
template asio::awaitable<bool> writeAll(TcpStream&, std::string_view, std::chrono::seconds);

}  // namespace armillary::server::http
