#include "engine/plan/surroundings.h"

#include <map>
#include <tuple>

#include "engine/plan/policies.h"
#include "engine/scheduler/placeable.h"

namespace armillary::plan {

namespace {

using OwnerName = std::tuple<std::string, std::string, std::string>;  // namespace, kind, name
using PodsByOwner = std::map<OwnerName, std::vector<std::string>>;

/// What is made by something that is made itself is called after its maker: web-5d4f9 of web, tidy-2900 of tidy.
PodsByOwner ownedPods(const std::vector<ObjectRef>& pods) {
    PodsByOwner all;
    for (const ObjectRef& pod : pods)
        for (const auto& owner : pod->meta().ownerReferences) {
            if (!owner.controller.value_or(false)) continue;
            all[{pod->namespace_(), owner.kind, owner.name}].push_back(pod->key());
            const std::string maker = owner.name.substr(0, owner.name.rfind('-'));
            if (owner.kind == "ReplicaSet") all[{pod->namespace_(), "Deployment", maker}].push_back(pod->key());
            if (owner.kind == "Job") all[{pod->namespace_(), "CronJob", maker}].push_back(pod->key());
        }
    return all;
}

}  // namespace

struct Surroundings::Kept {
    std::map<std::pair<relations::Kind, std::string>, std::vector<ObjectRef>> lists;
    std::optional<PodsByOwner> owned;
    bool looked = false;
    std::unique_ptr<scheduler::Placeable> placeable;
    std::unique_ptr<Policies> policies;
};

Surroundings::Surroundings(const relations::World& was, const relations::World& planned)
    : m_was(was), m_planned(planned), m_kept(std::make_unique<Kept>()) {}
Surroundings::~Surroundings() = default;

const std::vector<ObjectRef>& Surroundings::list(const relations::Kind& kind, const std::string& namespace_) {
    const auto [place, isNew] = m_kept->lists.try_emplace({kind, namespace_});
    if (isNew) place->second = m_planned.list(kind, namespace_);
    return place->second;
}

scheduler::Placeable* Surroundings::placeable() {
    if (std::exchange(m_kept->looked, true)) return m_kept->placeable.get();
    const auto& nodes = list({"", "Node"}, "");
    if (nodes.empty()) return nullptr;
    m_kept->placeable = std::make_unique<scheduler::Placeable>(
        scheduler::Placeable::Cluster{.nodes = nodes,
                                      .pods = list({"", "Pod"}, ""),
                                      .namespaces = list({"", "Namespace"}, ""),
                                      .claims = list({"", "PersistentVolumeClaim"}, ""),
                                      .volumes = list({"", "PersistentVolume"}, ""),
                                      .classes = list({"storage.k8s.io", "StorageClass"}, "")});
    return m_kept->placeable.get();
}

const Policies& Surroundings::policies() {
    if (!m_kept->policies) m_kept->policies = std::make_unique<Policies>(m_planned);
    return *m_kept->policies;
}

const std::vector<std::string>& Surroundings::podsOf(const Object& workload) {
    static const std::vector<std::string> kNone;
    if (!m_kept->owned) m_kept->owned = ownedPods(list({"", "Pod"}, ""));
    const auto found = m_kept->owned->find({workload.namespace_(), workload.kind(), workload.name()});
    return found == m_kept->owned->end() ? kNone : found->second;
}

}  // namespace armillary::plan
