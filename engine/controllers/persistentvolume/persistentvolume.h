#pragma once

#include "engine/controllers/framework/controller.h"
#include "engine/controllers/persistentvolume/plan.h"

namespace armillary::controllers {

/// Brings claims and volumes together, and reclaims what was released.
/// Its keys are "claim/NAMESPACE/NAME" and "volume/NAME".
class PersistentVolumeController final : public QueuedController {
public:
    explicit PersistentVolumeController(const Context& context);
    std::string_view name() const override { return "persistentvolume-binder"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    using Claim = corev1::PersistentVolumeClaim;
    using Volume = corev1::PersistentVolume;

    void claimChanged(const ObjectRef& object);
    void volumeChanged(const ObjectRef& previous, const ObjectRef& current);
    void wakePendingClaims();
    std::string defaultClass() const;
    std::vector<std::string> podsWaitingFor(const Object& claim) const;

    Result<Outcome> reconcileClaim(const std::string& key);
    Result<Outcome> reconcileVolume(const std::string& name);
    /// Writes the binding down, in an order that can be taken up at any point: volume, its status, claim, its status.
    Result<Outcome> bind(Volume volume, Claim claim);
    Result<Outcome> setClaimPhase(Claim claim, std::string_view phase);
    Result<Volume> setVolumePhase(Volume volume, std::string_view phase, std::string message = {});
    Result<Outcome> announce(Claim claim, const std::string& provisioner);
    Result<Outcome> release(Volume volume);
    Result<Outcome> unbind(Volume volume);
    /// As the API has it now: what an informer has not seen yet is not lost.
    template <class T>
    Result<ObjectRef> live(const std::string& namespace_, const std::string& name);

    client::Informer &m_claims, &m_volumes, &m_classes, &m_pods;
    std::unique_ptr<client::EventRecorder> m_events;
};

}  // namespace armillary::controllers
