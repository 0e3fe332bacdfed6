#include "nodes/agent/volume/tokens.h"

#include <format>

#include "engine/schema/api/authenticationv1.h"

namespace armillary::agent {

Result<TokenSource::Token> TokenSource::tokenFor(const corev1::Pod& pod, const std::string& audience,
                                                 std::int64_t seconds) {
    auto key = std::format("{}/{}/{}", pod.metadata.uid, audience, seconds);
    auto now = m_clock.now();
    std::optional<Entry> known;
    {
        std::lock_guard lock(m_mutex);
        if (auto it = m_entries.find(key); it != m_entries.end()) known = it->second;
    }
    if (known && now < known->token.refreshAt) return known->token;

    authenticationv1::TokenRequest request;
    request.apiVersion = "authentication.k8s.io/v1";
    request.kind = "TokenRequest";
    if (!audience.empty()) request.spec.audiences = {audience};
    request.spec.expirationSeconds = seconds;
    auto& bound = request.spec.boundObjectRef.ensure();
    bound.kind = "Pod";
    bound.apiVersion = "v1";
    bound.name = pod.metadata.name;
    bound.uid = pod.metadata.uid;
    auto account = pod.spec.serviceAccountName.empty() ? std::string("default") : pod.spec.serviceAccountName;
    auto answer = m_client.create(client::target<corev1::ServiceAccount>(pod.metadata.namespace_, account, "token"),
                                  schema::toJson(request));
    if (!answer) {
        if (known && now < known->expiresAt) return Token{known->token.value, now + std::chrono::minutes(1)};
        return std::unexpected(answer.error());
    }
    const auto& status = (*answer)->as<authenticationv1::TokenRequest>().status;
    Entry entry;
    entry.token.value = status.token;
    entry.expiresAt = status.expirationTimestamp.isSet() ? status.expirationTimestamp.timePoint()
                                                         : now + std::chrono::seconds(seconds);
    entry.token.refreshAt = now + (entry.expiresAt - now) * 8 / 10;
    std::lock_guard lock(m_mutex);
    m_entries[key] = entry;
    return entry.token;
}

void TokenSource::forget(const std::string& podUid) {
    std::lock_guard lock(m_mutex);
    std::erase_if(m_entries, [&](const auto& pair) { return pair.first.starts_with(podUid + "/"); });
}

}  // namespace armillary::agent
