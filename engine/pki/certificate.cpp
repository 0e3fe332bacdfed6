#include <ctime>

#include "engine/pki/ca.h"
#include "engine/pki/openssl_handles.h"
#include "engine/pki/secrets.h"

namespace armillary::pki {
namespace {

async::SystemTime timeOf(const ASN1_TIME* time) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) return {};
    return std::chrono::system_clock::from_time_t(timegm(&parts));
}

}  // namespace

std::expected<CertificateInfo, std::string> inspect(std::string_view certificatePem) {
    auto certificate = ssl::readCertificate(certificatePem);
    if (!certificate) return std::unexpected(certificate.error());
    X509* x509 = certificate->get();

    CertificateInfo info;
    ssl::Subject subject = ssl::readSubject(X509_get_subject_name(x509));
    info.commonName = std::move(subject.commonName);
    info.organizations = std::move(subject.organizations);
    ssl::Names names(static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(x509, NID_subject_alt_name, nullptr, nullptr)));
    if (names) {
        ssl::AlternativeNames alternatives = ssl::readNames(names.get());
        info.dnsNames = std::move(alternatives.dnsNames);
        info.ipAddresses = std::move(alternatives.ipAddresses);
    }
    info.notBefore = timeOf(X509_get0_notBefore(x509));
    info.notAfter = timeOf(X509_get0_notAfter(x509));
    info.isAuthority = X509_check_ca(x509) == 1;
    return info;
}

std::expected<std::string, std::string> pinOf(std::string_view certificatePem) {
    auto certificate = ssl::readCertificate(certificatePem);
    if (!certificate) return std::unexpected(certificate.error());
    unsigned char* der = nullptr;
    int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate->get()), &der);
    if (size <= 0) return std::unexpected(ssl::error("cannot encode the public key"));
    std::string digest = sha256({reinterpret_cast<char*>(der), static_cast<std::size_t>(size)});
    OPENSSL_free(der);
    std::string pin = "sha256:";
    for (unsigned char byte : digest) {
        pin.push_back("0123456789abcdef"[byte >> 4]);
        pin.push_back("0123456789abcdef"[byte & 15]);
    }
    return pin;
}

}  // namespace armillary::pki
