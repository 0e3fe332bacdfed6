#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/async/clock.h"
#include "engine/pki/token.h"
#include "engine/server/request.h"
#include "engine/watch/cache.h"

/// The two kinds of bearer tokens. Each says nothing when a token is not of its kind or does not hold; why is never
/// told to the caller, who may be guessing.
namespace armillary::server {

/// "abcdef.0123456789abcdef": a secret bootstrap-token-abcdef of kube-system.
/// Source: https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/.
class BootstrapTokens {
public:
    BootstrapTokens(const watch::Cache& cache, async::Clock& clock) : m_cache(cache), m_clock(clock) {}
    static bool looksLikeOne(std::string_view token);
    std::optional<User> authenticate(std::string_view token) const;

private:
    const watch::Cache& m_cache;
    async::Clock& m_clock;
};

/// Service-account JWTs. Signatures are checked once and remembered (bounded) until the token expires; that the
/// account and what the token is bound to still exist is looked up each time.
class ServiceAccountTokens {
public:
    ServiceAccountTokens(const watch::Cache& cache, const pki::TokenSigner& signer, async::Clock& clock)
        : m_cache(cache), m_signer(signer), m_clock(clock) {}
    /// `audiences` empty: the API server's own, which is its issuer.
    std::optional<User> authenticate(std::string_view token, const std::vector<std::string>& audiences);

private:
    std::optional<pki::TokenClaims> verified(std::string_view token);
    bool stillHolds(const pki::TokenClaims& claims, std::string& nodeUid) const;
    bool present(std::string_view resource, std::string_view namespace_, const std::string& name,
                 const std::string& uid) const;

    const watch::Cache& m_cache;
    const pki::TokenSigner& m_signer;
    async::Clock& m_clock;
    std::mutex m_mutex;
    std::unordered_map<std::string, pki::TokenClaims> m_verified;  ///< by the SHA-256 of the token
};

}  // namespace armillary::server
