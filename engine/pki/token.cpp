#include "engine/pki/token.h"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>

#include <boost/json.hpp>
#include <stdexcept>

#include "engine/pki/openssl_handles.h"
#include "engine/pki/secrets.h"

namespace armillary::pki {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxTokenBytes = 16u << 10;
/// The length of r and of s in an ES256 signature (RFC 7518, section 3.4).
constexpr int kScalarBytes = 32;

using Signature = ssl::Handle<ECDSA_SIG, ECDSA_SIG_free>;

std::string bytesOf(const BIGNUM* number, int length) {
    std::string out(static_cast<std::size_t>(length), '\0');
    BN_bn2binpad(number, reinterpret_cast<unsigned char*>(out.data()), length);
    return out;
}

std::string parameter(const EVP_PKEY* key, const char* name, int length) {
    BIGNUM* raw = nullptr;
    if (EVP_PKEY_get_bn_param(key, name, &raw) != 1) return {};
    ssl::Number number(raw);
    return encodeBase64Url(bytesOf(raw, length ? length : BN_num_bytes(raw)));
}

/// DER, as OpenSSL makes and checks it, to and from r || s.
std::string toRaw(std::string_view der) {
    auto* data = reinterpret_cast<const unsigned char*>(der.data());
    Signature signature(d2i_ECDSA_SIG(nullptr, &data, static_cast<long>(der.size())));
    if (!signature) throw std::runtime_error("cannot encode a token's signature");
    return bytesOf(ECDSA_SIG_get0_r(signature.get()), kScalarBytes) +
           bytesOf(ECDSA_SIG_get0_s(signature.get()), kScalarBytes);
}

std::string toDer(std::string_view raw) {
    if (raw.size() != 2 * kScalarBytes) return {};
    auto* data = reinterpret_cast<const unsigned char*>(raw.data());
    Signature signature(ECDSA_SIG_new());
    if (!signature) return {};
    BIGNUM* r = BN_bin2bn(data, kScalarBytes, nullptr);
    BIGNUM* s = BN_bin2bn(data + kScalarBytes, kScalarBytes, nullptr);
    if (!r || !s || ECDSA_SIG_set0(signature.get(), r, s) != 1) {
        BN_free(r);
        BN_free(s);
        return {};
    }
    unsigned char* der = nullptr;
    int size = i2d_ECDSA_SIG(signature.get(), &der);
    if (size <= 0) return {};
    std::string out(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
    OPENSSL_free(der);
    return out;
}

void put(json::object& object, std::string_view key, const std::string& name, const std::string& uid) {
    if (name.empty()) return;
    json::object reference{{"name", name}};
    if (!uid.empty()) reference["uid"] = uid;
    object[key] = std::move(reference);
}

std::string claimsJson(const TokenClaims& claims) {
    json::object kubernetes{{"namespace", claims.namespace_}};
    put(kubernetes, "node", claims.nodeName, claims.nodeUid);
    put(kubernetes, "pod", claims.podName, claims.podUid);
    put(kubernetes, "secret", claims.secretName, claims.secretUid);
    put(kubernetes, "serviceaccount", claims.serviceAccountName, claims.serviceAccountUid);
    json::array audiences;
    for (const std::string& audience : claims.audiences) audiences.emplace_back(audience);
    json::object body{
        {"aud", std::move(audiences)}, {"exp", claims.expiresAt}, {"iat", claims.issuedAt},
        {"iss", claims.issuer},        {"jti", claims.id},        {"kubernetes.io", std::move(kubernetes)},
        {"nbf", claims.notBefore},     {"sub", claims.subject}};
    return json::serialize(body);
}

std::string text(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

/// NumericDate may be fractional (RFC 7519, section 2); false when absent or not a sane number.
bool number(const json::object& object, std::string_view key, std::int64_t& out) {
    const json::value* value = object.if_contains(key);
    if (!value || !value->is_number()) return false;
    double seconds = value->to_number<double>();
    if (!(seconds >= 0 && seconds < 1e15)) return false;
    out = static_cast<std::int64_t>(seconds);
    return true;
}

void reference(const json::object& object, std::string_view key, std::string& name, std::string& uid) {
    const json::value* value = object.if_contains(key);
    if (!value || !value->is_object()) return;
    name = text(value->get_object(), "name");
    uid = text(value->get_object(), "uid");
}

std::expected<TokenClaims, std::string> readClaims(const json::object& body) {
    TokenClaims claims;
    claims.issuer = text(body, "iss");
    claims.subject = text(body, "sub");
    claims.id = text(body, "jti");
    if (!number(body, "exp", claims.expiresAt)) return std::unexpected("the token has no expiry");
    number(body, "iat", claims.issuedAt);
    number(body, "nbf", claims.notBefore);
    if (const json::value* audience = body.if_contains("aud")) {
        if (audience->is_string()) claims.audiences.emplace_back(audience->get_string());
        if (audience->is_array())
            for (const json::value& one : audience->get_array())
                if (one.is_string()) claims.audiences.emplace_back(one.get_string());
    }
    if (const json::value* private_ = body.if_contains("kubernetes.io"); private_ && private_->is_object()) {
        const json::object& kubernetes = private_->get_object();
        claims.namespace_ = text(kubernetes, "namespace");
        reference(kubernetes, "serviceaccount", claims.serviceAccountName, claims.serviceAccountUid);
        reference(kubernetes, "pod", claims.podName, claims.podUid);
        reference(kubernetes, "secret", claims.secretName, claims.secretUid);
        reference(kubernetes, "node", claims.nodeName, claims.nodeUid);
    }
    return claims;
}

std::expected<json::object, std::string> readPart(std::string_view part) {
    std::string decoded;
    if (!decodeBase64Url(part, decoded)) return std::unexpected("the token is not base64url");
    boost::system::error_code error;
    json::value value = json::parse(decoded, error);
    if (error || !value.is_object()) return std::unexpected("the token is not a JSON object");
    return std::move(value.get_object());
}

class Signer final : public TokenSigner {
public:
    Signer(ssl::Key key, std::string issuer, bool elliptic, std::string keyId)
        : m_key(std::move(key)), m_issuer(std::move(issuer)), m_elliptic(elliptic), m_keyId(std::move(keyId)) {
        m_header = encodeBase64Url(json::serialize(json::object{{"alg", algorithm()}, {"kid", m_keyId}}));
    }

    const std::string& issuer() const override { return m_issuer; }

    std::string sign(TokenClaims claims) const override {
        claims.issuer = m_issuer;
        if (claims.id.empty()) claims.id = randomUuid();
        std::string token = m_header + "." + encodeBase64Url(claimsJson(claims));
        return token + "." + encodeBase64Url(signatureOf(token));
    }

    std::expected<TokenClaims, std::string> verify(std::string_view token, async::Clock& clock) const override {
        if (token.size() > kMaxTokenBytes) return std::unexpected("the token is too long");
        std::size_t first = token.find('.');
        std::size_t second = first == token.npos ? first : token.find('.', first + 1);
        if (second == token.npos || token.find('.', second + 1) != token.npos)
            return std::unexpected("the token does not have three parts");
        auto header = readPart(token.substr(0, first));
        if (!header) return std::unexpected(header.error());
        if (text(*header, "alg") != algorithm()) return std::unexpected("the token's algorithm is not the issuer's");
        if (header->contains("kid") && text(*header, "kid") != m_keyId)
            return std::unexpected("the token is signed with an unknown key");
        if (header->contains("crit")) return std::unexpected("the token has a critical header that is not known");
        std::string signature;
        if (!decodeBase64Url(token.substr(second + 1), signature) || !matches(token.substr(0, second), signature))
            return std::unexpected("the token's signature does not hold");

        auto body = readPart(token.substr(first + 1, second - first - 1));
        if (!body) return std::unexpected(body.error());
        auto claims = readClaims(*body);
        if (!claims) return std::unexpected(claims.error());
        if (claims->issuer != m_issuer) return std::unexpected("the token is from another issuer");
        auto now = std::chrono::floor<std::chrono::seconds>(clock.now().time_since_epoch()).count();
        if (now >= claims->expiresAt) return std::unexpected("the token has expired");
        if (now < claims->notBefore) return std::unexpected("the token is not valid yet");
        return claims;
    }

    std::string keySet() const override {
        json::object key{{"use", "sig"}, {"kid", m_keyId}, {"alg", algorithm()}};
        if (m_elliptic) {
            key["kty"] = "EC";
            key["crv"] = "P-256";
            key["x"] = parameter(m_key.get(), OSSL_PKEY_PARAM_EC_PUB_X, kScalarBytes);
            key["y"] = parameter(m_key.get(), OSSL_PKEY_PARAM_EC_PUB_Y, kScalarBytes);
        } else {
            key["kty"] = "RSA";
            key["n"] = parameter(m_key.get(), OSSL_PKEY_PARAM_RSA_N, 0);
            key["e"] = parameter(m_key.get(), OSSL_PKEY_PARAM_RSA_E, 0);
        }
        return json::serialize(json::object{{"keys", json::array{std::move(key)}}});
    }

private:
    std::string_view algorithm() const { return m_elliptic ? "ES256" : "RS256"; }

    std::string signatureOf(std::string_view input) const {
        ssl::DigestContext context(EVP_MD_CTX_new());
        std::size_t size = 0;
        auto* data = reinterpret_cast<const unsigned char*>(input.data());
        if (!context || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, m_key.get()) != 1 ||
            EVP_DigestSign(context.get(), nullptr, &size, data, input.size()) != 1)
            throw std::runtime_error(ssl::error("cannot sign a token"));
        std::string out(size, '\0');
        if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(out.data()), &size, data, input.size()) != 1)
            throw std::runtime_error(ssl::error("cannot sign a token"));
        out.resize(size);
        return m_elliptic ? toRaw(out) : out;
    }

