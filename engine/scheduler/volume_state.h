#pragma once

#include <expected>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/scheduler/node_info.h"
#include "engine/schema/api/storagev1.h"

namespace armillary::scheduler {

/// What has to happen for a pod's volumes before it can be bound to its node.
struct VolumePlan {
    struct Binding {
        ObjectRef volume, claim;
    };
    std::vector<Binding> bind;         ///< volumes to reserve for claims
    std::vector<ObjectRef> provision;  ///< claims to tell of their node
    bool empty() const { return bind.empty() && provision.empty(); }
};

/// A pod's claims by what is to be done about them.
struct PodClaims {
    std::vector<ObjectRef> bound, unboundNow, unboundLater;
};

/// Claims, volumes and what describes storage, as the scheduler knows them; and the volumes that it has promised to
/// claims. Owned by the scheduling thread.
class VolumeState {
public:
    enum class Kind { Claim, Volume, StorageClass, CsiNode, CsiDriver, CsiCapacity };
    /// `current` null: `previous` is gone.
    void change(Kind kind, const ObjectRef& previous, const ObjectRef& current);

    const corev1::PersistentVolumeClaim* claim(const std::string& key) const;
    const corev1::PersistentVolume* volume(const std::string& name) const;
    const storagev1::StorageClass* storageClass(const std::string& name) const;
    const storagev1::CSINode* csiNode(const std::string& name) const;

    /// The error is why the pod cannot be scheduled anywhere, in upstream's words.
    std::expected<PodClaims, std::string> claimsOf(const PodInfo& pod) const;
    /// What makes the claims that wait for a consumer usable on the node. The error is the node's refusal.
    std::expected<VolumePlan, std::string> plan(const PodClaims& claims, const NodeInfo& node) const;

    void assume(const VolumePlan& plan);
    void forget(const VolumePlan& plan);
    /// Whether all of the pod's claims have their volumes now; the error is why they never will on this node.
    std::expected<bool, std::string> ready(const PodInfo& pod, const NodeInfo& node) const;

private:
    std::map<std::string, ObjectRef>& objects(Kind kind) { return m_objects[static_cast<std::size_t>(kind)]; }
    const std::map<std::string, ObjectRef>& objects(Kind kind) const {
        return m_objects[static_cast<std::size_t>(kind)];
    }
    ObjectRef find(Kind kind, const std::string& key) const;
    bool mayProvision(const corev1::PersistentVolumeClaim& claim, const NodeInfo& node) const;
    bool hasCapacity(const corev1::PersistentVolumeClaim& claim, const NodeInfo& node) const;

    std::map<std::string, ObjectRef> m_objects[6];
    std::unordered_map<std::string, std::string> m_promised;  ///< volume name to claim key
};

/// The node's refusals for volumes. Source: upstream's pkg/scheduler/framework/plugins/volumebinding.
inline constexpr std::string_view kVolumeConflict = "node(s) had volume node affinity conflict";
inline constexpr std::string_view kNoVolumeToBind = "node(s) didn't find available persistent volumes to bind";
inline constexpr std::string_view kNoCapacity = "node(s) did not have enough free storage";
inline constexpr std::string_view kVolumeMissing =
    "node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)";

/// The refusal, when a bound claim's volume cannot be reached from the node; "" when all can.
std::string unreachableVolume(const VolumeState& state, const PodClaims& claims, const NodeInfo& node);

}  // namespace armillary::scheduler
