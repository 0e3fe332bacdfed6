#include <algorithm>

#include "engine/resources/checks/meta.h"
#include "engine/resources/rules/pod/pod_spec.h"
#include "engine/resources/rules/workloads/workload.h"

namespace armillary::resources::podspec {

namespace {

constexpr std::string_view kUpdatable =
    "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,"
    "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),"
    "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

/// Equal but for the time that a toleration holds.
bool sameToleration(corev1::Toleration left, const corev1::Toleration& right) {
    left.tolerationSeconds = right.tolerationSeconds;
    return left == right;
}

void checkTolerationsKept(const corev1::PodSpec& spec, const corev1::PodSpec& old, const Path& path,
                          FieldErrors& errors) {
    for (const auto& before : old.tolerations) {
        const bool kept =
            std::ranges::any_of(spec.tolerations, [&](const auto& now) { return sameToleration(now, before); });
        if (!kept)
            return errors.push_back(field::forbidden(
                path.child("tolerations"), "existing toleration can not be modified except its tolerationSeconds"));
    }
}

void checkDeadline(const corev1::PodSpec& spec, const corev1::PodSpec& old, const Path& path, FieldErrors& errors) {
    const Path at = path.child("activeDeadlineSeconds");
    if (!spec.activeDeadlineSeconds) {
        if (old.activeDeadlineSeconds)
            errors.push_back(field::invalidRaw(at, "null", "must not update from a positive integer to nil value"));
        return;
    }
    const std::int64_t now = *spec.activeDeadlineSeconds;
    if (now < 0 || now > INT32_MAX)
        errors.push_back(field::invalidRaw(at, std::to_string(now), inclusiveRange(0, INT32_MAX)));
    else if (old.activeDeadlineSeconds && *old.activeDeadlineSeconds < now)
        errors.push_back(field::invalidRaw(at, std::to_string(now), "must be less than or equal to previous value"));
}

void checkGatesRemoved(const corev1::PodSpec& spec, const corev1::PodSpec& old, const Path& path, FieldErrors& errors) {
    for (std::size_t i = 0; i < spec.schedulingGates.size(); ++i) {
        const std::string& name = spec.schedulingGates[i].name;
        if (!std::ranges::contains(old.schedulingGates, name, &corev1::PodSchedulingGate::name))
            errors.push_back(
                field::forbidden(path.child("schedulingGates").index(i).child("name"),
                                 "only deletion is allowed, but found new scheduling gate '" + name + "'"));
    }
}

/// Names of the members of the spec that differ.
std::string differences(const corev1::PodSpec& left, const corev1::PodSpec& right) {
    std::string out;
    schema::TypeInfo one = schema::typeInfo<corev1::PodSpec>();
    for (const auto& field : schema::typeInfo<corev1::PodSpec>().fields) {
        one.fields = std::span(&field, 1);
        if (!schema::equal(one, &left, &right)) out.append(out.empty() ? "" : ", ").append(field.jsonName);
    }
    return out;
}

void checkSelectorGrows(const corev1::PodSpec& spec, const corev1::PodSpec& old, const Path& path,
                        FieldErrors& errors) {
    for (const auto& [key, value] : old.nodeSelector) {
        const auto now = spec.nodeSelector.find(key);
        if (now != spec.nodeSelector.end() && now->second == value) continue;
        return errors.push_back(
            field::invalidRaw(path.child("nodeSelector"), workload::goValue(spec.nodeSelector),
                              "only additions to spec.nodeSelector are allowed (no mutations or deletions)"));
    }
}

/// A pod that waits at a gate may be told more precisely which node to go to, though not which pods to join.
void takePlacement(corev1::PodSpec& allowed, const corev1::PodSpec& old) {
    allowed.nodeSelector = old.nodeSelector;
    const bool joins = allowed.affinity && (allowed.affinity->podAffinity || allowed.affinity->podAntiAffinity);
    if (!old.affinity && !joins)
        allowed.affinity.reset();
    else if (old.affinity)
        allowed.affinity.ensure().nodeAffinity = old.affinity->nodeAffinity;
}

const std::vector<corev1::NodeSelectorTerm>& requiredTerms(const schema::Ptr<corev1::Affinity>& affinity) {
    static const std::vector<corev1::NodeSelectorTerm> kNone;
    if (!affinity || !affinity->nodeAffinity) return kNone;
    const auto& required = affinity->nodeAffinity->requiredDuringSchedulingIgnoredDuringExecution;
    return required ? required->nodeSelectorTerms : kNone;
}

/// Whether `now` begins with what `before` has.
bool grows(const std::vector<corev1::NodeSelectorRequirement>& now,
           const std::vector<corev1::NodeSelectorRequirement>& before) {
    if (now.size() < before.size()) return false;
    for (std::size_t i = 0; i < before.size(); ++i)
        if (!(now[i] == before[i])) return false;
    return true;
}

/// Nodes that were to be had before may be ruled out, others not let in.
void checkAffinityGrows(const corev1::PodSpec& spec, const corev1::PodSpec& old, const Path& path,
                        FieldErrors& errors) {
    const auto &now = requiredTerms(spec.affinity), &before = requiredTerms(old.affinity);
    if (before.empty()) return;
    const Path terms = path.child("affinity")
                           .child("nodeAffinity")
                           .child("requiredDuringSchedulingIgnoredDuringExecution")
                           .child("nodeSelectorTerms");
    if (now.size() != before.size())
        return errors.push_back(
            field::invalid(terms, "", "no additions/deletions to non-empty NodeSelectorTerms list are allowed"));
    for (std::size_t i = 0; i < now.size(); ++i) {
        // A term that selects nothing goes on selecting nothing.
        const bool wasEmpty = before[i].matchExpressions.empty() && before[i].matchFields.empty();
        const bool isEmpty = now[i].matchExpressions.empty() && now[i].matchFields.empty();
        if (wasEmpty != isEmpty || !grows(now[i].matchExpressions, before[i].matchExpressions) ||
            !grows(now[i].matchFields, before[i].matchFields))
            errors.push_back(
                field::invalid(terms.index(i), "", "only additions are allowed (no mutations or deletions)"));
    }
}

}  // namespace

void checkUpdate(const corev1::PodSpec& spec, const corev1::PodSpec& old, const Path& path, FieldErrors& errors) {
    if (spec.containers.size() != old.containers.size())
        return errors.push_back(
            field::forbidden(path.child("containers"), "pod updates may not add or remove containers"));
    if (spec.initContainers.size() != old.initContainers.size())
        return errors.push_back(
            field::forbidden(path.child("initContainers"), "pod updates may not add or remove containers"));
    checkDeadline(spec, old, path, errors);
    checkGatesRemoved(spec, old, path, errors);
    checkTolerationsKept(spec, old, path, errors);

    // What may change is made equal; then nothing else may differ.
    corev1::PodSpec allowed = spec;
    for (std::size_t i = 0; i < allowed.containers.size(); ++i) allowed.containers[i].image = old.containers[i].image;
    for (std::size_t i = 0; i < allowed.initContainers.size(); ++i)
        allowed.initContainers[i].image = old.initContainers[i].image;
    allowed.activeDeadlineSeconds = old.activeDeadlineSeconds;
    allowed.schedulingGates = old.schedulingGates;
    allowed.tolerations = old.tolerations;
    allowed.serviceAccount = old.serviceAccount;
    if (old.terminationGracePeriodSeconds && *old.terminationGracePeriodSeconds < 0 &&
        allowed.terminationGracePeriodSeconds == 1)
        allowed.terminationGracePeriodSeconds = old.terminationGracePeriodSeconds;
    if (!old.schedulingGates.empty()) {
        checkSelectorGrows(spec, old, path, errors);
        checkAffinityGrows(spec, old, path, errors);
        takePlacement(allowed, old);
    }
    if (!(allowed == old))
        errors.push_back(field::forbidden(path, std::string(kUpdatable) + "\n" + differences(allowed, old)));
}

}  // namespace armillary::resources::podspec