    bool matches(std::string_view input, const std::string& raw) const {
        std::string signature = m_elliptic ? toDer(raw) : raw;
        if (signature.empty()) return false;
        ssl::DigestContext context(EVP_MD_CTX_new());
        bool holds =
            context && EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, m_key.get()) == 1 &&
            EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()), signature.size(),
                             reinterpret_cast<const unsigned char*>(input.data()), input.size()) == 1;
        if (!holds) (void)ssl::error("");
        return holds;
    }

    ssl::Key m_key;
    std::string m_issuer;
    bool m_elliptic;
    std::string m_keyId, m_header;
};

/// base64url of the SHA-256 of the public key's DER form, as upstream names its signing keys.
std::string keyIdOf(EVP_PKEY* key) {
    unsigned char* der = nullptr;
    int size = i2d_PUBKEY(key, &der);
    if (size <= 0) return {};
    std::string id = encodeBase64Url(sha256({reinterpret_cast<char*>(der), static_cast<std::size_t>(size)}));
    OPENSSL_free(der);
    return id;
}

}  // namespace

std::expected<std::string, std::string> TokenSigner::newKey() {
    auto key = ssl::generateKey();
    if (!key) return std::unexpected(key.error());
    return ssl::writeKey(key->get());
}

std::expected<std::unique_ptr<TokenSigner>, std::string> TokenSigner::create(std::string_view keyPem,
                                                                             std::string issuer) {
    auto key = ssl::readPrivateKey(keyPem);
    if (!key) return std::unexpected(key.error());
    bool elliptic = EVP_PKEY_is_a(key->get(), "EC") == 1;
    if (elliptic && EVP_PKEY_get_bits(key->get()) != 256)
        return std::unexpected("a token-signing key on an elliptic curve must be P-256");
    if (!elliptic && (EVP_PKEY_is_a(key->get(), "RSA") != 1 || EVP_PKEY_get_bits(key->get()) < 2048))
        return std::unexpected("a token-signing key must be P-256 or RSA of at least 2048 bits");
    std::string keyId = keyIdOf(key->get());
    if (keyId.empty()) return std::unexpected(ssl::error("cannot encode the public key"));
    return std::make_unique<Signer>(std::move(*key), std::move(issuer), elliptic, std::move(keyId));
}

}  // namespace armillary::pki
