#include "engine/server/authn.h"

#include <algorithm>

#include "engine/pki/requester.h"
#include "engine/pki/secrets.h"
#include "engine/schema/address.h"
#include "engine/server/authn_tokens.h"
#include "engine/server/http/message.h"

namespace armillary::server {
namespace {

using http::equalsIgnoringCase;

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

/// The token of a WebSocket's client that can set no headers, a browser: among the subprotocols that it offers, beside
/// one that is meant; "" without one. Source: k8s.io/apiserver/pkg/authentication/request/websocket.
Result<std::string> webSocketToken(const Request& request) {
    constexpr std::string_view kBearer = "base64url.bearer.authorization.k8s.io.";
    if (!equalsIgnoringCase(request.header("upgrade"), "websocket")) return std::string();
    std::string token;
    bool isGood = true, others = false;
    for (const auto& [header, value] : request.headers) {
        if (header != "sec-websocket-protocol") continue;
        for (std::string_view offered = value; !offered.empty();) {
            const std::size_t end = offered.find(',');
            const std::string_view one = trimmed(offered.substr(0, end));
            offered = end == std::string_view::npos ? std::string_view() : offered.substr(end + 1);
            if (!one.starts_with(kBearer)) {
                others = true;
                continue;
            }
            isGood = isGood && token.empty() && pki::decodeBase64Url(one.substr(kBearer.size()), token);
        }
    }
    if (!isGood || (!token.empty() && !others)) return std::unexpected(status::unauthorized());
    return token;
}

User withAuthenticatedGroup(User user) {
    if (user.name == kAnonymousUser) return user;
    if (!inGroup(user, kAuthenticatedGroup) && !inGroup(user, kUnauthenticatedGroup))
        user.groups.emplace_back(kAuthenticatedGroup);
    return user;
}

User userOf(const PeerCertificate& certificate, const std::string& remoteAddress) {
    User user{.name = certificate.commonName, .groups = certificate.organizations};
    if (!certificate.fingerprint.empty())
        user.extra = {{std::string(kCredentialIdKey), {"X509SHA256=" + certificate.fingerprint}}};
    if (std::string address = schema::canonicalAddress(remoteAddress); !address.empty() && !nodeNameOf(user).empty())
        user.extra.emplace_back(pki::kRemoteAddressKey, std::vector{std::move(address)});
    return user;
}

class Credentials final : public Authenticator {
public:
    Credentials(const watch::Cache& cache, const pki::TokenSigner& signer, async::Clock& clock)
        : m_bootstrap(cache, clock), m_serviceAccounts(cache, signer, clock) {}

    Result<User> authenticate(const Request& request) override {
        if (request.peer && !request.peer->commonName.empty())
            return withAuthenticatedGroup(userOf(*request.peer, request.remoteAddress));
        std::string_view token = bearerToken(request);
        if (!token.empty()) return authenticateToken(token, {});
        const auto offered = webSocketToken(request);
        if (!offered) return std::unexpected(offered.error());
        if (!offered->empty()) return authenticateToken(*offered, {});
        if (request.peerRejected) return std::unexpected(status::unauthorized());
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
