#include "engine/controllers/customresources/plan.h"

#include <algorithm>
#include <set>

#include "engine/resources/custom/approval.h"
#include "engine/resources/custom/structural.h"

namespace armillary::controllers::customresources {

namespace {

using Condition = apiextensionsv1::CustomResourceDefinitionCondition;
using Names = apiextensionsv1::CustomResourceDefinitionNames;

Condition condition(std::string_view type, bool holds, std::string_view reason, std::string message) {
    Condition made;
    made.type = type;
    made.status = holds ? apiextensionsv1::kConditionTrue : apiextensionsv1::kConditionFalse;
    made.reason = reason;
    made.message = std::move(message);
    return made;
}

bool holds(const CustomResourceDefinition& definition, std::string_view type) {
    return std::ranges::any_of(definition.status.conditions, [&](const Condition& known) {
        return known.type == type && known.status == apiextensionsv1::kConditionTrue;
    });
}

struct TakenNames {
    std::set<std::string_view> resources, kinds;
};

TakenNames takenNames(const std::vector<const CustomResourceDefinition*>& others) {
    TakenNames taken;
    for (const CustomResourceDefinition* other : others) {
        const Names& names = other->status.acceptedNames;
        taken.resources.insert({names.plural, names.singular});
        taken.resources.insert(names.shortNames.begin(), names.shortNames.end());
        taken.kinds.insert({names.kind, names.listKind});
    }
    return taken;
}

/// Gives out the names that are free, and says which is not.
class Naming {
public:
    Naming(const CustomResourceDefinition& definition, const TakenNames& taken)
        : m_wanted(definition.spec.names), m_accepted(definition.status.acceptedNames), m_taken(taken) {}

    void run() {
        Names given = m_accepted;
        take(m_wanted.plural, m_accepted.plural, m_taken.resources, "PluralConflict", given.plural);
        take(m_wanted.singular, m_accepted.singular, m_taken.resources, "SingularConflict", given.singular);
        takeShortNames(given);
        take(m_wanted.kind, m_accepted.kind, m_taken.kinds, "KindConflict", given.kind);
        take(m_wanted.listKind, m_accepted.listKind, m_taken.kinds, "ListKindConflict", given.listKind);
        given.categories = m_wanted.categories;
        names = std::move(given);
    }

    Names names;
    /// "" when all are given.
    std::string conflict, message;

private:
    static std::string inUse(const std::string& name) { return "\"" + name + "\" is already in use"; }

    void take(const std::string& wanted, const std::string& accepted, const std::set<std::string_view>& taken,
              std::string_view reason, std::string& given) {
        if (wanted != accepted && taken.contains(wanted)) {
            conflict = reason;
            message = inUse(wanted);
        } else {
            given = wanted;
        }
    }

    void takeShortNames(Names& given) {
        std::vector<std::string> wrong;
        for (const std::string& name : m_wanted.shortNames)
            if (!std::ranges::contains(m_accepted.shortNames, name) && m_taken.resources.contains(name))
                wrong.push_back(inUse(name));
        if (wrong.empty()) {
            given.shortNames = m_wanted.shortNames;
            return;
        }
        conflict = "ShortNamesConflict";
        message = wrong.size() == 1 ? wrong[0] : "[";
        for (std::size_t i = 0; wrong.size() > 1 && i < wrong.size(); ++i) message += (i ? ", " : "") + wrong[i];
        if (wrong.size() > 1) message += "]";
    }

    const Names &m_wanted, &m_accepted;
    const TakenNames& m_taken;
};

void planNames(CustomResourceDefinition& definition, const std::vector<const CustomResourceDefinition*>& others,
               async::SystemTime now) {
    const TakenNames taken = takenNames(others);
    Naming naming(definition, taken);
    naming.run();
    const bool accepted = naming.conflict.empty();
    definition.status.acceptedNames = std::move(naming.names);
    setCondition(definition,
                 accepted ? condition(apiextensionsv1::kNamesAccepted, true, "NoConflicts", "no conflicts found")
                          : condition(apiextensionsv1::kNamesAccepted, false, naming.conflict, naming.message),
                 now);
    // What has been established stays so.
    if (holds(definition, apiextensionsv1::kEstablished)) return;
    setCondition(definition,
                 accepted
                     ? condition(apiextensionsv1::kEstablished, true, "InitialNamesAccepted",
                                 "the initial names have been accepted")
                     : condition(apiextensionsv1::kEstablished, false, "NotAccepted", "not all names are accepted"),
                 now);
}

void planSchemas(CustomResourceDefinition& definition, async::SystemTime now) {
    FieldErrors errors;
    if (definition.spec.preserveUnknownFields)
        errors.push_back(field::invalidRaw("spec.preserveUnknownFields", "true", "must be false"));
    for (std::size_t i = 0; i < definition.spec.versions.size(); ++i) {
        const auto& version = definition.spec.versions[i];
        if (!version.schema || !version.schema->openAPIV3Schema) continue;
        const auto path = resources::Path("spec.versions").index(i).child("schema").child("openAPIV3Schema");
        std::ranges::move(resources::custom::checkStructural(*version.schema->openAPIV3Schema, path),
                          std::back_inserter(errors));
    }
    if (errors.empty()) {
        std::erase_if(definition.status.conditions,
                      [](const Condition& known) { return known.type == apiextensionsv1::kNonStructuralSchema; });
        return;
    }
    std::string text = errors.size() > 1 ? "[" : "";
    for (const FieldError& error : errors) text += (&error == &errors.front() ? "" : ", ") + error.text();
    setCondition(
        definition,
        condition(apiextensionsv1::kNonStructuralSchema, true, "Violations", text + (errors.size() > 1 ? "]" : "")),
        now);
}

void planApproval(CustomResourceDefinition& definition, async::SystemTime now) {
    using State = resources::custom::Approval::State;
    if (!resources::custom::isProtectedGroup(definition.spec.group)) return;
    const auto approval = resources::custom::approvalOf(definition.metadata);
    std::string_view reason;
    switch (approval.state) {
        case State::Missing:
            reason = "MissingAnnotation";
            break;
        case State::Bypassed:
            reason = "UnapprovedAnnotation";
            break;
        case State::Approved:
            reason = "ApprovedAnnotation";
            break;
        case State::Invalid:
            reason = "InvalidAnnotation";
            break;
    }
    setCondition(definition,
                 condition(apiextensionsv1::kKubernetesAPIApprovalPolicyConformant, approval.state == State::Approved,
                           reason, approval.reason),
                 now);
}

}  // namespace

void setCondition(CustomResourceDefinition& definition, Condition made, async::SystemTime now) {
    auto& conditions = definition.status.conditions;
    auto known = std::ranges::find(conditions, made.type, &Condition::type);
    if (known != conditions.end() && known->status == made.status && known->lastTransitionTime.isSet())
        made.lastTransitionTime = known->lastTransitionTime;
    else
        made.lastTransitionTime = schema::Time(now);
    if (known == conditions.end())
        conditions.push_back(std::move(made));
    else
        *known = std::move(made);
}

apiextensionsv1::CustomResourceDefinitionStatus statusOf(const CustomResourceDefinition& definition,
                                                         const std::vector<const CustomResourceDefinition*>& others,
                                                         async::SystemTime now) {
    CustomResourceDefinition planned = definition;
    planNames(planned, others, now);
    planSchemas(planned, now);
    planApproval(planned, now);
    return planned.status;
}

}  // namespace armillary::controllers::customresources
