#include <algorithm>

#include "engine/scheduler/plugin.h"
#include "engine/scheduler/volume_state.h"

namespace armillary::scheduler {

namespace {

/// Whether the event is about a claim that the pod names.
bool isOwnClaim(const PodInfo& pod, const ClusterEvent& event) {
    return event.kind == ClusterEvent::Kind::Claim && event.after &&
           event.after->namespace_() == pod.object->namespace_() &&
           std::ranges::contains(pod.claims, event.after->name());
}

class VolumeBinding final : public Plugin {
    class Volumes final : public Step {
    public:
        Volumes(const VolumeState& state, PodClaims claims) : m_state(state), m_claims(std::move(claims)) {}
        Refusal filter(const NodeInfo& node) override {
            if (std::string refusal = unreachableVolume(m_state, m_claims, node); !refusal.empty())
                return Refusal::final(std::move(refusal));
            auto plan = m_state.plan(m_claims, node);
            return plan ? Refusal() : Refusal::final(std::move(plan.error()));
        }

    private:
        const VolumeState& m_state;
        PodClaims m_claims;
    };

public:
    std::string_view name() const override { return "VolumeBinding"; }
    Prepared prepare(const Cycle& cycle) const override {
        if (cycle.pod.claims.empty()) return {};
        auto claims = cycle.volumes.claimsOf(cycle.pod);
        if (!claims) return {.everywhere = Refusal::final(std::move(claims.error()))};
        if (!claims->unboundNow.empty())
            return {.everywhere = Refusal::final("pod has unbound immediate PersistentVolumeClaims")};
        return {.step = std::make_unique<Volumes>(cycle.volumes, std::move(*claims)), .filters = true};
    }
    bool mayHelp(const PodInfo& pod, const ClusterEvent& event, const NamespaceLabels&) const override {
        switch (event.kind) {
            case ClusterEvent::Kind::Claim:
                return isOwnClaim(pod, event);
            case ClusterEvent::Kind::Volume:
            case ClusterEvent::Kind::CsiCapacity:
                return event.after != nullptr;
            case ClusterEvent::Kind::StorageClass:
                return event.isNew() || (event.before && event.after &&
                                         event.before->as<storagev1::StorageClass>().allowedTopologies !=
                                             event.after->as<storagev1::StorageClass>().allowedTopologies);
            case ClusterEvent::Kind::CsiDriver:
                return event.before && event.after;
            case ClusterEvent::Kind::Node:
                return bringsLabels(event);
            case ClusterEvent::Kind::AssignedPod:
            case ClusterEvent::Kind::CsiNode:
                break;
        }
        return false;
    }
};

/// A claim for one pod only is given to one pod only, wherever the others are.
class VolumeRestrictions final : public Plugin {
    class Exclusive final : public Step {
    public:
        Exclusive(const PodInfo& pod, std::vector<std::string> claims, int users)
            : m_pod(pod), m_claims(std::move(claims)), m_users(users) {}
        Refusal filter(const NodeInfo&) override {
            if (m_users == 0) return {};
            return Refusal::resolvable(
                "node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode");
        }
        void adjust(const PodInfo& pod, const NodeInfo&, int sign) override {
            if (pod.object->namespace_() != m_pod.object->namespace_()) return;
            for (const std::string& claim : m_claims) m_users += sign * std::ranges::contains(pod.claims, claim);
        }

    private:
        const PodInfo& m_pod;
        std::vector<std::string> m_claims;
        int m_users;
    };

public:
    std::string_view name() const override { return "VolumeRestrictions"; }
    Prepared prepare(const Cycle& cycle) const override {
        std::vector<std::string> exclusive;
        int users = 0;
        for (const std::string& name : cycle.pod.claims) {
            const std::string key = cycle.pod.object->namespace_() + "/" + name;
            const auto* claim = cycle.volumes.claim(key);
            if (!claim || !std::ranges::contains(claim->spec.accessModes, corev1::kReadWriteOncePod)) continue;
            exclusive.push_back(name);
            if (const auto found = cycle.totals.claimUsers.find(key); found != cycle.totals.claimUsers.end())
                users += found->second;
        }
        if (exclusive.empty()) return {};
        return {.step = std::make_unique<Exclusive>(cycle.pod, std::move(exclusive), users), .filters = true};
    }
    bool mayHelp(const PodInfo& pod, const ClusterEvent& event, const NamespaceLabels&) const override {
        if (event.kind == ClusterEvent::Kind::Claim) return isOwnClaim(pod, event);
        if (event.kind != ClusterEvent::Kind::AssignedPod || !event.isGone()) return false;
        return event.podBefore->object->namespace_() == pod.object->namespace_() &&
               std::ranges::any_of(pod.claims, [&](const std::string& claim) {
                   return std::ranges::contains(event.podBefore->claims, claim);
               });
    }
};

}  // namespace

std::unique_ptr<Plugin> makeVolumeBinding() {
    return std::make_unique<VolumeBinding>();
}
std::unique_ptr<Plugin> makeVolumeRestrictions() {
    return std::make_unique<VolumeRestrictions>();
}

}  // namespace armillary::scheduler
