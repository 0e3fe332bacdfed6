#include "engine/pki/ca.h"

#include <openssl/rand.h>

#include <algorithm>

#include "engine/pki/openssl_handles.h"

namespace armillary::pki {
namespace {

/// Certificates begin a little in the past, for peers whose clocks are behind.
constexpr std::chrono::minutes kBackdate{5};
constexpr std::chrono::hours kAuthorityValidity{24 * 3650};

using std::chrono::system_clock;

bool setTime(X509* certificate, system_clock::time_point notBefore, system_clock::time_point notAfter) {
    ssl::Time from(ASN1_TIME_set(nullptr, system_clock::to_time_t(notBefore)));
    ssl::Time until(ASN1_TIME_set(nullptr, system_clock::to_time_t(notAfter)));
    return from && until && X509_set1_notBefore(certificate, from.get()) == 1 &&
           X509_set1_notAfter(certificate, until.get()) == 1;
}

/// A positive number of 127 random bits (RFC 5280 allows 20 octets).
bool setSerial(X509* certificate) {
    unsigned char raw[16];
    if (RAND_bytes(raw, sizeof(raw)) != 1) return false;
    raw[0] = static_cast<unsigned char>((raw[0] & 0x7f) | 0x40);
    ssl::Number number(BN_bin2bn(raw, sizeof(raw), nullptr));
    return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool add(X509* certificate, int nid, void* value, bool critical) {
    return value && X509_add1_ext_i2d(certificate, nid, value, critical ? 1 : 0, X509V3_ADD_DEFAULT) == 1;
}

/// For extensions whose text is a constant of this file; nothing from outside reaches OpenSSL's configuration syntax.
bool addText(X509* certificate, X509* issuer, int nid, const char* text) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    ssl::Extension extension(X509V3_EXT_conf_nid(nullptr, &context, nid, text));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

struct Draft {
    std::string_view commonName;
    const std::vector<std::string>& organizations;
    EVP_PKEY* publicKey;
    system_clock::time_point notBefore, notAfter;
};

std::expected<ssl::Certificate, std::string> draft(const Draft& wanted) {
    ssl::Name subject = ssl::makeSubject(wanted.commonName, wanted.organizations);
    if (!subject) return std::unexpected(ssl::error("the subject does not fit a certificate"));
    ssl::Certificate certificate(X509_new());
    X509* x509 = certificate.get();
    if (!x509 || X509_set_version(x509, X509_VERSION_3) != 1 || !setSerial(x509) ||
        !setTime(x509, wanted.notBefore, wanted.notAfter) || X509_set_subject_name(x509, subject.get()) != 1 ||
        X509_set_pubkey(x509, wanted.publicKey) != 1)
        return std::unexpected(ssl::error("cannot build the certificate"));
    return certificate;
}

bool addUsages(X509* certificate, X509* issuer, const CertificateRequest& request) {
    const char* extended = request.server && request.client ? "serverAuth,clientAuth"
                           : request.server                 ? "serverAuth"
                                                            : "clientAuth";
    bool wanted = request.server || request.client;
    return addText(certificate, issuer, NID_key_usage, "critical,digitalSignature") &&
           (!wanted || addText(certificate, issuer, NID_ext_key_usage, extended)) &&
           addText(certificate, issuer, NID_basic_constraints, "critical,CA:FALSE") &&
           addText(certificate, issuer, NID_authority_key_identifier, "keyid:always");
}

struct Authority {
    ssl::Certificate certificate;
    ssl::Key key;
};

std::expected<Authority, std::string> open(const Credential& credential) {
    auto certificate = ssl::readCertificate(credential.certificatePem);
    if (!certificate) return std::unexpected(certificate.error());
    auto key = ssl::readPrivateKey(credential.keyPem);
    if (!key) return std::unexpected(key.error());
    if (X509_check_private_key(certificate->get(), key->get()) != 1)
        return std::unexpected(ssl::error("the authority's key does not belong to its certificate"));
    if (X509_check_ca(certificate->get()) != 1) return std::unexpected("the certificate is not an authority's");
    return Authority{std::move(*certificate), std::move(*key)};
}

std::expected<std::string, std::string> signKey(const Credential& credential, EVP_PKEY* publicKey,
                                                const CertificateRequest& request, async::Clock& clock) {
    auto authority = open(credential);
    if (!authority) return std::unexpected(authority.error());
    auto info = inspect(credential.certificatePem);
    if (!info) return std::unexpected(info.error());
    auto names = ssl::makeNames(request.dnsNames, request.ipAddresses);
    if (!names) return std::unexpected(names.error());

    auto now = clock.now();
    auto certificate = draft({request.commonName, request.organizations, publicKey, now - kBackdate,
                              std::min<system_clock::time_point>(now + request.validity, info->notAfter)});
    if (!certificate) return std::unexpected(certificate.error());
    X509* x509 = certificate->get();
    X509* issuer = authority->certificate.get();
    if (X509_set_issuer_name(x509, X509_get_subject_name(issuer)) != 1 || !addUsages(x509, issuer, request) ||
        (*names && !add(x509, NID_subject_alt_name, names->get(), false)) ||
        X509_sign(x509, authority->key.get(), EVP_sha256()) <= 0)
        return std::unexpected(ssl::error("cannot sign the certificate"));
    return ssl::writeCertificate(x509);
}

}  // namespace

std::expected<CertificateAuthority, std::string> CertificateAuthority::create(std::string_view commonName,
                                                                              async::Clock& clock) {
    auto key = ssl::generateKey();
    if (!key) return std::unexpected(key.error());
    auto now = clock.now();
    auto certificate = draft({commonName, {}, key->get(), now - kBackdate, now + kAuthorityValidity});
    if (!certificate) return std::unexpected(certificate.error());
    X509* x509 = certificate->get();
    if (X509_set_issuer_name(x509, X509_get_subject_name(x509)) != 1 ||
        !addText(x509, x509, NID_basic_constraints, "critical,CA:TRUE") ||
        !addText(x509, x509, NID_key_usage, "critical,digitalSignature,keyEncipherment,keyCertSign") ||
        !addText(x509, x509, NID_subject_key_identifier, "hash") || X509_sign(x509, key->get(), EVP_sha256()) <= 0)
        return std::unexpected(ssl::error("cannot sign the authority's certificate"));
    return CertificateAuthority({ssl::writeCertificate(x509), ssl::writeKey(key->get())});
}

std::expected<CertificateAuthority, std::string> CertificateAuthority::load(const Credential& credential) {
    if (auto authority = open(credential); !authority) return std::unexpected(authority.error());
    return CertificateAuthority(credential);
}

std::expected<Credential, std::string> CertificateAuthority::issue(const CertificateRequest& request,
                                                                   async::Clock& clock) const {
    auto key = ssl::generateKey(request.keyType);
    if (!key) return std::unexpected(key.error());
    auto certificate = signKey(m_credential, key->get(), request, clock);
    if (!certificate) return std::unexpected(certificate.error());
    return Credential{std::move(*certificate), ssl::writeKey(key->get())};
}

std::expected<std::string, std::string> CertificateAuthority::sign(const SigningRequest& key,
                                                                   const CertificateRequest& request,
                                                                   async::Clock& clock) const {
    ssl::Bio bio(BIO_new_mem_buf(key.publicKeyPem.data(), static_cast<int>(key.publicKeyPem.size())));
    ssl::Key publicKey(bio ? PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr) : nullptr);
    if (!publicKey) return std::unexpected(ssl::error("no readable PEM public key"));
    return signKey(m_credential, publicKey.get(), request, clock);
}

std::string CertificateAuthority::pin() const {
    return pinOf(m_credential.certificatePem).value_or(std::string());
}

}  // namespace armillary::pki
