#include <algorithm>
#include <format>

#include "engine/controllers/deployment/progress.h"
#include "engine/controllers/deployment/revision.h"
#include "engine/controllers/deployment/rollout.h"
#include "engine/controllers/framework/ownership.h"
#include "engine/controllers/framework/refusals.h"

namespace armillary::controllers::deployment {

Result<void> Rollout::findNewSet(bool create) {
    // The sets are in order of age; should two have the same template, the older one is it.
    const auto found = std::ranges::find_if(
        m_sets, [&](const auto& set) { return sameTemplate(set.spec.template_, m_deployment.spec.template_); });
    m_new.reset();
    if (found != m_sets.end()) {
        m_new = static_cast<std::size_t>(found - m_sets.begin());
        return adoptNewSet(*found);
    }
    return create ? createNewSet() : Result<void>();
}

Result<void> Rollout::adoptNewSet(appsv1::ReplicaSet& set) {
    std::int64_t revision = 0;
    for (const auto* old : oldSets()) revision = std::max(revision, revisionOf(old->metadata));
    ++revision;
    appsv1::ReplicaSet changed = set;
    const bool annotated = annotateSet(m_deployment, changed, revision, true);
    changed.spec.minReadySeconds = m_deployment.spec.minReadySeconds;
    if (annotated || changed.spec.minReadySeconds != set.spec.minReadySeconds) {
        const auto written = client::update(m_around.client, std::move(changed));
        if (!written) return std::unexpected(written.error());
        set = (*written)->as<appsv1::ReplicaSet>();
    }
    if (hasProgressDeadline(m_deployment) && !findCondition(m_status, appsv1::kDeploymentProgressing))
        setCondition(m_status, appsv1::kDeploymentProgressing, corev1::kConditionTrue, "FoundNewReplicaSet",
                     std::format("Found new replica set \"{}\"", set.metadata.name), m_around.now);
    return recordRevision(revisionOf(set.metadata));
}

Result<void> Rollout::createNewSet() {
    std::int64_t revision = 0;
    for (const auto& old : m_sets) revision = std::max(revision, revisionOf(old.metadata));
    ++revision;
    appsv1::ReplicaSet set = newReplicaSet(m_deployment);
    std::vector<SetSize> sizes;
    for (const auto& old : m_sets) sizes.push_back({old.spec.replicas.value_or(1)});
    set.spec.replicas = isRolling() ? newSetSize(m_limits, 0, sizes) : m_limits.wanted;
    set.metadata.ownerReferences.push_back(controllerReference(*m_object));
    annotateSet(m_deployment, set, revision, false);
    annotateSizes(set, m_limits.wanted, m_limits.wanted + m_limits.maxSurge);

    const auto created = client::create(m_around.client, set);
    if (!created && status::isAlreadyExists(created.error())) return collided(set);
    if (!created && isNamespaceTerminating(created.error())) return std::unexpected(created.error());
    if (!created) {
        const std::string message =
            std::format("Failed to create new replica set \"{}\": {}", set.metadata.name, created.error().message);
        m_around.events.record(*m_object, "Warning", "ReplicaSetCreateError", message);
        if (hasProgressDeadline(m_deployment)) {
            setCondition(m_status, appsv1::kDeploymentProgressing, corev1::kConditionFalse, "ReplicaSetCreateError",
                         message, m_around.now);
            if (auto written = write(m_status); !written) return written;
        }
        return std::unexpected(created.error());
    }
    m_sets.push_back((*created)->as<appsv1::ReplicaSet>());
    m_new = m_sets.size() - 1;
    if (*set.spec.replicas > 0)
        m_around.events.record(
            *m_object, "Normal", "ScalingReplicaSet",
            std::format("Scaled up replica set {} from 0 to {}", set.metadata.name, *set.spec.replicas));
    if (hasProgressDeadline(m_deployment))
        setCondition(m_status, appsv1::kDeploymentProgressing, corev1::kConditionTrue, "NewReplicaSetCreated",
                     std::format("Created new replica set \"{}\"", set.metadata.name), m_around.now);
    return recordRevision(revision);
}

Result<void> Rollout::collided(const appsv1::ReplicaSet& wanted) {
    const auto existing =
        client::get<appsv1::ReplicaSet>(m_around.client, wanted.metadata.namespace_, wanted.metadata.name);
    if (!existing) return std::unexpected(existing.error());
    const auto* owner = controllerOf((*existing)->meta());
    const auto& set = (*existing)->as<appsv1::ReplicaSet>();
    if (owner && owner->uid == m_object->uid() && sameTemplate(set.spec.template_, m_deployment.spec.template_)) {
        // Our own, which the informer has not shown yet.
        m_sets.push_back(set);
        m_new = m_sets.size() - 1;
        return recordRevision(revisionOf(set.metadata));
    }
    // Another template hashes to the same name: the count makes the next hash a different one.
    m_status.collisionCount = m_status.collisionCount.value_or(0) + 1;
    if (auto written = write(m_status); !written) return written;
    return std::unexpected(
        status::conflict("replicasets.apps", wanted.metadata.name, "its name is taken by another template"));
}

Result<void> Rollout::recordRevision(std::int64_t revision) {
    if (revisionOf(m_deployment.metadata) == revision || m_deployment.metadata.deletionTimestamp) return {};
    // Through the status, as upstream: written otherwise, an annotation is a new generation.
    appsv1::Deployment changed = m_deployment;
    changed.metadata.annotations[std::string(kRevisionAnnotation)] = std::to_string(revision);
    const auto written = client::updateStatus(m_around.client, std::move(changed));
    if (!written) return std::unexpected(written.error());
    m_deployment.metadata = (*written)->meta();
    return {};
}

}  // namespace armillary::controllers::deployment
