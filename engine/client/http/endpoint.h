#pragma once

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <expected>
#include <string>

#include "engine/client/http/http_client.h"
#include "engine/client/request.h"

/// What pooled calls and watches share. For the sources of this folder only.
namespace armillary::client {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using ErrorCode = boost::system::error_code;
using HttpRequest = http::request<http::string_body>;
using TlsStream = asio::ssl::stream<beast::tcp_stream>;

struct Endpoint {
    bool tls = true;
    std::string host, port;  ///< an address without brackets
    std::string hostHeader;
    std::string prefix;  ///< path before "/api", without a slash at its end
};
std::expected<Endpoint, std::string> parseUrl(const std::string& url);

/// A context with the CA and the present client certificate.
std::expected<asio::ssl::context, std::string> tlsContext(const HttpConfig& config);
/// Sets the names that the handshake sends and checks.
void expectServer(TlsStream& stream, const HttpConfig& config, const Endpoint& endpoint);
/// Makes a dead peer show within half a minute.
void keepAlive(beast::tcp_stream& stream);

HttpRequest makeRequest(const HttpConfig& config, const Endpoint& endpoint, http::verb verb, std::string_view target);

/// 503: the server cannot be reached, or stopped answering.
Status unreachable(const Endpoint& endpoint, const std::string& why);

}  // namespace armillary::client
