#pragma once

#include "engine/controllers/framework/controller.h"

namespace armillary::controllers {

namespace ephemeralvolume {
/// The claim of a pod's ephemeral volume: the template's labels, annotations and spec, owned by the pod.
corev1::PersistentVolumeClaim claimFor(const Object& pod, const corev1::Volume& volume);
}  // namespace ephemeralvolume

/// Makes the claims of pods' generic ephemeral volumes; they go with their pods.
/// Source: https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#generic-ephemeral-volumes.
class EphemeralVolumeController final : public QueuedController {
public:
    explicit EphemeralVolumeController(const Context& context);
    std::string_view name() const override { return "ephemeral-volume"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    Result<void> ensureClaim(const Object& pod, const corev1::Volume& volume);

    client::Informer &m_pods, &m_claims;
    std::unique_ptr<client::EventRecorder> m_events;
};

}  // namespace armillary::controllers
