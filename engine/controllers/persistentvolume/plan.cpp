#include "engine/controllers/persistentvolume/plan.h"

#include <format>

#include "engine/volumes/matching.h"

namespace armillary::controllers::persistentvolume {

namespace {

using Claim = corev1::PersistentVolumeClaim;
using Volume = corev1::PersistentVolume;
using Action = ClaimPlan::Action;

bool has(const metav1::ObjectMeta& meta, std::string_view annotation) {
    return meta.annotations.contains(annotation);
}

ClaimPlan lost(std::string_view reason, std::string message) {
    return {.action = Action::Lose, .event = {"Warning", reason, std::move(message)}};
}
ClaimPlan waits(EventText event = {}) {
    return {.action = Action::Wait, .event = std::move(event)};
}
ClaimPlan bound(ObjectRef volume) {
    return {.action = Action::Bind, .volume = std::move(volume)};
}

ClaimPlan planBound(const ClaimInput& input) {
    if (input.claim.spec.volumeName.empty())
        return lost("ClaimLost", "Bound claim has lost reference to PersistentVolume. Data on the volume is lost!");
    if (!input.named)
        return lost("ClaimLost", "Bound claim has lost its PersistentVolume. Data on the volume is lost!");
    const auto& reference = input.named->as<Volume>().spec.claimRef;
    if (reference && !reference->uid.empty() && reference->uid != input.claim.metadata.uid)
        return lost("ClaimMisbound", "Two claims are bound to the same volume, this one is bound incorrectly");
    return bound(input.named);
}

/// Why the volume that a claim asks for by name cannot be its; "" when it can.
std::string mismatch(const Volume& volume, const Claim& claim) {
    if (volumes::storageOf(volume.spec.capacity) < volumes::storageOf(claim.spec.resources.requests))
        return "requested PV is too small";
    if (volumes::classOf(volume) != volumes::classOf(claim)) return "storageClassName does not match";
    if (volume.spec.volumeMode.value_or("Filesystem") != claim.spec.volumeMode.value_or("Filesystem"))
        return "incompatible volumeMode";
    if (!volumes::hasAccessModes(volume, claim)) return "incompatible accessMode";
    return {};
}

ClaimPlan planNamed(const ClaimInput& input) {
    if (!input.named) return waits();
    const auto& volume = input.named->as<Volume>();
    if (!volume.spec.claimRef) {
        const std::string why = mismatch(volume, input.claim);
        if (why.empty()) return bound(input.named);
        return waits({"Warning", "VolumeMismatch",
                      std::format("Cannot bind to requested volume \"{}\": {}", volume.metadata.name, why)});
    }
    if (volumes::isBoundTo(volume, input.claim)) return bound(input.named);
    return waits({"Warning", "FailedBinding",
                  std::format("volume \"{}\" already bound to a different claim.", volume.metadata.name)});
}

EventText waitsForConsumer(const std::vector<std::string>& pods) {
    if (pods.empty())
        return {"Normal", "WaitForFirstConsumer", "waiting for first consumer to be created before binding"};
    std::string names;
    for (const std::string& pod : pods) names += (names.empty() ? "" : ",") + pod;
    return {"Normal", "WaitForPodScheduled",
            std::format("waiting for {} {} to be scheduled", pods.size() == 1 ? "pod" : "pods", names)};
}

ClaimPlan planUnmatched(const ClaimInput& input, bool delayed) {
    const std::string className = volumes::classOf(input.claim);
    if (delayed) return waits(waitsForConsumer(input.waitingPods));
    if (className.empty())
        return waits(
            {"Normal", "FailedBinding", "no persistent volumes available for this claim and no storage class is set"});
    if (!input.storageClass)
        return waits(
            {"Warning", "ProvisioningFailed", std::format("storageclass.storage.k8s.io \"{}\" not found", className)});
    const std::string& provisioner = input.storageClass->provisioner;
    if (provisioner.starts_with("kubernetes.io/"))
        return waits({"Warning", "ProvisioningFailed", "no volume plugin matched name: " + provisioner});
    return {.action = Action::Provision,
            .provisioner = provisioner,
            .event = {"Normal", "ExternalProvisioning",
                      std::format("Waiting for a volume to be created either by the external provisioner '{}' or "
                                  "manually by the system administrator. If volume creation is delayed, please verify "
                                  "that the provisioner is running and correctly registered.",
                                  provisioner)}};
}

}  // namespace

ClaimPlan planClaim(const ClaimInput& input) {
    const Claim& claim = input.claim;
    if (has(claim.metadata, volumes::kBindCompleted)) return planBound(input);
    if (!claim.spec.volumeName.empty()) return planNamed(input);
    if (!claim.spec.storageClassName && !has(claim.metadata, volumes::kBetaStorageClass) && !input.defaultClass.empty())
        return {.action = Action::Classify, .storageClass = input.defaultClass};
    const bool delayed = volumes::waitsForConsumer(input.storageClass) && !has(claim.metadata, volumes::kSelectedNode);
    if (ObjectRef volume = volumes::findMatch(claim, input.volumes, {.delayed = delayed})) return bound(volume);
    return planUnmatched(input, delayed);
}

VolumePlan planVolume(const Volume& volume, const Claim* claim) {
    using enum VolumePlan::Action;
    const auto& reference = volume.spec.claimRef;
    const auto phase = [&](std::string_view wanted) {
        return VolumePlan{volume.status.phase == wanted ? Nothing : Phase, wanted};
    };
    if (!reference || reference->uid.empty()) return phase(corev1::kVolumeAvailable);
    if (!claim) return {Release, corev1::kVolumeReleased};
    if (claim->spec.volumeName.empty()) return {WakeClaim, {}};
    if (claim->spec.volumeName == volume.metadata.name) return phase(corev1::kVolumeBound);
    // The claim has got another volume. One that was made for it is of no use any more.
    if (has(volume.metadata, volumes::kProvisionedBy) &&
        volume.spec.persistentVolumeReclaimPolicy == corev1::kPersistentVolumeReclaimDelete)
        return {Release, corev1::kVolumeReleased};
    return {Unbind, {}};
}

EventText reclaimFailure(const Volume& volume) {
    const std::string& policy = volume.spec.persistentVolumeReclaimPolicy;
    if (policy == corev1::kPersistentVolumeReclaimRecycle)
        return {"Warning", "VolumeFailedRecycle", "No recycler plugin found for the volume!"};
    if (policy == corev1::kPersistentVolumeReclaimDelete && !has(volume.metadata, volumes::kProvisionedBy))
        return {"Warning", "VolumeFailedDelete",
                std::format("error getting deleter volume plugin for volume \"{}\": no deletable volume plugin matched",
                            volume.metadata.name)};
    return {};
}

}  // namespace armillary::controllers::persistentvolume
