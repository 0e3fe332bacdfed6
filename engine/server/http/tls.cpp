#include "engine/server/http/tls.h"

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <format>
#include <memory>

#include "engine/pki/ciphers.h"

namespace armillary::server::http {
namespace {

namespace ssl = boost::asio::ssl;

template <auto function>
struct Free {
    template <class T>
    void operator()(T* object) const {
        function(object);
    }
};
using Bio = std::unique_ptr<BIO, Free<BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;

std::vector<std::string> entries(const X509_NAME* name, int kind) {
    std::vector<std::string> values;
    for (int at = -1; (at = X509_NAME_get_index_by_NID(const_cast<X509_NAME*>(name), kind, at)) >= 0;) {
        unsigned char* text = nullptr;
        const int size = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
        if (size < 0) continue;
        values.emplace_back(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size));
        OPENSSL_free(text);
    }
    return values;
}

std::string fingerprintOf(const X509* certificate) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    if (X509_digest(certificate, EVP_sha256(), digest, &size) != 1) return {};
    std::string hex;
    for (unsigned i = 0; i < size; ++i) hex += std::format("{:02x}", digest[i]);
    return hex;
}

/// Tells clients which authority's certificates are asked for, as Go's servers do.
void announceAuthority(ssl::context& context, const std::string& pem) {
    const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    while (const Certificate certificate{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)})
        SSL_CTX_add_client_CA(context.native_handle(), certificate.get());
    ERR_clear_error();
}

int selectProtocol(SSL*, const unsigned char** out, unsigned char* outSize, const unsigned char* offered,
                   unsigned int offeredSize, void*) {
    static constexpr unsigned char kHttp[] = "\x08http/1.1";
    const int chosen =
        SSL_select_next_proto(const_cast<unsigned char**>(out), outSize, kHttp, sizeof kHttp - 1, offered, offeredSize);
    return chosen == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

boost::asio::const_buffer buffer(const std::string& text) {
    return {text.data(), text.size()};
}

std::expected<ssl::context, std::string> makeContext(ssl::context::method method, const pki::Credential& credential,
                                                     const std::string& authorityPem) {
    ssl::context context(method);
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    if (SSL_CTX_set_cipher_list(context.native_handle(), pki::kCipherSuites) != 1)
        return std::unexpected("OpenSSL has none of the cipher suites that are needed");
    SSL_CTX_set_mode(context.native_handle(), SSL_MODE_RELEASE_BUFFERS);
    boost::system::error_code error;
    if (!credential.certificatePem.empty()) {
        context.use_certificate_chain(buffer(credential.certificatePem), error);
        if (error) return std::unexpected("the server's certificate cannot be used: " + error.message());
        context.use_private_key(buffer(credential.keyPem), ssl::context::pem, error);
        if (error) return std::unexpected("the server's private key cannot be used: " + error.message());
    }
    if (!authorityPem.empty()) {
        context.add_certificate_authority(buffer(authorityPem), error);
        if (error) return std::unexpected("the cluster's authority cannot be used: " + error.message());
    }
    return context;
}

}  // namespace

std::expected<ssl::context, std::string> makeServerTls(const ListenerConfig& config) {
    auto context = makeContext(ssl::context::tls_server, config.serving, config.clientCaPem);
    if (!context) return context;
    SSL_CTX* native = context->native_handle();
    announceAuthority(*context, config.clientCaPem);
    // A certificate that does not hold is answered with 401, not with a broken handshake: peerOf() looks at it.
    SSL_CTX_set_verify(native, SSL_VERIFY_PEER, [](int, X509_STORE_CTX*) { return 1; });
    static constexpr unsigned char kSessionContext[] = "armillary";
    SSL_CTX_set_session_id_context(native, kSessionContext, sizeof kSessionContext - 1);
    // A resumed session would not show the certificate's verification again.
    SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(native, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_num_tickets(native, 0);
    SSL_CTX_set_alpn_select_cb(native, selectProtocol, nullptr);
    return context;
}

std::expected<ssl::context, std::string> makeClientTls(const ListenerConfig& config) {
    auto context = makeContext(ssl::context::tls_client, config.proxyClient, config.clientCaPem);
    if (context) context->set_verify_mode(ssl::verify_peer);
    return context;
}

bool isNode(SSL* connection, std::string_view nodeName) {
    const X509* certificate = SSL_get0_peer_certificate(connection);
    if (!certificate || SSL_get_verify_result(connection) != X509_V_OK) return false;
    const X509_NAME* subject = X509_get_subject_name(certificate);
    return entries(subject, NID_commonName) == std::vector{"system:node:" + std::string(nodeName)} &&
           entries(subject, NID_organizationName) == std::vector<std::string>{"system:nodes"};
}

PeerIdentity peerOf(SSL* connection) {
    PeerIdentity identity;
    const X509* certificate = SSL_get0_peer_certificate(connection);
    if (!certificate) return identity;
    identity.rejected = SSL_get_verify_result(connection) != X509_V_OK;
    if (identity.rejected) return identity;
    const X509_NAME* subject = X509_get_subject_name(certificate);
    PeerCertificate peer;
    if (auto names = entries(subject, NID_commonName); !names.empty()) peer.commonName = std::move(names.back());
    peer.organizations = entries(subject, NID_organizationName);
    peer.fingerprint = fingerprintOf(certificate);
    identity.certificate = std::move(peer);
    return identity;
}

}  // namespace armillary::server::http
