#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/async/clock.h"

namespace armillary::pki {

/// A service-account token's claims. Source:
/// https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/.
struct TokenClaims {
    std::string issuer, subject;
    std::vector<std::string> audiences;
    std::int64_t issuedAt = 0, notBefore = 0, expiresAt = 0;  ///< seconds since the Unix epoch
    std::string id;                                           ///< "jti"
    std::string namespace_, serviceAccountName, serviceAccountUid;
    std::string podName, podUid, secretName, secretUid, nodeName, nodeUid;  ///< "" when not bound
};

/// Signs and verifies JWTs (RFC 7519) with RS256 or ES256. Immutable and thread-safe.
class TokenSigner {
public:
    /// A new key, PEM.
    static std::expected<std::string, std::string> newKey();
    static std::expected<std::unique_ptr<TokenSigner>, std::string> create(std::string_view keyPem, std::string issuer);
    virtual ~TokenSigner() = default;

    virtual const std::string& issuer() const = 0;
    /// Issuer and id are filled in.
    virtual std::string sign(TokenClaims claims) const = 0;
    /// Signature, issuer, times (no leeway) checked; audiences are the caller's to check. The error says what is wrong
    /// and never contains the token.
    virtual std::expected<TokenClaims, std::string> verify(std::string_view token, async::Clock& clock) const = 0;
    /// The public keys as a JSON Web Key Set (RFC 7517), for /openid/v1/jwks.
    virtual std::string keySet() const = 0;
};

}  // namespace armillary::pki
