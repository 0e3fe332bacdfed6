#include <algorithm>

#include "engine/resources/checks/meta.h"
#include "engine/resources/rules/pod/pod_spec.h"

namespace armillary::resources::podspec {

namespace {

/// Its findings are one error.
void checkTolerationValue(const std::string& value, const Path& path, FieldErrors& errors) {
    std::string all;
    for (const auto& message : checkLabelValue(value)) all += (all.empty() ? "" : ";") + message;
    if (!all.empty()) errors.push_back(field::invalid(path, value, all));
}

void checkToleration(const corev1::Toleration& toleration, const Path& path, FieldErrors& errors) {
    if (!toleration.key.empty())
        addInvalid(errors, path.child("key"), toleration.key, checkQualifiedName(toleration.key));
    else if (toleration.operator_ != corev1::kTolerationOpExists)
        errors.push_back(field::invalid(
            path.child("operator"), toleration.operator_,
            "operator must be Exists when `key` is empty, which means \"match all values and all keys\""));
    if (toleration.tolerationSeconds && toleration.effect != corev1::kTaintEffectNoExecute)
        errors.push_back(field::invalid(path.child("effect"), toleration.effect,
                                        "effect must be 'NoExecute' when `tolerationSeconds` is set"));
    if (toleration.operator_.empty() || toleration.operator_ == corev1::kTolerationOpEqual)
        checkTolerationValue(toleration.value, path.child("operator"), errors);
    else if (toleration.operator_ != corev1::kTolerationOpExists)
        errors.push_back(field::notSupported(path.child("operator"), toleration.operator_, {"Equal", "Exists"}));
    else if (!toleration.value.empty())
        errors.push_back(field::invalid(path.child("operator"), toleration.value,
                                        "value must be empty when `operator` is 'Exists'"));
    static const std::vector<std::string_view> kEffects{"NoSchedule", "PreferNoSchedule", "NoExecute"};
    if (!toleration.effect.empty() && !std::ranges::contains(kEffects, toleration.effect))
        errors.push_back(field::notSupported(path.child("effect"), toleration.effect, kEffects));
}

void checkRequirement(const corev1::NodeSelectorRequirement& requirement, const Path& path, FieldErrors& errors) {
    const std::string& op = requirement.operator_;
    if (op == "In" || op == "NotIn") {
        if (requirement.values.empty())
            errors.push_back(
                field::required(path.child("values"), "must be specified when `operator` is 'In' or 'NotIn'"));
    } else if (op == "Exists" || op == "DoesNotExist") {
        if (!requirement.values.empty())
            errors.push_back(field::forbidden(path.child("values"),
                                              "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
    } else if (op == "Gt" || op == "Lt") {
        if (requirement.values.size() != 1)
            errors.push_back(field::required(path.child("values"),
                                             "must be specified single value when `operator` is 'Lt' or 'Gt'"));
    } else {
        errors.push_back(field::invalid(path.child("operator"), op, "not a valid selector operator"));
    }
    addInvalid(errors, path.child("key"), requirement.key, checkQualifiedName(requirement.key));
}

void checkFieldRequirement(const corev1::NodeSelectorRequirement& requirement, const Path& path, FieldErrors& errors) {
    if (requirement.operator_ != "In" && requirement.operator_ != "NotIn")
        errors.push_back(
            field::invalid(path.child("operator"), requirement.operator_, "not a valid selector operator"));
    else if (requirement.values.size() != 1)
        errors.push_back(field::required(
            path.child("values"), "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"));
    if (requirement.key != "metadata.name")
        errors.push_back(field::invalid(path.child("key"), requirement.key, "not a valid field selector key"));
    else
        for (std::size_t i = 0; i < requirement.values.size(); ++i)
            addInvalid(errors, path.child("values").index(i), requirement.values[i],
                       checkSubdomain(requirement.values[i]));
}

void checkTerm(const corev1::NodeSelectorTerm& term, bool required, const Path& path, FieldErrors& errors) {
    for (std::size_t i = 0; i < term.matchExpressions.size(); ++i) {
        const Path at = path.child("matchExpressions").index(i);
        checkRequirement(term.matchExpressions[i], at, errors);
        const auto& values = term.matchExpressions[i].values;
        for (std::size_t k = 0; required && k < values.size(); ++k)
            addInvalid(errors, at.child("values").index(k), values[k], checkLabelValue(values[k]));
    }
    for (std::size_t i = 0; i < term.matchFields.size(); ++i)
        checkFieldRequirement(term.matchFields[i], path.child("matchFields").index(i), errors);
}

void checkWeight(std::int32_t weight, const Path& path, FieldErrors& errors) {
    if (weight <= 0 || weight > 100)
        errors.push_back(field::invalidRaw(path.child("weight"), std::to_string(weight), "must be in the range 1-100"));
}

void checkNodeAffinity(const corev1::NodeAffinity& affinity, const Path& path, FieldErrors& errors) {
    if (affinity.requiredDuringSchedulingIgnoredDuringExecution)
        checkNodeSelector(*affinity.requiredDuringSchedulingIgnoredDuringExecution,
                          path.child("requiredDuringSchedulingIgnoredDuringExecution"), errors);
    const auto& preferred = affinity.preferredDuringSchedulingIgnoredDuringExecution;
    for (std::size_t i = 0; i < preferred.size(); ++i) {
        const Path at = path.child("preferredDuringSchedulingIgnoredDuringExecution").index(i);
        checkWeight(preferred[i].weight, at, errors);
        checkTerm(preferred[i].preference, false, at.child("preference"), errors);
    }
}

/// Keys whose values are taken from the pod itself; they refine a selector, which has to be there.
void checkLabelKeys(const std::vector<std::string>& keys, const schema::Ptr<metav1::LabelSelector>& selector,
                    const Path& path, FieldErrors& errors) {
    if (keys.empty()) return;
    if (!selector)
        return errors.push_back(field::forbidden(path, "must not be specified when labelSelector is not set"));
    for (std::size_t i = 0; i < keys.size(); ++i)
        addInvalid(errors, path.index(i), keys[i], checkQualifiedName(keys[i]));
}

void checkPodTerm(const corev1::PodAffinityTerm& term, const Path& path, FieldErrors& errors) {
    if (term.labelSelector) checkSelector(*term.labelSelector, path.child("labelSelector"), errors);
    if (term.namespaceSelector) checkSelector(*term.namespaceSelector, path.child("namespaceSelector"), errors);
    for (const auto& name : term.namespaces) addInvalid(errors, path.child("namespace"), name, checkLabel(name));
    if (term.topologyKey.empty()) errors.push_back(field::required(path.child("topologyKey"), "can not be empty"));
    addInvalid(errors, path.child("topologyKey"), term.topologyKey, checkQualifiedName(term.topologyKey));
    const Path mismatches = path.child("mismatchLabelKeys");
    checkLabelKeys(term.matchLabelKeys, term.labelSelector, path.child("matchLabelKeys"), errors);
    checkLabelKeys(term.mismatchLabelKeys, term.labelSelector, mismatches, errors);
    for (std::size_t i = 0; i < term.mismatchLabelKeys.size(); ++i)
        if (std::ranges::contains(term.matchLabelKeys, term.mismatchLabelKeys[i]))
            errors.push_back(field::invalid(mismatches.index(i), term.mismatchLabelKeys[i],
                                            "exists in both matchLabelKeys and mismatchLabelKeys"));
}

/// PodAffinity and PodAntiAffinity have the same fields.
template <class Affinity>
void checkPodAffinity(const Affinity& affinity, const Path& path, FieldErrors& errors) {
    const auto& required = affinity.requiredDuringSchedulingIgnoredDuringExecution;
    for (std::size_t i = 0; i < required.size(); ++i)
        checkPodTerm(required[i], path.child("requiredDuringSchedulingIgnoredDuringExecution").index(i), errors);
    const auto& preferred = affinity.preferredDuringSchedulingIgnoredDuringExecution;
    for (std::size_t i = 0; i < preferred.size(); ++i) {
        const Path at = path.child("preferredDuringSchedulingIgnoredDuringExecution").index(i);
        checkWeight(preferred[i].weight, at, errors);
        checkPodTerm(preferred[i].podAffinityTerm, at.child("podAffinityTerm"), errors);
    }
}

/// What a constraint says of nodes, and of labels that it takes from the pod.
void checkSpreadDetails(const corev1::TopologySpreadConstraint& constraint, const Path& path, FieldErrors& errors) {
    const auto oneOf = [&](const std::optional<std::string>& policy, std::string_view name) {
        if (policy && *policy != "Honor" && *policy != "Ignore")
            errors.push_back(field::notSupported(path.child(name), *policy, {"Honor", "Ignore"}));
    };
    oneOf(constraint.nodeAffinityPolicy, "nodeAffinityPolicy");
    oneOf(constraint.nodeTaintsPolicy, "nodeTaintsPolicy");
    const Path keys = path.child("matchLabelKeys");
    checkLabelKeys(constraint.matchLabelKeys, constraint.labelSelector, keys, errors);
    if (!constraint.labelSelector) return;
    for (std::size_t i = 0; i < constraint.matchLabelKeys.size(); ++i) {
        const std::string& key = constraint.matchLabelKeys[i];
        if (constraint.labelSelector->matchLabels.contains(key) ||
            std::ranges::contains(constraint.labelSelector->matchExpressions, key,
                                  &metav1::LabelSelectorRequirement::key))
            errors.push_back(field::invalid(keys.index(i), key, "exists in both matchLabelKeys and labelSelector"));
    }
}

}  // namespace

void checkTolerations(const std::vector<corev1::Toleration>& tolerations, const Path& path, FieldErrors& errors) {
    for (std::size_t i = 0; i < tolerations.size(); ++i) checkToleration(tolerations[i], path.index(i), errors);
}

void checkNodeSelector(const corev1::NodeSelector& selector, const Path& path, FieldErrors& errors) {
    const Path terms = path.child("nodeSelectorTerms");
    if (selector.nodeSelectorTerms.empty())
        errors.push_back(field::required(terms, "must have at least one node selector term"));
    for (std::size_t i = 0; i < selector.nodeSelectorTerms.size(); ++i)
        checkTerm(selector.nodeSelectorTerms[i], true, terms.index(i), errors);
}

void checkAffinity(const corev1::Affinity& affinity, const Path& path, FieldErrors& errors) {
    if (affinity.nodeAffinity) checkNodeAffinity(*affinity.nodeAffinity, path.child("nodeAffinity"), errors);
    if (affinity.podAffinity) checkPodAffinity(*affinity.podAffinity, path.child("podAffinity"), errors);
    if (affinity.podAntiAffinity) checkPodAffinity(*affinity.podAntiAffinity, path.child("podAntiAffinity"), errors);
}

void checkTopologySpread(const std::vector<corev1::TopologySpreadConstraint>& constraints, const Path& path,
                         FieldErrors& errors) {
    std::set<std::pair<std::string_view, std::string_view>> seen;
    for (std::size_t i = 0; i < constraints.size(); ++i) {
        const auto& constraint = constraints[i];
        const Path at = path.index(i);
        if (constraint.maxSkew <= 0)
            errors.push_back(field::invalidRaw(at.child("maxSkew"), std::to_string(constraint.maxSkew),
                                               "must be greater than zero"));
        if (constraint.topologyKey.empty())
            errors.push_back(field::required(at.child("topologyKey"), "can not be empty"));
        else
            addInvalid(errors, at.child("topologyKey"), constraint.topologyKey,
                       checkQualifiedName(constraint.topologyKey));
        if (constraint.whenUnsatisfiable != corev1::kDoNotSchedule &&
            constraint.whenUnsatisfiable != corev1::kScheduleAnyway)
            errors.push_back(field::notSupported(at.child("whenUnsatisfiable"), constraint.whenUnsatisfiable,
                                                 {"DoNotSchedule", "ScheduleAnyway"}));
        if (!seen.emplace(constraint.topologyKey, constraint.whenUnsatisfiable).second)
            errors.push_back(
                field::duplicate(at.child("{topologyKey, whenUnsatisfiable}"),
                                 "{" + constraint.topologyKey + ", " + constraint.whenUnsatisfiable + "}"));
        if (constraint.minDomains && *constraint.minDomains <= 0)
            errors.push_back(field::invalidRaw(at.child("minDomains"), std::to_string(*constraint.minDomains),
                                               "must be greater than zero"));
        if (constraint.minDomains && constraint.whenUnsatisfiable != corev1::kDoNotSchedule)
            errors.push_back(field::invalidRaw(
                at.child("minDomains"), std::to_string(*constraint.minDomains),
                "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not " + constraint.whenUnsatisfiable));
        checkSpreadDetails(constraint, at, errors);
        if (constraint.labelSelector) checkSelector(*constraint.labelSelector, at.child("labelSelector"), errors);
    }
}

}  // namespace armillary::resources::podspec
