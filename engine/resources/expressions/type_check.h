#pragma once

#include <vector>

#include "engine/schema/api/admissionregistrationv1.h"

namespace armillary::resources::expressions {

/// What a policy's validations say of members that the types they are about do not have. Only built-in types without
/// wildcards are looked at, ten of each rule at most.
/// Source: https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#type-checking.
std::vector<admissionregistrationv1::ExpressionWarning> typeCheck(
    const admissionregistrationv1::ValidatingAdmissionPolicy& policy);

}  // namespace armillary::resources::expressions
