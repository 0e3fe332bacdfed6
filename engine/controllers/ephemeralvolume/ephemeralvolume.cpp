#include "engine/controllers/ephemeralvolume/ephemeralvolume.h"

#include <algorithm>
#include <format>

#include "engine/controllers/framework/ownership.h"
#include "engine/controllers/framework/pods.h"

namespace armillary::controllers {

namespace ephemeralvolume {

corev1::PersistentVolumeClaim claimFor(const Object& pod, const corev1::Volume& volume) {
    const auto& wanted = *volume.ephemeral->volumeClaimTemplate;
    corev1::PersistentVolumeClaim claim;
    claim.metadata.namespace_ = pod.namespace_();
    claim.metadata.name = pod.name() + "-" + volume.name;
    claim.metadata.labels = wanted.metadata.labels;
    claim.metadata.annotations = wanted.metadata.annotations;
    claim.metadata.ownerReferences = {controllerReference(pod)};
    claim.spec = wanted.spec;
    return claim;
}

}  // namespace ephemeralvolume

EphemeralVolumeController::EphemeralVolumeController(const Context& context)
    : QueuedController(context),
      m_pods(client::informer<corev1::Pod>(context.informers)),
      m_claims(client::informer<corev1::PersistentVolumeClaim>(context.informers)),
      m_events(context.events.withComponent("ephemeral_volume")) {
    m_pods.addHandler([this](const ObjectRef&, const ObjectRef& current) {
        if (!current) return;
        const auto& volumes = current->as<corev1::Pod>().spec.volumes;
        if (std::ranges::any_of(volumes, [](const corev1::Volume& volume) { return volume.ephemeral.has_value(); }))
            m_queue.add(current->key());
    });
    m_claims.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        // A claim that is gone under a living pod is made again.
        if (current) return;
        if (const auto* owner = controllerOf(previous->meta()); owner && owner->kind == "Pod")
            m_queue.add(previous->namespace_() + "/" + owner->name);
    });
}

Result<void> EphemeralVolumeController::ensureClaim(const Object& pod, const corev1::Volume& volume) {
    auto wanted = ephemeralvolume::claimFor(pod, volume);
    const auto check = [&](const Object& claim) -> Result<void> {
        const auto* owner = controllerOf(claim.meta());
        if (owner && owner->uid == pod.uid()) return {};
        return std::unexpected(status::conflict(
            "persistentvolumeclaims", claim.name(),
            std::format("PVC {} was not created for pod {} (pod is not owner)", claim.key(), pod.key())));
    };
    if (const ObjectRef known = m_claims.get(pod.namespace_(), wanted.metadata.name)) return check(*known);
    const std::string name = wanted.metadata.name;
    const auto created = client::create(m_context.client, std::move(wanted));
    if (created) return {};
    if (!status::isAlreadyExists(created.error())) return std::unexpected(created.error());
    const auto current = client::get<corev1::PersistentVolumeClaim>(m_context.client, pod.namespace_(), name);
    if (!current) return std::unexpected(current.error());
    return check(**current);
}

Result<Outcome> EphemeralVolumeController::reconcile(const std::string& key) {
    const ObjectRef object = m_pods.getByKey(key);
    if (!object || !isActive(object->as<corev1::Pod>())) return Outcome();
    for (const corev1::Volume& volume : object->as<corev1::Pod>().spec.volumes) {
        if (!volume.ephemeral || !volume.ephemeral->volumeClaimTemplate) continue;
        if (auto done = ensureClaim(*object, volume); !done) {
            m_events->record(*object, "Warning", "FailedBinding",
                             std::format("ephemeral volume {}: {}", volume.name, done.error().message));
            return std::unexpected(done.error());
        }
    }
    return Outcome();
}

}  // namespace armillary::controllers
