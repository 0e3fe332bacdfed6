#include <algorithm>

#include "engine/pki/secrets.h"
#include "engine/schema/api/corev1.h"
#include "engine/server/authn_tokens.h"

namespace armillary::server {
namespace {

constexpr std::string_view kSecretType = "bootstrap.kubernetes.io/token";
constexpr std::string_view kDefaultGroup = "system:bootstrappers";
constexpr std::size_t kIdLength = 6, kSecretLength = 16, kMaxGroupSuffix = 256;

bool tokenAlphabet(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

std::string_view valueOf(const corev1::Secret& secret, std::string_view key) {
    auto found = secret.data.find(key);
    return found == secret.data.end() ? std::string_view() : std::string_view(found->second.data);
}

/// "system:bootstrappers:" and 1 to 256 of [a-z0-9:-], the last of them not punctuation.
bool validGroup(std::string_view group) {
    std::string prefix = std::string(kDefaultGroup) + ":";
    if (!group.starts_with(prefix)) return false;
    std::string_view rest = group.substr(prefix.size());
    if (rest.empty() || rest.size() > kMaxGroupSuffix || rest.back() == ':' || rest.back() == '-') return false;
    return std::ranges::all_of(rest, [](char c) { return tokenAlphabet({&c, 1}) || c == ':' || c == '-'; });
}

std::optional<std::vector<std::string>> groupsOf(const corev1::Secret& secret) {
    std::vector<std::string> groups{std::string(kDefaultGroup)};
    std::string_view extra = valueOf(secret, "auth-extra-groups");
    while (!extra.empty()) {
        std::size_t comma = extra.find(',');
        std::string_view group = extra.substr(0, comma);
        if (!validGroup(group)) return std::nullopt;
        groups.emplace_back(group);
        if (comma == extra.npos) break;
        extra.remove_prefix(comma + 1);
    }
    return groups;
}

/// A token whose expiration cannot be read counts as expired.
bool expired(const corev1::Secret& secret, async::Clock& clock) {
    std::string_view text = valueOf(secret, "expiration");
    if (text.empty()) return false;
    auto until = schema::Time::parse(text);
    return !until || !until->isSet() || clock.now() > until->timePoint();
}

}  // namespace

bool BootstrapTokens::looksLikeOne(std::string_view token) {
    return token.size() == kIdLength + 1 + kSecretLength && token[kIdLength] == '.' &&
           tokenAlphabet(token.substr(0, kIdLength)) && tokenAlphabet(token.substr(kIdLength + 1));
}

std::optional<User> BootstrapTokens::authenticate(std::string_view token) const {
    if (!looksLikeOne(token)) return std::nullopt;
    std::string id(token.substr(0, kIdLength));
    ObjectRef object = m_cache.get("/secrets", metav1::kNamespaceSystem, "bootstrap-token-" + id);
    if (!object) return std::nullopt;
    const auto& secret = object->as<corev1::Secret>();
    bool holds = pki::constantTimeEqual(valueOf(secret, "token-secret"), token.substr(kIdLength + 1)) &&
                 valueOf(secret, "token-id") == id;
    if (!holds || secret.type != kSecretType || secret.metadata.deletionTimestamp || expired(secret, m_clock) ||
        valueOf(secret, "usage-bootstrap-authentication") != "true")
        return std::nullopt;
    auto groups = groupsOf(secret);
    if (!groups) return std::nullopt;
    return User{.name = "system:bootstrap:" + id, .groups = std::move(*groups)};
}

}  // namespace armillary::server
