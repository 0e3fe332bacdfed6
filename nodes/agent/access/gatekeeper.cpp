#include "nodes/agent/access/gatekeeper.h"

#include <format>

#include "engine/schema/api/authenticationv1.h"
#include "engine/schema/api/authorizationv1.h"

namespace armillary::agent {

namespace {

constexpr std::size_t kMaxKnown = 1024, kMaxTokenBytes = 32 << 10;
constexpr std::chrono::minutes kTokenGood{2}, kAllowed{5};
constexpr std::chrono::seconds kDenied{30};

}  // namespace

template <class Map>
void ClusterGatekeeper::makeRoom(Map& map) {
    if (map.size() < kMaxKnown) return;
    const auto now = m_clock.steady();
    std::erase_if(map, [&](const auto& pair) { return pair.second.until <= now; });
    if (map.size() >= kMaxKnown) map.clear();
}

Result<Asker> ClusterGatekeeper::authenticate(const std::string& token) {
    if (token.empty() || token.size() > kMaxTokenBytes) return std::unexpected(status::unauthorized());
    const auto key = std::hash<std::string>()(token);
    {
        const std::lock_guard lock(m_mutex);
        const auto it = m_tokens.find(key);
        if (it != m_tokens.end() && it->second.answer.first == token && m_clock.steady() < it->second.until)
            return it->second.answer.second;
    }
    authenticationv1::TokenReview review;
    review.apiVersion = "authentication.k8s.io/v1";
    review.kind = "TokenReview";
    review.spec.token = token;
    auto answer = m_client.create(client::target<authenticationv1::TokenReview>(), schema::toJson(review));
    if (!answer) return std::unexpected(answer.error());
    const auto& said = (*answer)->as<authenticationv1::TokenReview>().status;
    if (!said.authenticated) return std::unexpected(status::unauthorized());
    Asker asker{said.user.username, said.user.uid, said.user.groups};
    const std::lock_guard lock(m_mutex);
    makeRoom(m_tokens);
    m_tokens[key] = {{token, asker}, m_clock.steady() + kTokenGood};
    return asker;
}

Result<void> ClusterGatekeeper::authorize(const Asker& asker, std::string_view verb, std::string_view subresource) {
    std::string key = std::format("{}\n{}\n{}\n{}", verb, subresource, asker.name, asker.uid);
    for (const std::string& group : asker.groups) key += "\n" + group;
    const auto verdict = [&](bool allowed) -> Result<void> {
        if (allowed) return {};
        auto refusal = status::forbidden("nodes", m_nodeName, "");
        refusal.message =
            std::format("Forbidden (user={}, verb={}, resource=nodes, subresource={})", asker.name, verb, subresource);
        return std::unexpected(std::move(refusal));
    };
    {
        const std::lock_guard lock(m_mutex);
        const auto it = m_verdicts.find(key);
        if (it != m_verdicts.end() && m_clock.steady() < it->second.until) return verdict(it->second.answer);
    }
    authorizationv1::SubjectAccessReview review;
    review.apiVersion = "authorization.k8s.io/v1";
    review.kind = "SubjectAccessReview";
    review.spec.user = asker.name;
    review.spec.uid = asker.uid;
    review.spec.groups = asker.groups;
    auto& what = review.spec.resourceAttributes.ensure();
    what.verb = verb;
    what.version = "v1";
    what.resource = "nodes";
    what.subresource = subresource;
    what.name = m_nodeName;
    auto answer = m_client.create(client::target<authorizationv1::SubjectAccessReview>(), schema::toJson(review));
    if (!answer) return std::unexpected(answer.error());
    const bool allowed = (*answer)->as<authorizationv1::SubjectAccessReview>().status.allowed;
    const std::lock_guard lock(m_mutex);
    makeRoom(m_verdicts);
    m_verdicts[key] = {allowed, m_clock.steady() + (allowed ? std::chrono::seconds(kAllowed) : kDenied)};
    return verdict(allowed);
}

}  // namespace armillary::agent
