#pragma once

#include <expected>
#include <functional>
#include <string>
#include <string_view>

#include "engine/resources/resource.h"
#include "engine/schema/api/admissionregistrationv1.h"
#include "engine/schema/object.h"
#include "engine/schema/status.h"

/// Which calls the rules and selectors of webhooks, of policies and of their bindings are about.
/// Source: https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/
/// #matching-requests-rules.
namespace armillary::resources::validating {

/// A call as rules and selectors see it. Borrows everything.
struct MatchedCall {
    using Labels = schema::StringMap<std::string>;

    const Resource& resource;
    std::string_view operation;  ///< "CREATE"
    std::string_view subresource, namespace_, name;
    /// Of what the call is about; null where there is no object, or it has no metadata.
    const Labels *labels = nullptr, *oldLabels = nullptr;
    /// Of a call that is about a namespace: that namespace's, as it will be or has been.
    const Labels* namespaceLabels = nullptr;

    bool isNamespace() const { return resource.plural == "namespaces" && resource.group.empty(); }
};

/// The labels of an object of any type; null for one that has no metadata.
const MatchedCall::Labels* labelsOf(const schema::TypeInfo& type, const void* object);

/// Whether a rule is about the call as `row` shows it.
bool isAbout(const admissionregistrationv1::RuleWithOperations& rule, const MatchedCall& call, const Resource& row);

/// The call's own row, or unless `exact` another version of it, that `matches`; null when there is none.
const Resource* rowThat(const MatchedCall& call, bool exact, const std::function<bool(const Resource& row)>& matches);

/// A namespace by its name; null when there is none.
using FindNamespace = std::function<ObjectRef(const std::string& name)>;
/// Whether the selectors let the call through; a null one does. 404 when its namespace cannot be found.
Result<bool> selects(const FindNamespace& findNamespace, const metav1::LabelSelector* namespaceSelector,
                     const metav1::LabelSelector* objectSelector, const MatchedCall& call);

/// As what the call is to be shown to a policy or a binding of it: its own row, or with matchPolicy Equivalent another
/// version of it. Null: they are not about the call. The error says what is wrong with the selectors.
/// Source: https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/.
std::expected<const Resource*, std::string> matchedRow(const admissionregistrationv1::MatchResources& match,
                                                       const MatchedCall& call, const FindNamespace& findNamespace);

}  // namespace armillary::resources::validating
