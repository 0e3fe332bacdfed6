#pragma once

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <expected>
#include <functional>
#include <memory>
#include <string>

#include "engine/transport/config.h"

/// Where a connection goes and whom it trusts. For sources that speak HTTP themselves.
namespace armillary::transport {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using ErrorCode = boost::system::error_code;
using HttpRequest = http::request<http::string_body>;

struct Endpoint {
    bool tls = true;
    std::string host, port;          ///< an address without brackets
    std::string dialHost, dialPort;  ///< where to connect when that is elsewhere; "" for host and port
    std::string hostHeader;
    std::string prefix;  ///< path before "/api", without a slash at its end

    const std::string& connectHost() const { return dialHost.empty() ? host : dialHost; }
    const std::string& connectPort() const { return dialPort.empty() ? port : dialPort; }
};
std::expected<Endpoint, std::string> parseUrl(const std::string& url);

/// A context with the CA and the present client certificate.
std::expected<asio::ssl::context, std::string> tlsContext(const Config& config);
/// Names the server that is meant, for one with several certificates (SNI).
void nameServer(SSL* connection, const Config& config, const Endpoint& endpoint);
/// What to ask of each certificate that the server shows; empty when any will do.
std::function<bool(bool verified, asio::ssl::verify_context& context)> serverCheck(
    const Config& config, const Endpoint& endpoint, std::shared_ptr<std::string> complaint);
/// Sets the names that the handshake sends and checks. What is wrong with the other side's certificate, in Go's words
/// ("x509: certificate signed by unknown authority"), is written to `complaint`.
template <class Layer>
void expectServer(asio::ssl::stream<Layer>& stream, const Config& config, const Endpoint& endpoint,
                  std::shared_ptr<std::string> complaint = nullptr) {
    nameServer(stream.native_handle(), config, endpoint);
    if (auto check = serverCheck(config, endpoint, std::move(complaint))) stream.set_verify_callback(std::move(check));
}
/// Makes a dead peer show within half a minute.
void keepAlive(beast::tcp_stream& stream);

}  // namespace armillary::transport
