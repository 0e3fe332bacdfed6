#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/schema/api/corev1.h"
#include "engine/schema/api/storagev1.h"
#include "engine/schema/object.h"

/// Source: https://kubernetes.io/docs/concepts/storage/persistent-volumes/.
namespace armillary::volumes {

// Upstream's annotations, finalizers and names.
inline constexpr std::string_view kBindCompleted = "pv.kubernetes.io/bind-completed";
inline constexpr std::string_view kBoundByController = "pv.kubernetes.io/bound-by-controller";
inline constexpr std::string_view kProvisionedBy = "pv.kubernetes.io/provisioned-by";
inline constexpr std::string_view kStorageProvisioner = "volume.kubernetes.io/storage-provisioner";
inline constexpr std::string_view kBetaStorageProvisioner = "volume.beta.kubernetes.io/storage-provisioner";
inline constexpr std::string_view kSelectedNode = "volume.kubernetes.io/selected-node";
inline constexpr std::string_view kBetaStorageClass = "volume.beta.kubernetes.io/storage-class";
inline constexpr std::string_view kNoProvisioner = "kubernetes.io/no-provisioner";
inline constexpr std::string_view kClaimProtection = "kubernetes.io/pvc-protection";
inline constexpr std::string_view kVolumeProtection = "kubernetes.io/pv-protection";

/// The provisioner that comes with the program: folders below each node's data directory.
inline constexpr std::string_view kHostPathProvisioner = "armillary.dev/host-path";
/// On a node: the folder below which its volumes lie.
inline constexpr std::string_view kVolumesDirectory = "armillary.dev/volumes-directory";
/// On a volume of that provisioner: held until its node has removed the folder.
inline constexpr std::string_view kHostPathFinalizer = "armillary.dev/host-path";
/// On such a volume: the label by which its node finds it.
inline constexpr std::string_view kHostPathNode = "armillary.dev/host-path-node";

/// The class that a claim or volume names; "" for none. The old annotation counts more than the field.
std::string classOf(const corev1::PersistentVolumeClaim& claim);
std::string classOf(const corev1::PersistentVolume& volume);

/// Whether the volume is this claim's, or reserved for it: the reference names it, and its UID where it has one.
bool isBoundTo(const corev1::PersistentVolume& volume, const corev1::PersistentVolumeClaim& claim);
/// Whether the claim has its volume and all is written down.
bool isFullyBound(const corev1::PersistentVolumeClaim& claim);
bool hasAccessModes(const corev1::PersistentVolume& volume, const corev1::PersistentVolumeClaim& claim);
/// Whether the class waits for the first pod before a claim is bound.
bool waitsForConsumer(const storagev1::StorageClass* storageClass);
schema::Quantity storageOf(const schema::StringMap<schema::Quantity>& list);
/// A reference for a volume's claimRef.
corev1::ObjectReference referenceTo(const corev1::PersistentVolumeClaim& claim);

struct MatchOptions {
    const corev1::Node* node = nullptr;  ///< only volumes that this node can reach; null: any
    bool delayed = false;                ///< without a node, only a volume that is reserved for the claim
    std::function<bool(const corev1::PersistentVolume&)> excluded = nullptr;
};
/// The best volume for the claim: the one reserved for it, else the smallest available one that is large enough and
/// fits by class, selector, access modes (as few more as possible) and volume mode. Null when there is none.
ObjectRef findMatch(const corev1::PersistentVolumeClaim& claim, const std::vector<ObjectRef>& candidates,
                    const MatchOptions& options);

}  // namespace armillary::volumes
