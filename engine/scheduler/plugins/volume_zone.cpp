#include <algorithm>
#include <map>
#include <set>

#include "engine/scheduler/plugin.h"
#include "engine/scheduler/volume_state.h"
#include "engine/volumes/matching.h"

namespace armillary::scheduler {

namespace {

constexpr std::string_view kTopologies[] = {"topology.kubernetes.io/zone", "topology.kubernetes.io/region",
                                            "failure-domain.beta.kubernetes.io/zone",
                                            "failure-domain.beta.kubernetes.io/region"};

/// A volume of several zones names them "a__b".
std::set<std::string, std::less<>> zonesIn(std::string_view value) {
    std::set<std::string, std::less<>> zones;
    for (std::size_t begin = 0;;) {
        const std::size_t end = value.find("__", begin);
        zones.emplace(value.substr(begin, end == value.npos ? end : end - begin));
        if (end == value.npos) return zones;
        begin = end + 2;
    }
}

class VolumeZone final : public Plugin {
    struct Demand {
        std::string_view label;
        std::set<std::string, std::less<>> zones;
    };

    class Zones final : public Step {
    public:
        explicit Zones(std::vector<Demand> demands) : m_demands(std::move(demands)) {}
        Refusal filter(const NodeInfo& node) override {
            // A node that says nothing about zones is taken to reach all of them.
            if (std::ranges::none_of(kTopologies, [&](std::string_view label) { return node.hasLabel(label); }))
                return {};
            for (const Demand& demand : m_demands)
                if (!demand.zones.contains(node.label(demand.label)))
                    return Refusal::final("node(s) had no available volume zone");
            return {};
        }

    private:
        std::vector<Demand> m_demands;
    };

public:
    std::string_view name() const override { return "VolumeZone"; }
    Prepared prepare(const Cycle& cycle) const override {
        std::vector<Demand> demands;
        for (const std::string& name : cycle.pod.claims) {
            const auto* claim = cycle.volumes.claim(cycle.pod.object->namespace_() + "/" + name);
            const auto* volume = claim ? cycle.volumes.volume(claim->spec.volumeName) : nullptr;
            if (!volume) continue;
            for (const std::string_view label : kTopologies)
                if (const auto found = volume->metadata.labels.find(label); found != volume->metadata.labels.end())
                    demands.push_back({label, zonesIn(found->second)});
        }
        if (demands.empty()) return {};
        return {.step = std::make_unique<Zones>(std::move(demands)), .filters = true};
    }
    bool mayHelp(const PodInfo&, const ClusterEvent& event, const NamespaceLabels&) const override {
        return bringsLabels(event) || (event.kind == ClusterEvent::Kind::Volume && event.after) ||
               (event.kind == ClusterEvent::Kind::Claim && event.after);
    }
};

/// How many volumes of each driver a node can take. Source: upstream's nodevolumelimits.
class NodeVolumeLimits final : public Plugin {
    using ByDriver = std::map<std::string, std::set<std::string>>;  ///< driver to volume handles

    static void addVolumesOf(const PodInfo& pod, const VolumeState& state, ByDriver& volumes) {
        for (const std::string& name : pod.claims) {
            const auto* claim = state.claim(pod.object->namespace_() + "/" + name);
            if (!claim) continue;
            const auto* volume = claim->spec.volumeName.empty() ? nullptr : state.volume(claim->spec.volumeName);
            if (volume && volume->spec.csi) {
                volumes[volume->spec.csi->driver].insert(volume->spec.csi->volumeHandle);
            } else if (!volume) {
                // One that is still to be made counts as one of its driver's.
                const auto* storageClass = state.storageClass(volumes::classOf(*claim));
                if (storageClass) volumes[storageClass->provisioner].insert(claim->metadata.uid);
            }
        }
    }

    class Limits final : public Step {
    public:
        Limits(ByDriver wanted, const VolumeState& state) : m_wanted(std::move(wanted)), m_state(state) {}
        Refusal filter(const NodeInfo& node) override {
            const auto* csi = m_state.csiNode(node.name);
            if (!csi) return {};
            ByDriver used;
            for (const PodInfoRef& pod : node.pods)
                if (!pod->claims.empty()) addVolumesOf(*pod, m_state, used);
            for (const storagev1::CSINodeDriver& driver : csi->spec.drivers) {
                const auto wanted = m_wanted.find(driver.name);
                if (wanted == m_wanted.end() || !driver.allocatable || !driver.allocatable->count) continue;
                auto& volumes = used[driver.name];
                const std::size_t before = volumes.size();
                volumes.insert(wanted->second.begin(), wanted->second.end());
                if (volumes.size() > before && volumes.size() > static_cast<std::size_t>(*driver.allocatable->count))
                    return Refusal::resolvable("node(s) exceed max volume count");
            }
            return {};
        }

    private:
        ByDriver m_wanted;
        const VolumeState& m_state;
    };

public:
    std::string_view name() const override { return "NodeVolumeLimits"; }
    Prepared prepare(const Cycle& cycle) const override {
        if (cycle.pod.claims.empty()) return {};
        ByDriver wanted;
        addVolumesOf(cycle.pod, cycle.volumes, wanted);
        if (wanted.empty()) return {};
        return {.step = std::make_unique<Limits>(std::move(wanted), cycle.volumes), .filters = true};
    }
    bool mayHelp(const PodInfo&, const ClusterEvent& event, const NamespaceLabels&) const override {
        if (event.kind == ClusterEvent::Kind::AssignedPod) return event.isGone() && !event.podBefore->claims.empty();
        return event.kind == ClusterEvent::Kind::CsiNode || (event.kind == ClusterEvent::Kind::Node && event.isNew());
    }
};

}  // namespace

std::unique_ptr<Plugin> makeVolumeZone() {
    return std::make_unique<VolumeZone>();
}
std::unique_ptr<Plugin> makeNodeVolumeLimits() {
    return std::make_unique<NodeVolumeLimits>();
}

}  // namespace armillary::scheduler
