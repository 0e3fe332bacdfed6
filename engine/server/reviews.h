#pragma once

#include <string>

#include "engine/async/clock.h"
#include "engine/pki/ca.h"
#include "engine/pki/token.h"
#include "engine/resources/resource.h"
#include "engine/schema/api/authenticationv1.h"
#include "engine/server/authn.h"
#include "engine/server/authz.h"

/// The creates that are answered, not stored, and the signing of certificates and tokens.
namespace armillary::server {

struct ReviewContext {
    Authenticator& authenticator;
    Authorizer& authorizer;
    const pki::TokenSigner& signer;
    const watch::Cache& cache;
    async::Clock& clock;
};

/// TokenReview, SubjectAccessReview, LocalSubjectAccessReview, SelfSubjectAccessReview, SelfSubjectRulesReview and
/// SelfSubjectReview: fills the status of `object`, a value of the row's type.
Result<void> review(const ReviewContext& context, const User& user, const resources::Resource& resource,
                    const std::string& namespace_, void* object);

/// serviceaccounts/token: fills the status of the request (authentication.k8s.io/v1 TokenRequest).
Result<void> requestToken(const ReviewContext& context, const std::string& namespace_, const std::string& account,
                          authenticationv1::TokenRequest& request);

}  // namespace armillary::server
