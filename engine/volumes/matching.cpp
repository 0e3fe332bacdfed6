#include "engine/volumes/matching.h"

#include <algorithm>
#include <tuple>

#include "engine/schema/selector.h"
#include "engine/volumes/topology.h"

namespace armillary::volumes {

namespace {

std::string annotated(const metav1::ObjectMeta& meta, std::string_view key) {
    const auto found = meta.annotations.find(key);
    return found == meta.annotations.end() ? std::string() : found->second;
}

bool isReachable(const corev1::PersistentVolume& volume, const corev1::Node& node) {
    return !volume.spec.nodeAffinity || !volume.spec.nodeAffinity->required ||
           matches(*volume.spec.nodeAffinity->required, node.metadata.labels, node.metadata.name);
}

/// Free, and what the claim asks for in everything but size.
bool isFreeFor(const corev1::PersistentVolume& volume, const corev1::PersistentVolumeClaim& claim,
               const LabelSelector& selector) {
    return volume.status.phase == corev1::kVolumeAvailable && !volume.spec.claimRef &&
           classOf(volume) == classOf(claim) && hasAccessModes(volume, claim) &&
           selector.matches(volume.metadata.labels);
}

}  // namespace

std::string classOf(const corev1::PersistentVolumeClaim& claim) {
    if (claim.metadata.annotations.contains(kBetaStorageClass)) return annotated(claim.metadata, kBetaStorageClass);
    return claim.spec.storageClassName.value_or("");
}

std::string classOf(const corev1::PersistentVolume& volume) {
    if (volume.metadata.annotations.contains(kBetaStorageClass)) return annotated(volume.metadata, kBetaStorageClass);
    return volume.spec.storageClassName;
}

bool isBoundTo(const corev1::PersistentVolume& volume, const corev1::PersistentVolumeClaim& claim) {
    const auto& reference = volume.spec.claimRef;
    return reference && reference->name == claim.metadata.name && reference->namespace_ == claim.metadata.namespace_ &&
           (reference->uid.empty() || reference->uid == claim.metadata.uid);
}

bool isFullyBound(const corev1::PersistentVolumeClaim& claim) {
    return !claim.spec.volumeName.empty() && claim.metadata.annotations.contains(kBindCompleted);
}

bool hasAccessModes(const corev1::PersistentVolume& volume, const corev1::PersistentVolumeClaim& claim) {
    return std::ranges::all_of(claim.spec.accessModes, [&](const std::string& mode) {
        return std::ranges::contains(volume.spec.accessModes, mode);
    });
}

bool waitsForConsumer(const storagev1::StorageClass* storageClass) {
    return storageClass &&
           storageClass->volumeBindingMode.value_or("") == storagev1::kVolumeBindingWaitForFirstConsumer;
}

schema::Quantity storageOf(const schema::StringMap<schema::Quantity>& list) {
    const auto found = list.find(corev1::kResourceStorage);
    return found == list.end() ? schema::Quantity() : found->second;
}

corev1::ObjectReference referenceTo(const corev1::PersistentVolumeClaim& claim) {
    corev1::ObjectReference reference;
    reference.apiVersion = "v1";
    reference.kind = "PersistentVolumeClaim";
    reference.namespace_ = claim.metadata.namespace_;
    reference.name = claim.metadata.name;
    reference.uid = claim.metadata.uid;
    reference.resourceVersion = claim.metadata.resourceVersion;
    return reference;
}

ObjectRef findMatch(const corev1::PersistentVolumeClaim& claim, const std::vector<ObjectRef>& candidates,
                    const MatchOptions& options) {
    const schema::Quantity wanted = storageOf(claim.spec.resources.requests);
    const LabelSelector selector = claim.spec.selector
                                       ? LabelSelector::from(*claim.spec.selector).value_or(LabelSelector::nothing())
                                       : LabelSelector();
    ObjectRef best;
    std::pair<std::size_t, schema::Quantity> bestRank;
    for (const ObjectRef& object : candidates) {
        const auto& volume = object->as<corev1::PersistentVolume>();
        const schema::Quantity size = storageOf(volume.spec.capacity);
        if (volume.metadata.deletionTimestamp || size < wanted) continue;
        if (volume.spec.volumeMode.value_or("Filesystem") != claim.spec.volumeMode.value_or("Filesystem")) continue;
        if (options.excluded && options.excluded(volume)) continue;
        const bool reachable = !options.node || isReachable(volume, *options.node);
        if (isBoundTo(volume, claim)) return reachable ? object : nullptr;
        if (!options.node && options.delayed) continue;
        if (!reachable || !isFreeFor(volume, claim, selector)) continue;
        std::pair rank(volume.spec.accessModes.size(), size);
        if (best && !(rank < bestRank)) continue;
        best = object;
        bestRank = std::move(rank);
    }
    return best;
}

}  // namespace armillary::volumes
