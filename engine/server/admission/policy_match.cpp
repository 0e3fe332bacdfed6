#include "engine/server/admission/policy_match.h"

#include <algorithm>

#include "engine/server/admission/webhook_match.h"

namespace armillary::server::admission {
namespace {

using admissionregistrationv1::NamedRuleWithOperations;
using resources::Resource;

/// The row as which one of the rules is about the call.
const Resource* rowFor(const std::vector<NamedRuleWithOperations>& rules, bool exact, const AdmissionCall& call) {
    return rowThat(call, exact, [&](const Resource& row) {
        return std::ranges::any_of(rules, [&](const NamedRuleWithOperations& rule) {
            return isAbout(rule, call, row) &&
                   (rule.resourceNames.empty() || std::ranges::contains(rule.resourceNames, call.name));
        });
    });
}

}  // namespace

std::expected<const Resource*, std::string> matchedRow(const admissionregistrationv1::MatchResources& match,
                                                       const AdmissionCall& call, const watch::Cache& cache) {
    const bool exact = match.matchPolicy == admissionregistrationv1::kExact;
    // What no rule is about is no reason to complain of a selector.
    const Resource* row = match.resourceRules.empty() ? &call.resource : rowFor(match.resourceRules, exact, call);
    if (!row || rowFor(match.excludeResourceRules, exact, call)) return nullptr;
    const auto selected = selects(cache, match.namespaceSelector.get(), match.objectSelector.get(), call);
    if (!selected) return std::unexpected(selected.error().message);
    return *selected ? row : nullptr;
}

}  // namespace armillary::server::admission
