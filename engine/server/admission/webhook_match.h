#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/resources/validating/match.h"
#include "engine/schema/api/admissionregistrationv1.h"
#include "engine/server/admission/admission.h"

/// Which webhooks are asked about a write, and as what.
namespace armillary::server::admission {

/// A webhook of either sort. Keeps its configuration alive.
struct Hook {
    ObjectRef configuration;
    const std::string& name;
    const admissionregistrationv1::WebhookClientConfig& client;
    const std::vector<admissionregistrationv1::RuleWithOperations>& rules;
    const std::vector<std::string>& versions;  ///< of AdmissionReview, the preferred one first
    const std::vector<admissionregistrationv1::MatchCondition>& conditions;
    const metav1::LabelSelector *namespaceSelector = nullptr, *objectSelector = nullptr;
    bool ignoresFailure = false, exact = false, supportsDryRun = false, wantsReinvocation = false;
    int timeoutSeconds = 10;

    /// "CONFIGURATION/NAME"
    std::string id() const { return configuration->name() + "/" + name; }
};

/// In the order in which they are called: by the configurations' names, then as written.
std::vector<Hook> mutatingHooks(const watch::Cache& cache);
std::vector<Hook> validatingHooks(const watch::Cache& cache);

/// "CREATE", "UPDATE", "DELETE" or "CONNECT": as rules and reviews name it.
std::string_view nameOf(Operation operation);

/// What the body of a call is, in the words of an AdmissionReview.
struct Subject {
    std::string group, version, kind;
};
Subject subjectOf(const AdmissionCall& call, const resources::Resource& resource);

/// Whether a rule of the webhook is about the call; then the row as which it is to be shown: the call's own, or with
/// matchPolicy Equivalent another version of it.
const resources::Resource* matchingRow(const Hook& hook, const AdmissionCall& call);

/// A call as rules and selectors see it. Borrows the call.
resources::validating::MatchedCall matchedCallOf(const AdmissionCall& call);
/// Where these find namespaces. Borrows the cache.
resources::validating::FindNamespace namespacesOf(const watch::Cache& cache);

/// Whether the selectors let the call through; a null one does. 404 when its namespace cannot be found.
Result<bool> selects(const watch::Cache& cache, const metav1::LabelSelector* namespaceSelector,
                     const metav1::LabelSelector* objectSelector, const AdmissionCall& call);

/// Webhooks and policies are never asked about themselves: nobody could mend them.
bool isExempt(const AdmissionCall& call);

}  // namespace armillary::server::admission
