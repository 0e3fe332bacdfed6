#include "engine/transport/endpoint.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sys/socket.h>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <format>
#include <memory>

#include "engine/pki/ciphers.h"

namespace armillary::transport {

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
    // Not repeated: what stands before it may be a password.
    if (authority.contains('@')) return std::unexpected("a URL with a user in it has no valid host");
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
    if (endpoint.host.empty() || endpoint.host.find_first_of(" ?#") != std::string::npos)
        return std::unexpected(std::format("\"{}\" has no valid host", url));
    if (endpoint.port.empty() || endpoint.port.find_first_not_of("0123456789") != std::string::npos ||
        endpoint.port.size() > 5)
        return std::unexpected(std::format("\"{}\" has no valid port", url));
    return endpoint;
}

std::expected<asio::ssl::context, std::string> tlsContext(const Config& config) {
    asio::ssl::context context(asio::ssl::context::tls_client);
    ErrorCode error;
    context.set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
    if (SSL_CTX_set_cipher_list(context.native_handle(), pki::kCipherSuites) != 1)
        return std::unexpected("OpenSSL has none of the cipher suites that are needed");
    // Most connections wait for most of their life: for the next request, or for news.
    SSL_CTX_set_mode(context.native_handle(), SSL_MODE_RELEASE_BUFFERS);
    context.set_verify_mode(config.insecureSkipTlsVerify ? asio::ssl::verify_none : asio::ssl::verify_peer);
    if (config.caPem.empty())
        context.set_default_verify_paths(error);
    else
        context.add_certificate_authority(asio::buffer(config.caPem), error);
    if (error) return std::unexpected("the certificate authority cannot be read: " + error.message());
    // As in Go, a certificate that is trusted itself needs nobody above it.
    X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context.native_handle()), X509_V_FLAG_PARTIAL_CHAIN);
    if (!config.credential) return context;
    const auto credential = config.credential();
    if (!credential) return std::unexpected(credential.error());
    if (credential->certificatePem.empty()) return context;
    context.use_certificate_chain(asio::buffer(credential->certificatePem), error);
    if (!error) context.use_private_key(asio::buffer(credential->keyPem), asio::ssl::context::pem, error);
    if (error) return std::unexpected("the client certificate cannot be used: " + error.message());
    return context;
}

namespace {

/// What Go's crypto/x509 says of a certificate that does not hold.
std::string complaintOf(asio::ssl::verify_context& context, const std::string& name, bool verified) {
    if (verified) {
        X509* certificate = X509_STORE_CTX_get_current_cert(context.native_handle());
        const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), &BIO_free);
        char* text = nullptr;
        if (!certificate || PEM_write_bio_X509(bio.get(), certificate) != 1) return "x509: malformed certificate";
        const long size = BIO_get_mem_data(bio.get(), &text);
        const auto info = pki::inspect(std::string_view(text, static_cast<std::size_t>(size)));
        std::string names;
        if (info)
            for (const auto* list : {&info->dnsNames, &info->ipAddresses})
                for (const std::string& one : *list) names += (names.empty() ? "" : ", ") + one;
        if (names.empty()) return "x509: certificate is not valid for any names, but wanted to match " + name;
        return "x509: certificate is valid for " + names + ", not " + name;
    }
    switch (X509_STORE_CTX_get_error(context.native_handle())) {
        case X509_V_ERR_CERT_HAS_EXPIRED:
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return "x509: certificate has expired or is not yet valid";
        default:
            return "x509: certificate signed by unknown authority";
    }
}

}  // namespace

namespace {

const std::string& nameOf(const Config& config, const Endpoint& endpoint) {
    return config.serverName.empty() ? endpoint.host : config.serverName;
}

}  // namespace

void nameServer(SSL* connection, const Config& config, const Endpoint& endpoint) {
    const std::string& name = nameOf(config, endpoint);
    ErrorCode notAnAddress;
    asio::ip::make_address(name, notAnAddress);
    if (notAnAddress) SSL_set_tlsext_host_name(connection, name.c_str());
}

std::function<bool(bool, asio::ssl::verify_context&)> serverCheck(const Config& config, const Endpoint& endpoint,
                                                                  std::shared_ptr<std::string> complaint) {
    if (config.insecureSkipTlsVerify) return {};
    const std::string& name = nameOf(config, endpoint);
    return [check = asio::ssl::host_name_verification(name), name, complaint = std::move(complaint)](
               bool verified, asio::ssl::verify_context& context) {
        const bool good = check(verified, context);
        if (!good && complaint) *complaint = complaintOf(context, name, verified);
        return good;
    };
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

}  // namespace armillary::transport
