#include "engine/client/http/endpoint.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <format>

namespace armillary::client {

std::expected<Endpoint, std::string> parseUrl(const std::string& url) {
    Endpoint endpoint;
    std::string_view rest = url;
    if (rest.starts_with("https://")) {
        rest.remove_prefix(8);
    } else if (rest.starts_with("http://")) {
        rest.remove_prefix(7);
        endpoint.tls = false;
    } else {
        return std::unexpected(std::format("\"{}\" is not an http or https URL", url));
    }
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    std::string_view authority = rest.substr(0, slash);
    endpoint.prefix = rest.substr(slash);
    while (endpoint.prefix.ends_with('/')) endpoint.prefix.pop_back();
    endpoint.hostHeader = authority;
    endpoint.port = endpoint.tls ? "443" : "80";
    if (authority.starts_with('[')) {
        const std::size_t end = authority.find(']');
        if (end == std::string_view::npos) return std::unexpected(std::format("\"{}\" has no valid host", url));
        endpoint.host = authority.substr(1, end - 1);
        authority.remove_prefix(end + 1);
        if (authority.starts_with(':')) endpoint.port = authority.substr(1);
    } else if (const std::size_t colon = authority.rfind(':'); colon != std::string_view::npos) {
        endpoint.host = authority.substr(0, colon);
        endpoint.port = authority.substr(colon + 1);
    } else {
        endpoint.host = authority;
    }
    if (endpoint.host.empty() || endpoint.host.find_first_of("@ ?#") != std::string::npos)
        return std::unexpected(std::format("\"{}\" has no valid host", url));
    if (endpoint.port.empty() || endpoint.port.find_first_not_of("0123456789") != std::string::npos ||
        endpoint.port.size() > 5)
        return std::unexpected(std::format("\"{}\" has no valid port", url));
    return endpoint;
}

std::expected<asio::ssl::context, std::string> tlsContext(const HttpConfig& config) {
    asio::ssl::context context(asio::ssl::context::tls_client);
    ErrorCode error;
    context.set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
    context.set_verify_mode(config.insecureSkipTlsVerify ? asio::ssl::verify_none : asio::ssl::verify_peer);
    if (config.caPem.empty())
        context.set_default_verify_paths(error);
    else
        context.add_certificate_authority(asio::buffer(config.caPem), error);
    if (error) return std::unexpected("the certificate authority cannot be read: " + error.message());
    if (!config.credential) return context;
    const pki::Credential credential = config.credential();
    if (credential.certificatePem.empty()) return context;
    context.use_certificate_chain(asio::buffer(credential.certificatePem), error);
    if (!error) context.use_private_key(asio::buffer(credential.keyPem), asio::ssl::context::pem, error);
    if (error) return std::unexpected("the client certificate cannot be used: " + error.message());
    return context;
}

void expectServer(TlsStream& stream, const HttpConfig& config, const Endpoint& endpoint) {
    const std::string& name = config.serverName.empty() ? endpoint.host : config.serverName;
    ErrorCode notAnAddress;
    asio::ip::make_address(name, notAnAddress);
    if (notAnAddress) SSL_set_tlsext_host_name(stream.native_handle(), name.c_str());
    if (!config.insecureSkipTlsVerify) stream.set_verify_callback(asio::ssl::host_name_verification(name));
}

void keepAlive(beast::tcp_stream& stream) {
    const int handle = stream.socket().native_handle();
    const int on = 1, idle = 15, interval = 5, probes = 3, unanswered = 30'000;
    // Each is an improvement, none a condition.
    (void)setsockopt(handle, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    (void)setsockopt(handle, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof idle);
    (void)setsockopt(handle, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof interval);
    (void)setsockopt(handle, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof probes);
    (void)setsockopt(handle, IPPROTO_TCP, TCP_USER_TIMEOUT, &unanswered, sizeof unanswered);
    (void)setsockopt(handle, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

HttpRequest makeRequest(const HttpConfig& config, const Endpoint& endpoint, http::verb verb, std::string_view target) {
    HttpRequest request(verb, endpoint.prefix + std::string(target), 11);
    request.set(http::field::host, endpoint.hostHeader);
    request.set(http::field::user_agent, config.userAgent);
    request.set(http::field::accept, "application/json");
    if (config.token) {
        if (const std::string token = config.token(); !token.empty())
            request.set(http::field::authorization, "Bearer " + token);
    }
    return request;
}

Status unreachable(const Endpoint& endpoint, const std::string& why) {
    return status::serviceUnavailable(std::format("{}:{}: {}", endpoint.host, endpoint.port, why));
}

}  // namespace armillary::client
