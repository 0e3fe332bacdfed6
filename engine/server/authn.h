#pragma once

#include <memory>
#include <string_view>

#include "engine/async/clock.h"
#include "engine/pki/token.h"
#include "engine/schema/status.h"
#include "engine/server/request.h"
#include "engine/watch/cache.h"

namespace armillary::server {

/// Turns a request's credentials into a user.
class Authenticator {
public:
    virtual ~Authenticator() = default;
    /// The client certificate first (CN is the name, O the groups), then "Authorization: Bearer". Without credentials
    /// the user is system:anonymous; with a credential that does not hold the answer is 401. Every user but the
    /// anonymous one gains system:authenticated.
    virtual Result<User> authenticate(const Request& request) = 0;
    /// A bearer token on its own (TokenReview). Service-account JWTs must name an account, and a pod or secret where
    /// bound, that still exists with the same UID.
    virtual Result<User> authenticateToken(std::string_view token, const std::vector<std::string>& audiences) = 0;
};

/// Bootstrap tokens are read from the cache's kube-system secrets (bootstrap.kubernetes.io/token).
std::unique_ptr<Authenticator> makeAuthenticator(const watch::Cache& cache, const pki::TokenSigner& signer,
                                                 async::Clock& clock);

}  // namespace armillary::server
