#include "engine/pki/openssl_handles.h"

#include <arpa/inet.h>
#include <openssl/ec.h>
#include <openssl/err.h>

namespace armillary::pki::ssl {
namespace {

/// Refuses to ask on a terminal for the pass phrase of an encrypted key.
int noPassPhrase(char*, int, int, void*) {
    return -1;
}

Bio reader(std::string_view pem) {
    return Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

std::string utf8(const ASN1_STRING* value) {
    unsigned char* raw = nullptr;
    int length = ASN1_STRING_to_UTF8(&raw, value);
    if (length < 0) return {};
    std::string result(reinterpret_cast<char*>(raw), static_cast<std::size_t>(length));
    OPENSSL_free(raw);
    return result;
}

bool addPart(X509_NAME* name, int nid, std::string_view value) {
    return X509_NAME_add_entry_by_NID(name, nid, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(value.data()),
                                      static_cast<int>(value.size()), -1, 0) == 1;
}

std::string addressText(const ASN1_OCTET_STRING* address) {
    char out[INET6_ADDRSTRLEN] = {};
    int length = ASN1_STRING_length(address);
    const unsigned char* raw = ASN1_STRING_get0_data(address);
    if (length == 4 && inet_ntop(AF_INET, raw, out, sizeof(out))) return out;
    if (length == 16 && inet_ntop(AF_INET6, raw, out, sizeof(out))) return out;
    return {};
}

bool push(GENERAL_NAMES* names, int type, ASN1_STRING* value) {
    GENERAL_NAME* name = value ? GENERAL_NAME_new() : nullptr;
    if (!name) {
        ASN1_STRING_free(value);
        return false;
    }
    GENERAL_NAME_set0_value(name, type, value);
    if (sk_GENERAL_NAME_push(names, name) > 0) return true;
    GENERAL_NAME_free(name);
    return false;
}

ASN1_STRING* makeString(int type, const void* data, std::size_t size) {
    ASN1_STRING* value = ASN1_STRING_type_new(type);
    if (value && ASN1_STRING_set(value, data, static_cast<int>(size)) != 1) {
        ASN1_STRING_free(value);
        return nullptr;
    }
    return value;
}

bool plainName(std::string_view name) {
    if (name.empty() || name.size() > 253) return false;
    for (char c : name)
        if (c <= ' ' || c > '~') return false;
    return true;
}

}  // namespace

std::string error(std::string_view what) {
    unsigned long code = ERR_peek_last_error();
    const char* reason = code ? ERR_reason_error_string(code) : nullptr;
    std::string result(what);
    if (reason) result.append(": ").append(reason);
    ERR_clear_error();
    return result;
}

std::expected<Certificate, std::string> readCertificate(std::string_view pem) {
    if (pem.size() > kMaxPemBytes) return std::unexpected("the certificate is longer than 64 KiB");
    Bio bio = reader(pem);
    Certificate certificate(bio ? PEM_read_bio_X509(bio.get(), nullptr, noPassPhrase, nullptr) : nullptr);
    if (!certificate) return std::unexpected(error("no readable PEM certificate"));
    return certificate;
}

std::expected<Key, std::string> readPrivateKey(std::string_view pem) {
    if (pem.size() > kMaxPemBytes) return std::unexpected("the private key is longer than 64 KiB");
    Bio bio = reader(pem);
    Key key(bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, noPassPhrase, nullptr) : nullptr);
    if (!key) return std::unexpected(error("no readable PEM private key"));
    return key;
}

std::expected<Key, std::string> generateKey(KeyType type) {
    Key key(type == KeyType::Rsa2048 ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256"));
    if (!key) return std::unexpected(error("cannot make a key"));
    return key;
}

std::string text(BIO* bio) {
    char* data = nullptr;
    long size = BIO_get_mem_data(bio, &data);
    return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

std::string writeKey(EVP_PKEY* key) {
    Bio bio(BIO_new(BIO_s_secmem()));
    const auto write = EVP_PKEY_is_a(key, "RSA") ? &PEM_write_bio_PrivateKey_traditional : &PEM_write_bio_PrivateKey;
    if (!bio || write(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1) return {};
    return text(bio.get());
}

std::string writeCertificate(X509* certificate) {
    Bio bio(BIO_new(BIO_s_mem()));
    if (!bio || PEM_write_bio_X509(bio.get(), certificate) != 1) return {};
    return text(bio.get());
}

Subject readSubject(const X509_NAME* name) {
    Subject subject;
    for (int i = 0; i < X509_NAME_entry_count(name); ++i) {
        const X509_NAME_ENTRY* entry = X509_NAME_get_entry(name, i);
        int nid = OBJ_obj2nid(X509_NAME_ENTRY_get_object(entry));
        if (nid == NID_commonName) subject.commonName = utf8(X509_NAME_ENTRY_get_data(entry));
        if (nid == NID_organizationName) subject.organizations.push_back(utf8(X509_NAME_ENTRY_get_data(entry)));
    }
    return subject;
}

Name makeSubject(std::string_view commonName, const std::vector<std::string>& organizations) {
    Name name(X509_NAME_new());
    if (!name) return nullptr;
    for (const std::string& organization : organizations)
        if (!addPart(name.get(), NID_organizationName, organization)) return nullptr;
    if (!commonName.empty() && !addPart(name.get(), NID_commonName, commonName)) return nullptr;
    return name;
}

AlternativeNames readNames(const GENERAL_NAMES* names) {
    AlternativeNames result;
    for (int i = 0; i < sk_GENERAL_NAME_num(names); ++i) {
        int type = 0;
        const void* value = GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(names, i), &type);
        if (type == GEN_DNS) {
            auto* text = static_cast<const ASN1_STRING*>(value);
            result.dnsNames.emplace_back(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                                         static_cast<std::size_t>(ASN1_STRING_length(text)));
        } else if (type == GEN_IPADD) {
            std::string address = addressText(static_cast<const ASN1_OCTET_STRING*>(value));
            if (address.empty())
                result.others = true;
            else
                result.ipAddresses.push_back(std::move(address));
        } else {
            result.others = true;
        }
    }
    return result;
}

std::expected<Names, std::string> makeNames(const std::vector<std::string>& dnsNames,
                                            const std::vector<std::string>& ipAddresses) {
    if (dnsNames.empty() && ipAddresses.empty()) return Names();
    Names names(GENERAL_NAMES_new());
    if (!names) return std::unexpected(error("out of memory"));
    for (const std::string& name : dnsNames) {
        if (!plainName(name)) return std::unexpected("a DNS name is empty, too long or not printable ASCII");
        if (!push(names.get(), GEN_DNS, makeString(V_ASN1_IA5STRING, name.data(), name.size())))
            return std::unexpected(error("out of memory"));
    }
    for (const std::string& address : ipAddresses) {
        unsigned char raw[16];
        std::size_t size = 0;
        if (inet_pton(AF_INET, address.c_str(), raw) == 1)
            size = 4;
        else if (inet_pton(AF_INET6, address.c_str(), raw) == 1)
            size = 16;
        else
            return std::unexpected("an IP address in the request is malformed");
        if (!push(names.get(), GEN_IPADD, makeString(V_ASN1_OCTET_STRING, raw, size)))
            return std::unexpected(error("out of memory"));
    }
    return names;
}

}  // namespace armillary::pki::ssl
