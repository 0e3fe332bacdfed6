#include "engine/server/authn.h"

#include <algorithm>

#include "engine/server/authn_tokens.h"

namespace armillary::server {
namespace {

bool equalsIgnoringCase(std::string_view left, std::string_view right) {
    return std::ranges::equal(left, right, [](char a, char b) {
        auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
        return lower(a) == lower(b);
    });
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

/// The token of "Authorization: Bearer TOKEN"; "" when the header is absent or of another scheme, which as upstream
/// leaves the request anonymous.
std::string_view bearerToken(const Request& request) {
    std::string_view header = trimmed(request.header("authorization"));
    std::size_t space = header.find(' ');
    if (space == header.npos || !equalsIgnoringCase(header.substr(0, space), "bearer")) return {};
    std::string_view token = trimmed(header.substr(space));
    return token.substr(0, token.find(' '));
}

User withAuthenticatedGroup(User user) {
    if (user.name == kAnonymousUser) return user;
    if (!inGroup(user, kAuthenticatedGroup) && !inGroup(user, kUnauthenticatedGroup))
        user.groups.emplace_back(kAuthenticatedGroup);
    return user;
}

class Credentials final : public Authenticator {
public:
    Credentials(const watch::Cache& cache, const pki::TokenSigner& signer, async::Clock& clock)
        : m_bootstrap(cache, clock), m_serviceAccounts(cache, signer, clock) {}

    Result<User> authenticate(const Request& request) override {
        if (request.peer && !request.peer->commonName.empty())
            return withAuthenticatedGroup({.name = request.peer->commonName, .groups = request.peer->organizations});
        std::string_view token = bearerToken(request);
        if (!token.empty()) return authenticateToken(token, {});
        return User{.name = std::string(kAnonymousUser), .groups = {std::string(kUnauthenticatedGroup)}};
    }

    Result<User> authenticateToken(std::string_view token, const std::vector<std::string>& audiences) override {
        auto user = BootstrapTokens::looksLikeOne(token) ? m_bootstrap.authenticate(token)
                                                         : m_serviceAccounts.authenticate(token, audiences);
        if (!user) return std::unexpected(status::unauthorized());
        return withAuthenticatedGroup(std::move(*user));
    }

private:
    BootstrapTokens m_bootstrap;
    ServiceAccountTokens m_serviceAccounts;
};

}  // namespace

bool inGroup(const User& user, std::string_view group) {
    return std::ranges::contains(user.groups, group);
}

bool splitServiceAccount(std::string_view userName, std::string& namespace_, std::string& name) {
    if (!userName.starts_with(kServiceAccountUserPrefix)) return false;
    std::string_view rest = userName.substr(kServiceAccountUserPrefix.size());
    std::size_t colon = rest.find(':');
    if (colon == rest.npos || colon == 0 || colon + 1 == rest.size() || rest.find(':', colon + 1) != rest.npos)
        return false;
    namespace_ = rest.substr(0, colon);
    name = rest.substr(colon + 1);
    return true;
}

std::string nodeNameOf(const User& user) {
    if (!user.name.starts_with(kNodeUserPrefix) || !inGroup(user, kNodesGroup)) return {};
    return user.name.substr(kNodeUserPrefix.size());
}

std::unique_ptr<Authenticator> makeAuthenticator(const watch::Cache& cache, const pki::TokenSigner& signer,
                                                 async::Clock& clock) {
    return std::make_unique<Credentials>(cache, signer, clock);
}

}  // namespace armillary::server
