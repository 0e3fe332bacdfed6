#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/pki/ca.h"

/// Owning handles for OpenSSL's objects, for the sources of this folder only.
namespace armillary::pki::ssl {

template <auto free>
struct Free {
    template <class T>
    void operator()(T* object) const {
        free(object);
    }
};
template <class T, auto free>
using Handle = std::unique_ptr<T, Free<free>>;

using Bio = Handle<BIO, BIO_free_all>;
using Key = Handle<EVP_PKEY, EVP_PKEY_free>;
using DigestContext = Handle<EVP_MD_CTX, EVP_MD_CTX_free>;
using Certificate = Handle<X509, X509_free>;
using Request = Handle<X509_REQ, X509_REQ_free>;
using Name = Handle<X509_NAME, X509_NAME_free>;
using Time = Handle<ASN1_TIME, ASN1_TIME_free>;
using Extension = Handle<X509_EXTENSION, X509_EXTENSION_free>;
using Number = Handle<BIGNUM, BN_free>;
using Names = Handle<GENERAL_NAMES, GENERAL_NAMES_free>;

/// Longest PEM text that a parser accepts.
inline constexpr std::size_t kMaxPemBytes = 64u << 10;

/// "what: reason" with OpenSSL's last reason, whose queue is emptied. Reasons name operations, never key material.
std::string error(std::string_view what);

std::expected<Certificate, std::string> readCertificate(std::string_view pem);
std::expected<Key, std::string> readPrivateKey(std::string_view pem);
std::expected<Key, std::string> generateKey(KeyType type = KeyType::EcdsaP256);

/// PKCS#8, or PKCS#1 for RSA: some readers know no other form of it.
std::string writeKey(EVP_PKEY* key);
std::string writeCertificate(X509* certificate);
/// What was written to a memory BIO.
std::string text(BIO* bio);

/// The subject of a request or certificate, in parts.
struct Subject {
    std::string commonName;
    std::vector<std::string> organizations;
};
Subject readSubject(const X509_NAME* name);
/// Null when a part does not fit X.509's bounds (64 characters for CN and O).
Name makeSubject(std::string_view commonName, const std::vector<std::string>& organizations);

/// The DNS names and addresses of a subjectAltName extension; other forms are passed over and set `others`.
struct AlternativeNames {
    std::vector<std::string> dnsNames, ipAddresses;
    bool others = false;
};
AlternativeNames readNames(const GENERAL_NAMES* names);
/// Null when there are none; an error when one of them is malformed.
std::expected<Names, std::string> makeNames(const std::vector<std::string>& dnsNames,
                                            const std::vector<std::string>& ipAddresses);

}  // namespace armillary::pki::ssl
