#pragma once

#include <expected>
#include <string>

#include "engine/schema/api/admissionregistrationv1.h"
#include "engine/server/admission/admission.h"

/// Which calls a policy, or a binding of it, is about.
/// Source: https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/.
namespace armillary::server::admission {

/// As what the call is to be shown: its own row, or with matchPolicy Equivalent another version of it. Null: the policy
/// is not about the call. The error says what is wrong with the selectors.
std::expected<const resources::Resource*, std::string> matchedRow(const admissionregistrationv1::MatchResources& match,
                                                                  const AdmissionCall& call, const watch::Cache& cache);

}  // namespace armillary::server::admission
