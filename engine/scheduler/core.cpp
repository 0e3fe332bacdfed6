#include "engine/scheduler/core.h"

#include <algorithm>
#include <format>

#include "engine/async/guard.h"

namespace armillary::scheduler {

namespace {

constexpr std::string_view kSchedulerName = "default-scheduler";
/// Upstream's bindTimeoutSeconds of the VolumeBinding plugin.
constexpr auto kVolumesPatience = std::chrono::minutes(10);

bool hasEnded(const corev1::Pod& pod) {
    return pod.status.phase == corev1::kPodSucceeded || pod.status.phase == corev1::kPodFailed;
}

bool waitsForUs(const corev1::Pod& pod) {
    return pod.spec.nodeName.empty() && pod.spec.schedulerName == kSchedulerName && !pod.metadata.deletionTimestamp &&
           pod.spec.schedulingGates.empty() && !hasEnded(pod);
}

ClusterEvent::Kind eventKind(VolumeState::Kind kind) {
    switch (kind) {
        case VolumeState::Kind::Claim:
            return ClusterEvent::Kind::Claim;
        case VolumeState::Kind::Volume:
            return ClusterEvent::Kind::Volume;
        case VolumeState::Kind::StorageClass:
            return ClusterEvent::Kind::StorageClass;
        case VolumeState::Kind::CsiNode:
            return ClusterEvent::Kind::CsiNode;
        case VolumeState::Kind::CsiDriver:
            return ClusterEvent::Kind::CsiDriver;
        case VolumeState::Kind::CsiCapacity:
            break;
    }
    return ClusterEvent::Kind::CsiCapacity;
}

}  // namespace

void Core::emit(const ClusterEvent& event) {
    const NamespaceLabels labels = namespaceLabels();
    m_queue.move(m_world.clock.steady(), [&](const PodInfo& pod, std::uint32_t refusedBy) {
        if (refusedBy == 0) return true;
        for (std::size_t i = 0; i < m_plugins.size(); ++i)
            if ((refusedBy >> i & 1) != 0 && m_plugins[i]->mayHelp(pod, event, labels)) return true;
        return false;
    });
}

void Core::nodeChanged(const ObjectRef& previous, const ObjectRef& current) {
    if (!current) {
        m_state.removeNode(previous->name());
        return emit({.kind = ClusterEvent::Kind::Node, .before = previous.get()});
    }
    const auto [node, worth] = m_state.setNode(current);
    if (worth) emit({.kind = ClusterEvent::Kind::Node, .before = previous.get(), .after = current.get(), .node = node});
}

void Core::namespaceChanged(const ObjectRef& previous, const ObjectRef& current) {
    if (current)
        m_state.setNamespace(current);
    else
        m_state.removeNamespace(previous->name());
}

void Core::podChanged(const ObjectRef& previous, const ObjectRef& current) {
    if (!current) return podGone(previous);
    const auto& pod = current->as<corev1::Pod>();
    if (hasEnded(pod)) return podGone(current);
    if (!pod.spec.nodeName.empty()) return assigned(current);
    if (waitsForUs(pod)) return waiting(current);
    m_queue.remove(current->key());
    if (const PodInfoRef dropped = m_state.dropNomination(current->key()))
        emit({.kind = ClusterEvent::Kind::AssignedPod, .before = current.get(), .podBefore = dropped.get()});
}

void Core::assigned(const ObjectRef& object) {
    const PodInfoRef info = PodInfo::make(object);
    m_queue.remove(info->key);
    const PodInfoRef before = m_state.isAssumed(info->key) ? nullptr : m_state.pod(info->key);
    m_state.setPod(info, info->pod->spec.nodeName);
    emit({.kind = ClusterEvent::Kind::AssignedPod,
          .before = before ? before->object.get() : nullptr,
          .after = object.get(),
          .podBefore = before.get(),
          .podAfter = info.get()});
}

void Core::waiting(const ObjectRef& object) {
    // Between decision and binding the API still shows the pod without a node.
    if (m_state.isAssumed(object->key())) return;
    const PodInfoRef info = PodInfo::make(object);
    const std::string& promised = info->pod->status.nominatedNodeName;
    const std::string known = m_state.nominationOf(info->key);
    const bool isNew = m_queue.add(info, m_world.clock.steady());
    // What was promised before this scheduler started counts; later its own memory is the newer one.
    if (isNew && !promised.empty())
        m_state.nominate(info, promised);
    else if (!known.empty())
        m_state.nominate(info, known);
}

void Core::podGone(const ObjectRef& object) {
    const std::string key = object->key();
    m_queue.remove(key);
    if (const auto wait = m_volumeWaits.find(key); wait != m_volumeWaits.end()) {
        m_volumes.forget(wait->second.plan);
        m_volumeWaits.erase(wait);
    }
    const PodInfoRef removed = m_state.removePod(key);
    const PodInfoRef promised = m_state.dropNomination(key);
    const PodInfoRef before = removed ? removed : promised;
    if (before) emit({.kind = ClusterEvent::Kind::AssignedPod, .before = object.get(), .podBefore = before.get()});
}

void Core::storageChanged(VolumeState::Kind kind, const ObjectRef& previous, const ObjectRef& current) {
    m_volumes.change(kind, previous, current);
    if (kind == VolumeState::Kind::Claim || kind == VolumeState::Kind::Volume) continueVolumeWaits();
    emit({.kind = eventKind(kind), .before = previous.get(), .after = current.get()});
}

void Core::volumesWritten(const PodInfoRef& pod) {
    const auto wait = m_volumeWaits.find(pod->key);
    if (wait == m_volumeWaits.end() || wait->second.pod != pod) return;
    wait->second.written = true;
    continueVolumeWaits();
}

void Core::continueVolumeWaits() {
    std::vector<std::pair<PodInfoRef, std::string>> failed;
    for (auto entry = m_volumeWaits.begin(); entry != m_volumeWaits.end();) {
        VolumeWait& wait = entry->second;
        const NodeInfo* node = m_state.node(wait.node);
        if (!wait.written) {
            ++entry;
            continue;
        }
        const auto ready = node ? m_volumes.ready(*wait.pod, *node)
                                : std::expected<bool, std::string>(std::unexpect, "the node is gone");
        if (ready && *ready) {
            m_volumes.forget(wait.plan);
            m_effects.bind(wait.pod, wait.node);
            entry = m_volumeWaits.erase(entry);
            continue;
        }
        if (!ready)
            failed.emplace_back(wait.pod, ready.error());
        else if (wait.deadline <= m_world.clock.steady())
            failed.emplace_back(wait.pod, "timed out waiting for the condition");
        ++entry;
    }
    for (auto& [pod, why] : failed)
        placingFailed(pod, std::format("running PreBind plugin \"VolumeBinding\": binding volumes: {}", why));
}

void Core::bindFailed(const PodInfoRef& pod, const Status& why) {
    placingFailed(pod, std::format("binding rejected: running Bind plugin \"DefaultBinder\": {}", why.message));
}

void Core::placingFailed(const PodInfoRef& pod, std::string why) {
    // A pod of the same name may have come in its place, and be on its own way to a node.
    if (const PodInfoRef placed = m_state.pod(pod->key); !placed || placed->object->uid() != pod->object->uid()) return;
    if (const auto wait = m_volumeWaits.find(pod->key); wait != m_volumeWaits.end()) {
        m_volumes.forget(wait->second.plan);
        m_volumeWaits.erase(wait);
    }
    if (!m_state.forget(pod->key)) return;
    emit({.kind = ClusterEvent::Kind::AssignedPod, .before = pod->object.get(), .podBefore = pod.get()});
    const ObjectRef current = m_world.currentPod(pod->key);
    if (!current || current->uid() != pod->object->uid() || !waitsForUs(current->as<corev1::Pod>())) return;
    const PodInfoRef info = PodInfo::make(current);
    m_queue.retry(info, m_world.clock.steady());
    m_effects.report(info, {.message = std::move(why), .failed = true});
}

bool Core::scheduleNext() {
    if (std::ranges::any_of(m_volumeWaits,
                            [&](const auto& entry) { return entry.second.deadline <= m_world.clock.steady(); }))
        continueVolumeWaits();
    const auto pod = m_queue.pop(m_world.clock.steady());
    if (!pod) return false;
    if (!async::guarded("scheduling " + (*pod)->key, [&] { schedule(*pod); })) attemptBroke(*pod);
    return true;
}

/// A pod must not be forgotten because deciding about it went wrong; with every further attempt it waits longer.
void Core::attemptBroke(const PodInfoRef& pod) {
    const std::string why = "an unexpected error, which has been logged";
    if (m_state.isAssumed(pod->key)) return placingFailed(pod, why);
    m_queue.retry(pod, m_world.clock.steady());
    m_effects.report(pod, {.message = why, .failed = true});
}

std::optional<async::SteadyTime> Core::nextWake() const {
    auto next = m_queue.nextWake();
    // Those whose volumes are being written wait for that, however long it takes.
    for (const auto& [key, wait] : m_volumeWaits)
        if (wait.written && (!next || wait.deadline < *next)) next = wait.deadline;
    return next;
}

void Core::schedule(const PodInfoRef& pod) {
    const Cycle cycle{*pod,      m_state.nodes(),     m_state.totals(), m_state.nominations(),
                      m_volumes, m_state.spreading(), namespaceLabels()};
    Evaluation evaluation(cycle, m_plugins);
    Decision decision = evaluation.decide(m_world.identifiers, m_searchFrom, m_state.nominationOf(pod->key));
    if (decision.node.empty())
        refuse(pod, evaluation, decision);
    else
        place(pod, decision.node);
}

void Core::place(const PodInfoRef& pod, const std::string& node) {
    m_queue.done(pod->key);
    VolumePlan plan;
    bool volumesReady = true;
    if (!pod->claims.empty()) {
        // The filter has just found both to be there.
        const auto claims = m_volumes.claimsOf(*pod);
        plan = m_volumes.plan(*claims, *m_state.node(node)).value_or(VolumePlan());
        volumesReady = claims->unboundLater.empty();
    }
    m_state.assume(pod, node);
    if (volumesReady) return m_effects.bind(pod, node);
    m_volumes.assume(plan);
    m_volumeWaits[pod->key] = {pod, node, plan, false, m_world.clock.steady() + kVolumesPatience};
    m_effects.prepareVolumes(pod, node, std::move(plan));
}

void Core::refuse(const PodInfoRef& pod, Evaluation& evaluation, Decision& decision) {
    Effects::Report report;
    if (decision.nodesAvailable > 0) {
        const std::string promised = m_state.nominationOf(pod->key);
        const Preemption preemption =
            findVictims(evaluation, {decision, promised, m_world.budgets(), m_world.clock.now()}, m_world.identifiers);
        decision.preemption = preemption.message;
        if (!preemption.node.empty()) {
            preempt(pod, preemption);
            report.nominated = preemption.node;
        } else if (preemption.hopeless) {
            m_state.dropNomination(pod->key);
            report.nominated = "";
        }
    }
    report.message = decision.message();
    m_queue.unschedulable(pod, decision.refusedBy, m_world.clock.steady());
    m_effects.report(pod, std::move(report));
}

void Core::preempt(const PodInfoRef& pod, const Preemption& preemption) {
    for (const PodInfoRef& victim : preemption.victims) m_effects.evict(victim, pod, preemption.node);
    // Less important pods that hoped for the same node look elsewhere.
    if (const auto others = m_state.nominations().find(preemption.node); others != m_state.nominations().end())
        for (const PodInfoRef& other : std::vector(others->second)) {
            if (other->priority >= pod->priority || other->key == pod->key) continue;
            m_state.dropNomination(other->key);
            m_effects.clearNomination(other);
            m_queue.wake(other->key, m_world.clock.steady());
        }
    m_state.nominate(pod, preemption.node);
}

}  // namespace armillary::scheduler
