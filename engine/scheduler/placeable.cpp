#include "engine/scheduler/placeable.h"

#include <algorithm>
#include <stdexcept>

namespace armillary::scheduler {

namespace {

bool takesRoom(const corev1::Pod& pod) {
    return !pod.spec.nodeName.empty() && pod.status.phase != corev1::kPodSucceeded &&
           pod.status.phase != corev1::kPodFailed;
}

/// A strange object is no reason to say nothing of the others.
template <class Add>
void each(const std::vector<ObjectRef>& objects, Add add) {
    for (const ObjectRef& object : objects) try {
            add(object);
        } catch (const std::logic_error&) {
        }
}

}  // namespace

Placeable::Placeable(const Cluster& cluster) {
    each(cluster.nodes, [this](const ObjectRef& node) { m_state.setNode(node); });
    each(cluster.pods, [this](const ObjectRef& pod) {
        const auto& value = pod->as<corev1::Pod>();
        if (takesRoom(value)) m_state.setPod(PodInfo::make(pod), value.spec.nodeName);
    });
    each(cluster.namespaces, [this](const ObjectRef& namespace_) { m_state.setNamespace(namespace_); });
    const auto store = [this](VolumeState::Kind kind, const std::vector<ObjectRef>& objects) {
        each(objects, [&](const ObjectRef& object) { m_volumes.change(kind, nullptr, object); });
    };
    store(VolumeState::Kind::Claim, cluster.claims);
    store(VolumeState::Kind::Volume, cluster.volumes);
    store(VolumeState::Kind::StorageClass, cluster.classes);
}

Placeable::Outcome Placeable::place(const ObjectRef& pod, int count, const std::vector<std::string>& gone) {
    const PodInfoRef first = PodInfo::make(pod);
    std::vector<PodInfoRef> removed, assumed;
    for (const std::string& key : gone)
        if (PodInfoRef known = m_state.removePod(key)) removed.push_back(std::move(known));
    const Cycle cycle{
        .pod = *first,
        .nodes = m_state.nodes(),
        .totals = m_state.totals(),
        .nominations = m_state.nominations(),
        .volumes = m_volumes,
        .spreading = m_state.spreading(),
        .namespaceLabels = [this](const std::string& name) { return m_state.namespaceLabels(name); },
    };
    // They are all alike: what was counted for the first is told of those that have come since.
    Evaluation evaluation(cycle, m_plugins);
    Outcome outcome{.wanted = std::min(count, kMostPods), .nodes = cycle.nodes.size()};
    for (; outcome.placed < outcome.wanted; ++outcome.placed) {
        const Decision decision = evaluation.decideAny(m_searchFrom);
        if (decision.node.empty()) {
            outcome.message = decision.message();
            outcome.reasons = decision.reasons();
            break;
        }
        auto next = std::make_shared<PodInfo>(*first);
        next->key += "\n" + std::to_string(outcome.placed);
        m_state.assume(next, decision.node);
        evaluation.adjust(*next, *m_state.node(decision.node), 1);
        assumed.push_back(std::move(next));
    }
    for (const PodInfoRef& each : assumed) m_state.removePod(each->key);
    for (const PodInfoRef& each : removed) m_state.setPod(each, each->pod->spec.nodeName);
    return outcome;
}

}  // namespace armillary::scheduler
