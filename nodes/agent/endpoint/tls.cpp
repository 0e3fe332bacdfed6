#include "nodes/agent/endpoint/tls.h"

#include <openssl/pem.h>

#include <algorithm>

#include "engine/pki/ciphers.h"

namespace armillary::agent {
namespace {

namespace ssl = boost::asio::ssl;

std::string pemOf(X509* certificate) {
    const std::unique_ptr<BIO, decltype([](BIO* bio) { BIO_free_all(bio); })> bio(BIO_new(BIO_s_mem()));
    if (!bio || PEM_write_bio_X509(bio.get(), certificate) != 1) return {};
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(std::max(size, 0L))};
}

}  // namespace

std::expected<std::shared_ptr<ssl::context>, std::string> TlsContexts::current() {
    const std::lock_guard lock(m_mutex);
    pki::Credential now = m_config.serving();
    const bool same = now.certificatePem == m_credential.certificatePem && now.keyPem == m_credential.keyPem;
    if (m_context && same) return m_context;
    auto made = std::make_shared<ssl::context>(ssl::context::tls_server);
    try {
        made->set_options(ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1 | SSL_OP_NO_RENEGOTIATION |
                          SSL_OP_NO_TICKET);
        if (SSL_CTX_set_cipher_list(made->native_handle(), pki::kCipherSuites) != 1)
            return std::unexpected("OpenSSL has none of the cipher suites that are needed");
        SSL_CTX_set_session_cache_mode(made->native_handle(), SSL_SESS_CACHE_OFF);
        made->use_certificate_chain(boost::asio::buffer(now.certificatePem));
        made->use_private_key(boost::asio::buffer(now.keyPem), ssl::context::pem);
        made->add_certificate_authority(boost::asio::buffer(m_config.clientCaPem));
        // A client without a certificate may still bring a token; whoever has neither is refused by callerOf().
        made->set_verify_mode(ssl::verify_peer);
    } catch (const boost::system::system_error& error) {
        return std::unexpected("the agent's serving certificate cannot be used: " + error.code().message());
    }
    m_credential = std::move(now);
    m_context = std::move(made);
    return m_context;
}

Caller callerOf(SSL* connection, const std::string& clientName) {
    const std::unique_ptr<X509, decltype([](X509* certificate) { X509_free(certificate); })> certificate(
        SSL_get1_peer_certificate(connection));
    if (!certificate || SSL_get_verify_result(connection) != X509_V_OK) return {};
    const auto info = pki::inspect(pemOf(certificate.get()));
    if (!info) return {};
    const bool known = info->commonName == clientName || std::ranges::contains(info->organizations, "system:masters");
    return {known ? Caller::Kind::ApiServer : Caller::Kind::Stranger, {info->commonName, {}, info->organizations}};
}

}  // namespace armillary::agent
