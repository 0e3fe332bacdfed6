#include "engine/pki/ca.h"
#include "engine/pki/openssl_handles.h"

namespace armillary::pki {
namespace {

using Extensions = std::unique_ptr<STACK_OF(X509_EXTENSION), decltype([](STACK_OF(X509_EXTENSION) * stack) {
                                       sk_X509_EXTENSION_pop_free(stack, X509_EXTENSION_free);
                                   })>;

/// The key sizes that are worth a signature, and cheap enough to verify for whoever may ask.
bool acceptableKey(EVP_PKEY* key) {
    int bits = EVP_PKEY_get_bits(key);
    if (EVP_PKEY_is_a(key, "RSA")) return bits >= 2048 && bits <= 8192;
    return EVP_PKEY_is_a(key, "EC") || EVP_PKEY_is_a(key, "ED25519");
}

std::expected<std::string, std::string> writePublicKey(EVP_PKEY* key) {
    ssl::Bio bio(BIO_new(BIO_s_mem()));
    if (!bio || PEM_write_bio_PUBKEY(bio.get(), key) != 1)
        return std::unexpected(ssl::error("cannot encode the public key"));
    return ssl::text(bio.get());
}

std::expected<void, std::string> addNames(X509_REQ* request, const CertificateRequest& wanted) {
    auto names = ssl::makeNames(wanted.dnsNames, wanted.ipAddresses);
    if (!names) return std::unexpected(names.error());
    if (!*names) return {};
    Extensions extensions(sk_X509_EXTENSION_new_null());
    ssl::Extension extension(X509V3_EXT_i2d(NID_subject_alt_name, 0, names->get()));
    if (!extensions || !extension || sk_X509_EXTENSION_push(extensions.get(), extension.get()) <= 0)
        return std::unexpected(ssl::error("cannot encode the alternative names"));
    (void)extension.release();
    if (X509_REQ_add_extensions(request, extensions.get()) != 1)
        return std::unexpected(ssl::error("cannot encode the alternative names"));
    return {};
}

}  // namespace

std::expected<SigningRequest, std::string> parseSigningRequest(std::string_view pem) {
    if (pem.size() > ssl::kMaxPemBytes) return std::unexpected("the certificate request is longer than 64 KiB");
    ssl::Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    ssl::Request request(bio ? PEM_read_bio_X509_REQ(bio.get(), nullptr, nullptr, nullptr) : nullptr);
    if (!request) return std::unexpected(ssl::error("PEM block type must be CERTIFICATE REQUEST"));
    EVP_PKEY* key = X509_REQ_get0_pubkey(request.get());
    if (!key) return std::unexpected(ssl::error("the certificate request has no readable public key"));
    if (!acceptableKey(key))
        return std::unexpected("the key of the certificate request must be RSA (2048 to 8192 bits), ECDSA or Ed25519");
    if (X509_REQ_verify(request.get(), key) != 1)
        return std::unexpected(ssl::error("the certificate request is not signed with its own key"));

    SigningRequest result;
    ssl::Subject subject = ssl::readSubject(X509_REQ_get_subject_name(request.get()));
    result.commonName = std::move(subject.commonName);
    result.organizations = std::move(subject.organizations);
    Extensions extensions(X509_REQ_get_extensions(request.get()));
    if (extensions) {
        ssl::Names names(
            static_cast<GENERAL_NAMES*>(X509V3_get_d2i(extensions.get(), NID_subject_alt_name, nullptr, nullptr)));
        if (names) {
            ssl::AlternativeNames alternatives = ssl::readNames(names.get());
            if (alternatives.others)
                return std::unexpected(
                    "the certificate request names e-mail addresses, URIs or other forms, which are not signed");
            result.dnsNames = std::move(alternatives.dnsNames);
            result.ipAddresses = std::move(alternatives.ipAddresses);
        }
    }
    auto publicKey = writePublicKey(key);
    if (!publicKey) return std::unexpected(publicKey.error());
    result.publicKeyPem = std::move(*publicKey);
    return result;
}

std::expected<std::string, std::string> newKey() {
    auto key = ssl::generateKey();
    if (!key) return std::unexpected(key.error());
    return ssl::writeKey(key->get());
}

std::expected<std::string, std::string> makeSigningRequest(std::string_view keyPem, const CertificateRequest& request) {
    auto key = ssl::readPrivateKey(keyPem);
    if (!key) return std::unexpected(key.error());
    ssl::Name subject = ssl::makeSubject(request.commonName, request.organizations);
    if (!subject) return std::unexpected(ssl::error("the subject does not fit a certificate"));
    ssl::Request csr(X509_REQ_new());
    if (!csr || X509_REQ_set_version(csr.get(), X509_REQ_VERSION_1) != 1 ||
        X509_REQ_set_subject_name(csr.get(), subject.get()) != 1 || X509_REQ_set_pubkey(csr.get(), key->get()) != 1)
        return std::unexpected(ssl::error("cannot build the certificate request"));
    if (auto done = addNames(csr.get(), request); !done) return std::unexpected(done.error());
    if (X509_REQ_sign(csr.get(), key->get(), EVP_sha256()) <= 0)
        return std::unexpected(ssl::error("cannot sign the certificate request"));
    ssl::Bio bio(BIO_new(BIO_s_mem()));
    if (!bio || PEM_write_bio_X509_REQ(bio.get(), csr.get()) != 1)
        return std::unexpected(ssl::error("cannot encode the certificate request"));
    return ssl::text(bio.get());
}

}  // namespace armillary::pki
