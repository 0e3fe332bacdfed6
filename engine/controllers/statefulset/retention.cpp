#include "engine/controllers/statefulset/retention.h"

#include <algorithm>

#include "engine/controllers/statefulset/identity.h"

namespace armillary::controllers::statefulset {

namespace {

using metav1::OwnerReference;

OwnerReference controllerReference(std::string_view apiVersion, std::string_view kind, const metav1::ObjectMeta& meta) {
    OwnerReference reference;
    reference.apiVersion = apiVersion;
    reference.kind = kind;
    reference.name = meta.name;
    reference.uid = meta.uid;
    reference.controller = true;
    reference.blockOwnerDeletion = true;
    return reference;
}

OwnerReference referenceTo(const appsv1::StatefulSet& set) {
    return controllerReference("apps/v1", "StatefulSet", set.metadata);
}
OwnerReference referenceTo(const corev1::Pod& pod) {
    return controllerReference("v1", "Pod", pod.metadata);
}

bool sameName(const OwnerReference& left, const OwnerReference& right) {
    return left.apiVersion == right.apiVersion && left.kind == right.kind && left.name == right.name;
}

bool namesFormer(const corev1::PersistentVolumeClaim& claim, const OwnerReference& owner) {
    return std::ranges::any_of(claim.metadata.ownerReferences, [&](const auto& reference) {
        return sameName(reference, owner) && reference.uid != owner.uid;
    });
}

bool isOwner(const corev1::PersistentVolumeClaim& claim, const OwnerReference& owner) {
    return std::ranges::contains(claim.metadata.ownerReferences, owner.uid, &OwnerReference::uid);
}

struct Policy {
    bool deletedWithSet = false, deletedWhenScaled = false;
    bool retainsAll() const { return !deletedWithSet && !deletedWhenScaled; }
};

Policy policyOf(const appsv1::StatefulSet& set) {
    const auto& policy = set.spec.persistentVolumeClaimRetentionPolicy;
    if (!policy) return {};
    return {policy->whenDeleted == appsv1::kDeletePersistentVolumeClaimRetentionPolicyType,
            policy->whenScaled == appsv1::kDeletePersistentVolumeClaimRetentionPolicyType};
}

/// Whether somebody else looks after the claim; where everything is retained that is none of our business.
bool hasOtherController(const corev1::PersistentVolumeClaim& claim, const Policy& policy, const OwnerReference& set,
                        const OwnerReference& pod) {
    if (policy.retainsAll()) return false;
    return std::ranges::any_of(claim.metadata.ownerReferences, [&](const OwnerReference& reference) {
        if (sameName(reference, set)) return reference.uid != set.uid;
        if (sameName(reference, pod)) return reference.uid != pod.uid;
        return reference.controller.value_or(false);
    });
}

bool ownsWithoutControl(const corev1::PersistentVolumeClaim& claim, const OwnerReference& set,
                        const OwnerReference& pod) {
    return std::ranges::any_of(claim.metadata.ownerReferences, [&](const OwnerReference& reference) {
        return (reference.uid == set.uid || reference.uid == pod.uid) && !reference.controller.value_or(false);
    });
}

/// Who of the two shall own the claim: a pod that was scaled away takes it along, the set when it goes itself.
struct Owners {
    bool set = false, pod = false;
};
Owners wantedOwners(const appsv1::StatefulSet& set, const corev1::Pod& pod, const Policy& policy) {
    const auto name = parsePodName(pod.metadata.name);
    const bool scaledAway = policy.deletedWhenScaled && !(name && inRange(set, name->ordinal));
    return {policy.deletedWithSet && !scaledAway, scaledAway};
}

}  // namespace

bool belongsToFormer(const corev1::PersistentVolumeClaim& claim, const corev1::Pod& pod) {
    return namesFormer(claim, referenceTo(pod));
}

bool ownersUpToDate(const corev1::PersistentVolumeClaim& claim, const appsv1::StatefulSet& set,
                    const corev1::Pod& pod) {
    const OwnerReference bySet = referenceTo(set), byPod = referenceTo(pod);
    if (namesFormer(claim, bySet) || namesFormer(claim, byPod)) return true;
    const Policy policy = policyOf(set);
    if (hasOtherController(claim, policy, bySet, byPod)) return !isOwner(claim, bySet) && !isOwner(claim, byPod);
    if (ownsWithoutControl(claim, bySet, byPod)) return false;
    const Owners wanted = wantedOwners(set, pod, policy);
    return isOwner(claim, bySet) == wanted.set && isOwner(claim, byPod) == wanted.pod;
}

std::vector<OwnerReference> ownersFor(const corev1::PersistentVolumeClaim& claim, const appsv1::StatefulSet& set,
                                      const corev1::Pod& pod) {
    const OwnerReference bySet = referenceTo(set), byPod = referenceTo(pod);
    const Policy policy = policyOf(set);
    auto owners = claim.metadata.ownerReferences;
    std::erase_if(owners, [&](const OwnerReference& reference) {
        return sameName(reference, bySet) || sameName(reference, byPod);
    });
    if (hasOtherController(claim, policy, bySet, byPod)) return owners;
    const Owners wanted = wantedOwners(set, pod, policy);
    if (wanted.set) owners.push_back(bySet);
    if (wanted.pod) owners.push_back(byPod);
    return owners;
}

}  // namespace armillary::controllers::statefulset
