#include <algorithm>

#include "engine/pki/secrets.h"
#include "engine/server/authn.h"
#include "engine/server/authn_tokens.h"

namespace armillary::server {
namespace {

/// Tokens of a pod that is going hold a little longer, so that it can finish its work.
constexpr std::chrono::seconds kDeletionLeeway{60};
constexpr std::size_t kMaxRemembered = 4096;
constexpr std::string_view kExtraPrefix = "authentication.kubernetes.io/";

void addExtra(User& user, std::string_view key, std::string value) {
    user.extra.emplace_back(std::string(kExtraPrefix) + std::string(key), std::vector<std::string>{std::move(value)});
}

User userOf(const pki::TokenClaims& claims, const std::string& nodeUid) {
    User user;
    user.name = std::string(kServiceAccountUserPrefix) + claims.namespace_ + ":" + claims.serviceAccountName;
    user.uid = claims.serviceAccountUid;
    user.groups = {"system:serviceaccounts", "system:serviceaccounts:" + claims.namespace_};
    user.extra.emplace_back(kCredentialIdKey, std::vector<std::string>{"JTI=" + claims.id});
    if (!claims.nodeName.empty()) {
        addExtra(user, "node-name", claims.nodeName);
        if (!nodeUid.empty()) addExtra(user, "node-uid", nodeUid);
    }
    if (!claims.podName.empty()) {
        addExtra(user, "pod-name", claims.podName);
        addExtra(user, "pod-uid", claims.podUid);
    }
    return user;
}

}  // namespace

std::optional<User> ServiceAccountTokens::authenticate(std::string_view token,
                                                       const std::vector<std::string>& audiences) {
    auto claims = verified(token);
    if (!claims) return std::nullopt;
    auto meant = [&](const std::string& audience) {
        return audiences.empty() ? audience == m_signer.issuer() : std::ranges::contains(audiences, audience);
    };
    std::string nodeUid;
    if (!std::ranges::any_of(claims->audiences, meant) || !stillHolds(*claims, nodeUid)) return std::nullopt;
    return userOf(*claims, nodeUid);
}

std::optional<pki::TokenClaims> ServiceAccountTokens::verified(std::string_view token) {
    std::string digest = pki::sha256(token);
    auto now = std::chrono::floor<std::chrono::seconds>(m_clock.now().time_since_epoch()).count();
    {
        std::lock_guard lock(m_mutex);
        auto found = m_verified.find(digest);
        if (found != m_verified.end() && found->second.notBefore <= now && now < found->second.expiresAt)
            return found->second;
    }
    auto claims = m_signer.verify(token, m_clock);
    if (!claims) return std::nullopt;
    std::string expected =
        std::string(kServiceAccountUserPrefix) + claims->namespace_ + ":" + claims->serviceAccountName;
    if (claims->namespace_.empty() || claims->serviceAccountName.empty() || claims->subject != expected)
        return std::nullopt;
    std::lock_guard lock(m_mutex);
    if (m_verified.size() >= kMaxRemembered) m_verified.clear();
    m_verified.insert_or_assign(std::move(digest), *claims);
    return std::move(*claims);
}

bool ServiceAccountTokens::stillHolds(const pki::TokenClaims& claims, std::string& nodeUid) const {
    if (!present("/serviceaccounts", claims.namespace_, claims.serviceAccountName, claims.serviceAccountUid))
        return false;
    if (!claims.secretName.empty() && !present("/secrets", claims.namespace_, claims.secretName, claims.secretUid))
        return false;
    if (!claims.podName.empty()) {
        nodeUid = claims.nodeUid;
        return present("/pods", claims.namespace_, claims.podName, claims.podUid);
    }
    if (!claims.nodeName.empty()) {
        nodeUid = claims.nodeUid;
        return present("/nodes", "", claims.nodeName, claims.nodeUid);
    }
    return true;
}

bool ServiceAccountTokens::present(std::string_view resource, std::string_view namespace_, const std::string& name,
                                   const std::string& uid) const {
    ObjectRef object = m_cache.get(watch::ResourceKey(resource), namespace_, name);
    if (!object || object->uid() != uid) return false;
    const auto& deleted = object->meta().deletionTimestamp;
    return !deleted || m_clock.now() <= deleted->timePoint() + kDeletionLeeway;
}

}  // namespace armillary::server
