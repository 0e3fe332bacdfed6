#include "engine/server/admission/policy_match.h"

#include "engine/server/admission/webhook_match.h"

namespace armillary::server::admission {

std::expected<const resources::Resource*, std::string> matchedRow(const admissionregistrationv1::MatchResources& match,
                                                                  const AdmissionCall& call,
                                                                  const watch::Cache& cache) {
    return resources::validating::matchedRow(match, matchedCallOf(call), namespacesOf(cache));
}

}  // namespace armillary::server::admission
