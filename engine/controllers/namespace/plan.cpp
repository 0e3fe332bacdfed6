#include "engine/controllers/namespace/plan.h"

#include <algorithm>
#include <format>

namespace armillary::controllers::namespaces {

namespace {

void set(std::vector<corev1::NamespaceCondition>& conditions, std::string_view type, bool value,
         std::string_view reason, std::string message, async::SystemTime now) {
    const std::string_view status = value ? corev1::kConditionTrue : corev1::kConditionFalse;
    auto known = std::ranges::find(conditions, type, &corev1::NamespaceCondition::type);
    if (known == conditions.end()) {
        known = conditions.insert(conditions.end(), corev1::NamespaceCondition());
        known->type = type;
    } else if (known->status == status) {
        known->reason = reason;
        known->message = std::move(message);
        return;
    }
    known->status = status;
    known->reason = reason;
    known->message = std::move(message);
    known->lastTransitionTime = schema::Time(now);
}

std::string listed(const std::map<std::string, std::size_t>& counts, std::string_view form) {
    std::string text;
    for (const auto& [name, count] : counts) {
        if (!text.empty()) text += ", ";
        text += form == "has" ? std::format("{} has {} resource instances", name, count)
                              : std::format("{} in {} resource instances", name, count);
    }
    return text;
}

}  // namespace

std::vector<corev1::NamespaceCondition> conditionsOf(const corev1::Namespace& object, const Remains& remains,
                                                     async::SystemTime now) {
    auto conditions = object.status.conditions;
    if (remains.undiscovered.empty()) {
        set(conditions, corev1::kNamespaceDeletionDiscoveryFailure, false, "ResourcesDiscovered",
            "All resources successfully discovered", now);
    } else {
        std::string text;
        for (const auto& version : remains.undiscovered)
            text += std::format("{}{}: stale GroupVersion discovery: {}", text.empty() ? "" : ", ", version, version);
        set(conditions, corev1::kNamespaceDeletionDiscoveryFailure, true, "DiscoveryFailed",
            std::format("Discovery failed for some groups, {} failing: unable to retrieve the complete list of server "
                        "APIs: {}",
                        remains.undiscovered.size(), text),
            now);
    }
    set(conditions, corev1::kNamespaceDeletionGVParsingFailure, false, "ParsedGroupVersions",
        "All legacy kube types successfully parsed", now);
    if (remains.failures.empty()) {
        set(conditions, corev1::kNamespaceDeletionContentFailure, false, "ContentDeleted",
            "All content successfully deleted, may be waiting on finalization", now);
    } else {
        std::string text;
        for (const auto& failure : remains.failures) text += (text.empty() ? "" : ", ") + failure;
        set(conditions, corev1::kNamespaceDeletionContentFailure, true, "ContentDeletionFailed",
            std::format("Failed to delete all resource types, {} remaining: {}", remains.failures.size(), text), now);
    }
    if (remains.objects.empty())
        set(conditions, corev1::kNamespaceContentRemaining, false, "ContentRemoved", "All content successfully removed",
            now);
    else
        set(conditions, corev1::kNamespaceContentRemaining, true, "SomeResourcesRemain",
            "Some resources are remaining: " + listed(remains.objects, "has"), now);
    if (remains.finalizers.empty())
        set(conditions, corev1::kNamespaceFinalizersRemaining, false, "ContentHasNoFinalizers",
            "All content-preserving finalizers finished", now);
    else
        set(conditions, corev1::kNamespaceFinalizersRemaining, true, "SomeFinalizersRemain",
            "Some content in the namespace has finalizers remaining: " + listed(remains.finalizers, "in"), now);
    return conditions;
}

}  // namespace armillary::controllers::namespaces
