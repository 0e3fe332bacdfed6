#pragma once

#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "engine/resources/validating/input.h"
#include "engine/schema/api/admissionregistrationv1.h"

namespace armillary::resources::validating {

/// The matchConditions of a webhook or a policy, compiled. Immutable; any thread may ask.
/// Source: https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/
/// #matching-requests-matchconditions.
class MatchConditions {
public:
    /// Conditions come from a stored object, and so have been compiled once at validation. `hasParams`: they see
    /// params.
    explicit MatchConditions(const std::vector<admissionregistrationv1::MatchCondition>& conditions,
                             bool hasParams = false);
    MatchConditions(MatchConditions&&) noexcept;
    ~MatchConditions();

    bool empty() const { return m_conditions.empty(); }
    /// Whether every condition holds. One that is false decides, whatever the others are; else the first one that fails
    /// is the error, and the failure policy says what comes of it: Ignore passes the webhook over, Fail refuses the
    /// call with this text. `params`: the value of that variable.
    std::expected<bool, std::string> match(const CallInput& input, const cel::Value& params = {}) const;

private:
    struct Condition;
    struct Scope;
    std::unique_ptr<const Scope> m_scope;
    std::vector<Condition> m_conditions;
};

}  // namespace armillary::resources::validating
