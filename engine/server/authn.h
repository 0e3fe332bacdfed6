#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/async/clock.h"
#include "engine/pki/token.h"
#include "engine/schema/status.h"
#include "engine/server/request.h"
#include "engine/watch/cache.h"

namespace armillary::server {

class Authorizer;

inline constexpr std::string_view kAnonymousUser = "system:anonymous";
inline constexpr std::string_view kAuthenticatedGroup = "system:authenticated";
inline constexpr std::string_view kUnauthenticatedGroup = "system:unauthenticated";
inline constexpr std::string_view kMastersGroup = "system:masters";
inline constexpr std::string_view kNodesGroup = "system:nodes";
inline constexpr std::string_view kNodeUserPrefix = "system:node:";
inline constexpr std::string_view kServiceAccountUserPrefix = "system:serviceaccount:";

/// The key of a user's extra that says which certificate ("X509SHA256=HEX") or token ("JTI=ID") it came with.
/// Source: k8s.io/apiserver/pkg/authentication/user.
inline constexpr std::string_view kCredentialIdKey = "authentication.kubernetes.io/credential-id";

/// Turns a request's credentials into a user.
class Authenticator {
public:
    virtual ~Authenticator() = default;
    /// The client certificate first (CN is the name, O the groups), then "Authorization: Bearer", also where there is a
    /// certificate that does not hold. Without credentials the user is system:anonymous; with nothing but credentials
    /// that do not hold the answer is 401. Every user but the anonymous one gains system:authenticated.
    virtual Result<User> authenticate(const Request& request) = 0;
    /// A bearer token on its own (TokenReview). Service-account JWTs must name an account, and a pod or secret where
    /// bound, that still exists with the same UID.
    virtual Result<User> authenticateToken(std::string_view token, const std::vector<std::string>& audiences) = 0;
};

/// Bootstrap tokens are read from the cache's kube-system secrets (bootstrap.kubernetes.io/token).
std::unique_ptr<Authenticator> makeAuthenticator(const watch::Cache& cache, const pki::TokenSigner& signer,
                                                 async::Clock& clock);

/// The user that a request's Impersonate-* headers ask for, or `user` when it has none. Every name, group, UID and
/// extra value needs the verb "impersonate"; without it the answer is 403, and 500 as upstream when groups or extras
/// are asked for without a user. Source:
/// https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation.
Result<User> impersonated(const Request& request, const User& user, Authorizer& authorizer);

bool inGroup(const User& user, std::string_view group);
/// "system:serviceaccount:NAMESPACE:NAME" in parts; false for any other user name.
bool splitServiceAccount(std::string_view userName, std::string& namespace_, std::string& name);
/// The node that a user is, "" when it is none: "system:node:NAME" in the group system:nodes.
std::string nodeNameOf(const User& user);

}  // namespace armillary::server
