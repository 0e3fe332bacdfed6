#pragma once

#include <chrono>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/async/clock.h"

/// Keys and certificates (X.509, RFC 5280) on OpenSSL, and nothing of OpenSSL in the headers. Private keys never appear
/// in an error text.
namespace armillary::pki {

/// What a key is. ECDSA is made in no time; RSA, in tens of milliseconds, is what every client library can read.
enum class KeyType { EcdsaP256, Rsa2048 };

/// A certificate chain and its private key, both PEM.
struct Credential {
    std::string certificatePem;
    std::string keyPem;
};

struct CertificateRequest {
    std::string commonName;
    std::vector<std::string> organizations;
    std::vector<std::string> dnsNames;
    std::vector<std::string> ipAddresses;
    bool server = false, client = false;   ///< extended key usages
    KeyType keyType = KeyType::EcdsaP256;  ///< of a key that is made for it
    std::chrono::seconds validity = std::chrono::hours(24 * 365);
};

/// What a PKCS#10 request asks for, its self-signature verified.
struct SigningRequest {
    std::string commonName;
    std::vector<std::string> organizations, dnsNames, ipAddresses;
    std::string publicKeyPem;
};
std::expected<SigningRequest, std::string> parseSigningRequest(std::string_view pem);

/// What a certificate says.
struct CertificateInfo {
    std::string commonName;
    std::vector<std::string> organizations, dnsNames, ipAddresses;
    async::SystemTime notBefore, notAfter;
    bool isAuthority = false;
};
std::expected<CertificateInfo, std::string> inspect(std::string_view certificatePem);

class CertificateAuthority {
public:
    /// A new self-signed authority, valid ten years.
    static std::expected<CertificateAuthority, std::string> create(std::string_view commonName, async::Clock& clock);
    static std::expected<CertificateAuthority, std::string> load(const Credential& credential);

    std::expected<Credential, std::string> issue(const CertificateRequest& request, async::Clock& clock) const;
    /// Signs the request's key under the subject and names that `request` gives; returns the certificate, PEM.
    std::expected<std::string, std::string> sign(const SigningRequest& key, const CertificateRequest& request,
                                                 async::Clock& clock) const;
    const std::string& certificatePem() const { return m_credential.certificatePem; }
    const Credential& credential() const { return m_credential; }
    /// "sha256:" and the hex SHA-256 of the certificate's public key, as kubeadm's --discovery-token-ca-cert-hash.
    std::string pin() const;

private:
    explicit CertificateAuthority(Credential credential) : m_credential(std::move(credential)) {}
    Credential m_credential;
};

/// The pin of any certificate.
std::expected<std::string, std::string> pinOf(std::string_view certificatePem);

/// A fresh ECDSA P-256 key, PEM, and a PKCS#10 request for it.
std::expected<std::string, std::string> newKey();
std::expected<std::string, std::string> makeSigningRequest(std::string_view keyPem, const CertificateRequest& request);

/// `bytes` bytes of the system's cryptographic randomness, in lower-case hex.
std::string randomHex(std::size_t bytes);

}  // namespace armillary::pki
