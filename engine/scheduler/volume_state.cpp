#include "engine/scheduler/volume_state.h"

#include <algorithm>
#include <format>

#include "engine/schema/selector.h"
#include "engine/volumes/matching.h"
#include "engine/volumes/topology.h"

namespace armillary::scheduler {

namespace {

using Claim = corev1::PersistentVolumeClaim;
using Volume = corev1::PersistentVolume;

bool isEphemeral(const PodInfo& pod, const std::string& claimName) {
    return std::ranges::any_of(pod.pod->spec.volumes, [&](const corev1::Volume& volume) {
        return volume.ephemeral && pod.object->name() + "-" + volume.name == claimName;
    });
}

bool isControlledBy(const metav1::ObjectMeta& meta, const std::string& uid) {
    return std::ranges::any_of(meta.ownerReferences, [&](const metav1::OwnerReference& owner) {
        return owner.controller.value_or(false) && owner.uid == uid;
    });
}

bool isReachable(const Volume& volume, const NodeInfo& node) {
    return !volume.spec.nodeAffinity || !volume.spec.nodeAffinity->required ||
           volumes::matches(*volume.spec.nodeAffinity->required, node.object->meta().labels, node.name);
}

/// A claim's node as an earlier attempt chose it; "" for none.
std::string selectedNode(const Claim& claim) {
    const auto found = claim.metadata.annotations.find(volumes::kSelectedNode);
    return found == claim.metadata.annotations.end() ? std::string() : found->second;
}

}  // namespace

void VolumeState::change(Kind kind, const ObjectRef& previous, const ObjectRef& current) {
    if (!current) {
        objects(kind).erase(previous->key());
        if (kind == Kind::Volume) m_promised.erase(previous->name());
        return;
    }
    objects(kind)[current->key()] = current;
    // A promise ends when the API shows whose the volume is.
    if (kind == Kind::Volume && current->as<Volume>().spec.claimRef) m_promised.erase(current->name());
}

ObjectRef VolumeState::find(Kind kind, const std::string& key) const {
    const auto found = objects(kind).find(key);
    return found == objects(kind).end() ? nullptr : found->second;
}

const Claim* VolumeState::claim(const std::string& key) const {
    const ObjectRef found = find(Kind::Claim, key);
    return found ? &found->as<Claim>() : nullptr;
}

const Volume* VolumeState::volume(const std::string& name) const {
    const ObjectRef found = find(Kind::Volume, name);
    return found ? &found->as<Volume>() : nullptr;
}

const storagev1::StorageClass* VolumeState::storageClass(const std::string& name) const {
    const ObjectRef found = find(Kind::StorageClass, name);
    return found ? &found->as<storagev1::StorageClass>() : nullptr;
}

const storagev1::CSINode* VolumeState::csiNode(const std::string& name) const {
    const ObjectRef found = find(Kind::CsiNode, name);
    return found ? &found->as<storagev1::CSINode>() : nullptr;
}

std::expected<PodClaims, std::string> VolumeState::claimsOf(const PodInfo& pod) const {
    PodClaims claims;
    for (const std::string& name : pod.claims) {
        const bool ephemeral = isEphemeral(pod, name);
        const ObjectRef object = find(Kind::Claim, pod.object->namespace_() + "/" + name);
        if (!object && ephemeral)
            return std::unexpected(std::format(
                "waiting for ephemeral volume controller to create the persistentvolumeclaim \"{}\"", name));
        if (!object) return std::unexpected(std::format("persistentvolumeclaim \"{}\" not found", name));
        const auto& claim = object->as<Claim>();
        if (claim.status.phase == corev1::kClaimLost)
            return std::unexpected(
                std::format("persistentvolumeclaim \"{}\" bound to non-existent persistentvolume \"{}\"", name,
                            claim.spec.volumeName));
        if (claim.metadata.deletionTimestamp)
            return std::unexpected(std::format("persistentvolumeclaim \"{}\" is being deleted", name));
        if (ephemeral && !isControlledBy(claim.metadata, pod.object->uid()))
            return std::unexpected(std::format("PVC {}/{} was not created for pod {}/{} (pod is not owner)",
                                               object->namespace_(), name, pod.object->namespace_(),
                                               pod.object->name()));
        if (volumes::isFullyBound(claim))
            claims.bound.push_back(object);
        else if (claim.spec.volumeName.empty() && volumes::waitsForConsumer(storageClass(volumes::classOf(claim))))
            claims.unboundLater.push_back(object);
        else
            claims.unboundNow.push_back(object);
    }
    return claims;
}

bool VolumeState::mayProvision(const Claim& claim, const NodeInfo& node) const {
    const auto* storageClass = this->storageClass(volumes::classOf(claim));
    if (!storageClass || storageClass->provisioner.empty() || storageClass->provisioner == volumes::kNoProvisioner)
        return false;
    return volumes::matches(storageClass->allowedTopologies, node.object->meta().labels);
}

bool VolumeState::hasCapacity(const Claim& claim, const NodeInfo& node) const {
    const std::string className = volumes::classOf(claim);
    const auto* storageClass = this->storageClass(className);
    const ObjectRef driver = storageClass ? find(Kind::CsiDriver, storageClass->provisioner) : nullptr;
    if (!driver || !driver->as<storagev1::CSIDriver>().spec.storageCapacity.value_or(false)) return true;
    const schema::Quantity wanted = volumes::storageOf(claim.spec.resources.requests);
    return std::ranges::any_of(objects(Kind::CsiCapacity), [&](const auto& entry) {
        const auto& capacity = entry.second->template as<storagev1::CSIStorageCapacity>();
        const auto& limit = capacity.maximumVolumeSize ? capacity.maximumVolumeSize : capacity.capacity;
        if (capacity.storageClassName != className || !limit || *limit < wanted || !capacity.nodeTopology) return false;
        const auto selector = LabelSelector::from(*capacity.nodeTopology);
        return selector && selector->matches(node.object->meta().labels);
    });
}

std::expected<VolumePlan, std::string> VolumeState::plan(const PodClaims& claims, const NodeInfo& node) const {
    VolumePlan plan;
    if (claims.unboundLater.empty()) return plan;
    std::vector<ObjectRef> candidates;
    for (const auto& [name, object] : objects(Kind::Volume)) candidates.push_back(object);
    // The smallest first, so that a large volume is left for the claim that needs it.
    auto wanting = claims.unboundLater;
    std::ranges::stable_sort(wanting, [](const ObjectRef& left, const ObjectRef& right) {
        return volumes::storageOf(left->as<Claim>().spec.resources.requests) <
               volumes::storageOf(right->as<Claim>().spec.resources.requests);
    });
    for (const ObjectRef& object : wanting) {
        const auto& claim = object->as<Claim>();
        if (const std::string chosen = selectedNode(claim); !chosen.empty()) {
            if (chosen != node.name) return std::unexpected(std::string(kNoVolumeToBind));
            plan.provision.push_back(object);
            continue;
        }
        const auto taken = [&](const Volume& volume) {
            const auto promised = m_promised.find(volume.metadata.name);
            if (promised != m_promised.end() && promised->second != object->key()) return true;
            return std::ranges::any_of(plan.bind, [&](const VolumePlan::Binding& binding) {
                return binding.volume->name() == volume.metadata.name;
            });
        };
        if (const ObjectRef match = volumes::findMatch(claim, candidates, {node.node, true, taken})) {
            plan.bind.push_back({match, object});
            continue;
        }
        if (!mayProvision(claim, node)) return std::unexpected(std::string(kNoVolumeToBind));
        if (!hasCapacity(claim, node)) return std::unexpected(std::string(kNoCapacity));
        plan.provision.push_back(object);
    }
    return plan;
}

void VolumeState::assume(const VolumePlan& plan) {
    for (const auto& [volume, claim] : plan.bind) m_promised[volume->name()] = claim->key();
}

void VolumeState::forget(const VolumePlan& plan) {
    for (const auto& [volume, claim] : plan.bind) m_promised.erase(volume->name());
}

std::expected<bool, std::string> VolumeState::ready(const PodInfo& pod, const NodeInfo& node) const {
    const auto claims = claimsOf(pod);
    if (!claims) return std::unexpected(claims.error());
    if (std::string refusal = unreachableVolume(*this, *claims, node); !refusal.empty())
        return std::unexpected(std::move(refusal));
    for (const ObjectRef& object : claims->unboundLater) {
        // The provisioner gives a claim back by taking the node off it.
        const std::string chosen = selectedNode(object->as<Claim>());
        const bool reserved = std::ranges::any_of(objects(Kind::Volume), [&](const auto& entry) {
            return volumes::isBoundTo(entry.second->template as<Volume>(), object->as<Claim>());
        });
        if (chosen != node.name && !reserved)
            return std::unexpected(std::format("selectedNode annotation value \"{}\" not set to scheduled node \"{}\"",
                                               chosen, node.name));
    }
    return claims->unboundLater.empty() && claims->unboundNow.empty();
}

std::string unreachableVolume(const VolumeState& state, const PodClaims& claims, const NodeInfo& node) {
    for (const ObjectRef& object : claims.bound) {
        const Volume* volume = state.volume(object->as<Claim>().spec.volumeName);
        if (!volume) return std::string(kVolumeMissing);
        if (!isReachable(*volume, node)) return std::string(kVolumeConflict);
    }
    return {};
}

}  // namespace armillary::scheduler
