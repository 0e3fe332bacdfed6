#pragma once

#include "engine/controllers/framework/controller.h"
#include "engine/schema/api/storagev1.h"

namespace armillary::controllers {

namespace persistentvolumeprovisioner {
/// A volume for the claim: a folder of its own on the node, which only pods on that node can use.
corev1::PersistentVolume volumeFor(const corev1::PersistentVolumeClaim& claim,
                                   const storagev1::StorageClass& storageClass, const corev1::Node& node);
/// Why the provisioner cannot serve the claim; "" when it can.
std::string unservable(const corev1::PersistentVolumeClaim& claim);
/// The folder below which the node keeps volumes; "" while it has not said.
std::string directoryOf(const corev1::Node& node);
}  // namespace persistentvolumeprovisioner

/// The provisioner of the storage class "standard": makes volumes that are folders on nodes, and lets go of them. The
/// node makes the folder when the first pod comes and removes it when the volume is deleted: the volume's finalizer
/// holds it until then. Its keys are "claim/NAMESPACE/NAME" and "volume/NAME".
class PersistentVolumeProvisioner final : public QueuedController {
public:
    explicit PersistentVolumeProvisioner(const Context& context);
    std::string_view name() const override { return "host-path-provisioner"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    Result<Outcome> reconcileClaim(const std::string& key);
    Result<Outcome> reconcileVolume(const std::string& name);
    Result<Outcome> provision(const Object& claim, const storagev1::StorageClass& storageClass,
                              const corev1::Node& node);
    /// Gives a claim back to the scheduler: its node will not do.
    Result<Outcome> giveBack(const Object& claim, std::string why);
    /// Where the claim's volume is to be: the node that the scheduler chose, or any ready one.
    ObjectRef nodeFor(const corev1::PersistentVolumeClaim& claim) const;

    client::Informer &m_claims, &m_volumes, &m_classes, &m_nodes;
    std::unique_ptr<client::EventRecorder> m_events;
};

}  // namespace armillary::controllers
