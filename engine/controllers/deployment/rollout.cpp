#include "engine/controllers/deployment/rollout.h"

#include <algorithm>
#include <format>

#include "engine/controllers/deployment/progress.h"
#include "engine/controllers/deployment/revision.h"

namespace armillary::controllers::deployment {

namespace {

SetSize sizeOf(const appsv1::ReplicaSet& set) {
    return {set.spec.replicas.value_or(1), set.status.availableReplicas,
            numberAnnotation(set.metadata, kMaxReplicasAnnotation).value_or(0),
            set.metadata.creationTimestamp.isSet() ? set.metadata.creationTimestamp.seconds : 0};
}

std::vector<SetSize> sizesOf(const std::vector<appsv1::ReplicaSet*>& sets) {
    std::vector<SetSize> sizes;
    for (const auto* set : sets) sizes.push_back(sizeOf(*set));
    return sizes;
}

bool isEmpty(const appsv1::ReplicaSet* set) {
    return set->spec.replicas.value_or(1) == 0;
}

}  // namespace

Rollout::Rollout(Surroundings surroundings, const ObjectRef& deployment, const std::vector<ObjectRef>& sets)
    : m_around(std::move(surroundings)),
      m_object(deployment),
      m_deployment(deployment->as<appsv1::Deployment>()),
      m_status(m_deployment.status),
      m_limits(limitsOf(m_deployment)) {
    for (const ObjectRef& set : sets) m_sets.push_back(set->as<appsv1::ReplicaSet>());
    std::ranges::sort(m_sets, [](const auto& a, const auto& b) {
        if (a.metadata.creationTimestamp != b.metadata.creationTimestamp)
            return a.metadata.creationTimestamp < b.metadata.creationTimestamp;
        return a.metadata.name < b.metadata.name;
    });
}

Result<Outcome> Rollout::step() {
    if (m_deployment.metadata.deletionTimestamp) {
        if (auto found = findNewSet(false); !found) return std::unexpected(found.error());
        return writeNumbers();
    }
    notePause();
    if (auto found = findNewSet(false); !found) return std::unexpected(found.error());
    if (m_deployment.spec.paused || wasScaled()) {
        if (auto scaled = scale(); !scaled) return std::unexpected(scaled.error());
        if (m_deployment.spec.paused)
            if (auto cleaned = cleanUp(); !cleaned) return std::unexpected(cleaned.error());
        return writeNumbers();
    }
    return isRolling() ? roll() : recreate();
}

void Rollout::notePause() {
    if (!hasProgressDeadline(m_deployment)) return;
    const auto* progressing = findCondition(m_status, appsv1::kDeploymentProgressing);
    if (progressing && progressing->reason == "ProgressDeadlineExceeded") return;
    const bool noted = progressing && progressing->reason == "DeploymentPaused";
    if (m_deployment.spec.paused && !noted)
        setCondition(m_status, appsv1::kDeploymentProgressing, corev1::kConditionUnknown, "DeploymentPaused",
                     "Deployment is paused", m_around.now);
    else if (!m_deployment.spec.paused && noted)
        setCondition(m_status, appsv1::kDeploymentProgressing, corev1::kConditionUnknown, "DeploymentResumed",
                     "Deployment is resumed", m_around.now);
}

bool Rollout::wasScaled() const {
    return std::ranges::any_of(m_sets, [&](const appsv1::ReplicaSet& set) {
        const auto desired = numberAnnotation(set.metadata, kDesiredReplicasAnnotation);
        return !isEmpty(&set) && desired && *desired != m_limits.wanted;
    });
}

Result<void> Rollout::scale() {
    std::vector<appsv1::ReplicaSet*> active;
    for (auto& set : m_sets)
        if (!isEmpty(&set)) active.push_back(&set);
    // One set, or none that runs: that one takes the whole size.
    if (active.size() <= 1) {
        auto* only = !active.empty() ? active.front() : newSet() ? newSet() : m_sets.empty() ? nullptr : &m_sets.back();
        if (!only) return {};
        auto resized = resize(*only, m_limits.wanted);
        return resized ? Result<void>() : std::unexpected(resized.error());
    }
    // The rollout is over but for what remains of the old sets.
    if (const auto* set = newSet(); set && set->spec.replicas == m_limits.wanted &&
                                    numberAnnotation(set->metadata, kDesiredReplicasAnnotation) == m_limits.wanted &&
                                    set->status.availableReplicas == m_limits.wanted) {
        auto resized = resizeOld(std::vector<std::int32_t>(oldSets().size(), 0));
        return resized ? Result<void>() : std::unexpected(resized.error());
    }
    if (!isRolling()) return {};
    const auto sizes = proportionalSizes(m_limits, sizesOf(active), m_deployment.status.replicas);
    for (std::size_t i = 0; i < active.size(); ++i)
        if (auto resized = resize(*active[i], sizes[i]); !resized) return std::unexpected(resized.error());
    return {};
}

Result<Outcome> Rollout::roll() {
    if (auto found = findNewSet(true); !found) return std::unexpected(found.error());
    const auto old = oldSets();
    auto grown = resize(*newSet(), newSetSize(m_limits, newSet()->spec.replicas.value_or(1), sizesOf(old)));
    if (!grown) return std::unexpected(grown.error());
    if (!*grown) {
        auto shrunk = resizeOld(oldSetSizes(m_limits, sizeOf(*newSet()), sizesOf(old)));
        if (!shrunk) return std::unexpected(shrunk.error());
        if (!*shrunk && isComplete(m_deployment, m_deployment.status))
            if (auto cleaned = cleanUp(); !cleaned) return std::unexpected(cleaned.error());
    }
    return writeProgress();
}

Result<Outcome> Rollout::recreate() {
    auto old = oldSets();
    auto shrunk = resizeOld(std::vector<std::int32_t>(old.size(), 0));
    if (!shrunk) return std::unexpected(shrunk.error());
    const bool stillRuns = std::ranges::any_of(
        old, [&](const auto* set) { return set->status.replicas > 0 || m_around.mayRun(set->metadata.uid); });
    if (*shrunk || stillRuns) return writeProgress();
    if (auto found = findNewSet(true); !found) return std::unexpected(found.error());
    if (auto grown = resize(*newSet(), m_limits.wanted); !grown) return std::unexpected(grown.error());
    if (isComplete(m_deployment, m_deployment.status))
        if (auto cleaned = cleanUp(); !cleaned) return std::unexpected(cleaned.error());
    return writeProgress();
}

Result<bool> Rollout::resize(appsv1::ReplicaSet& set, std::int32_t replicas) {
    const std::int32_t before = set.spec.replicas.value_or(1);
    appsv1::ReplicaSet changed = set;
    changed.spec.replicas = replicas;
    const bool annotated = annotateSizes(changed, m_limits.wanted, m_limits.wanted + m_limits.maxSurge);
    // Sizes of sets that stay empty are of no interest; writing them would be one write for each old revision.
    if (before == replicas && (!annotated || replicas == 0)) return false;
    const auto written = client::update(m_around.client, std::move(changed));
    if (!written) return std::unexpected(written.error());
    set = (*written)->as<appsv1::ReplicaSet>();
    if (before == replicas) return false;
    m_around.events.record(*m_object, "Normal", "ScalingReplicaSet",
                           std::format("Scaled {} replica set {} from {} to {}", before < replicas ? "up" : "down",
                                       set.metadata.name, before, replicas));
    return true;
}

Result<bool> Rollout::resizeOld(const std::vector<std::int32_t>& sizes) {
    bool any = false;
    const auto old = oldSets();
    for (std::size_t i = 0; i < old.size(); ++i) {
        if (old[i]->spec.replicas.value_or(1) == sizes[i]) continue;
        auto resized = resize(*old[i], sizes[i]);
        if (!resized) return resized;
        any |= *resized;
    }
    return any;
}

Result<void> Rollout::cleanUp() {
    if (!m_deployment.spec.revisionHistoryLimit) return {};
    std::vector<appsv1::ReplicaSet*> kept;
    for (auto* set : oldSets())
        if (!set->metadata.deletionTimestamp) kept.push_back(set);
    const auto excess = static_cast<std::ptrdiff_t>(kept.size()) - *m_deployment.spec.revisionHistoryLimit;
    std::ranges::stable_sort(kept, {}, [](const auto* set) { return revisionOf(set->metadata); });
    for (std::ptrdiff_t i = 0; i < excess; ++i) {
        const auto& set = *kept[i];
        if (set.status.replicas != 0 || !isEmpty(&set) || set.metadata.generation > set.status.observedGeneration)
            continue;
        client::DeleteOptions options;
        options.uid = set.metadata.uid;
        const auto removed =
            client::remove<appsv1::ReplicaSet>(m_around.client, set.metadata.namespace_, set.metadata.name, options);
        if (!removed && !status::isNotFound(removed.error())) return removed;
    }
    return {};
}

Result<Outcome> Rollout::writeProgress() {
    auto status = statusOf(m_deployment, m_status, newSet(), allSets(), m_around.now);
    judgeProgress(m_deployment, newSet(), allSets(), status, m_around.now);
    const Outcome outcome{untilDeadline(m_deployment, status, m_around.now)};
    if (auto written = write(std::move(status)); !written) return std::unexpected(written.error());
    return outcome;
}

Result<Outcome> Rollout::writeNumbers() {
    if (auto written = write(statusOf(m_deployment, m_status, newSet(), allSets(), m_around.now)); !written)
        return std::unexpected(written.error());
    return Outcome();
}

Result<void> Rollout::write(appsv1::DeploymentStatus status) {
    if (schema::operator==(m_object->as<appsv1::Deployment>().status, status)) return {};
    m_deployment.status = std::move(status);
    const auto written = client::updateStatus(m_around.client, m_deployment);
    if (!written && !status::isNotFound(written.error())) return std::unexpected(written.error());
    return {};
}

std::vector<appsv1::ReplicaSet*> Rollout::oldSets() {
    std::vector<appsv1::ReplicaSet*> old;
    for (std::size_t i = 0; i < m_sets.size(); ++i)
        if (i != m_new) old.push_back(&m_sets[i]);
    return old;
}

std::vector<const appsv1::ReplicaSet*> Rollout::allSets() const {
    std::vector<const appsv1::ReplicaSet*> all;
    for (const auto& set : m_sets) all.push_back(&set);
    return all;
}

}  // namespace armillary::controllers::deployment
