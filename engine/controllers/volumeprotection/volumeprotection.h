#pragma once

#include "engine/controllers/framework/controller.h"

namespace armillary::controllers {

/// Lets a deleted claim go when no pod on a node uses it any more.
/// Source: https://kubernetes.io/docs/concepts/storage/persistent-volumes/#storage-object-in-use-protection.
class ClaimProtectionController final : public QueuedController {
public:
    explicit ClaimProtectionController(const Context& context);
    std::string_view name() const override { return "pvc-protection"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    Result<bool> isUsed(const Object& claim);

    client::Informer &m_claims, &m_pods;
};

/// Lets a deleted volume go when no claim is bound to it any more.
class VolumeProtectionController final : public QueuedController {
public:
    explicit VolumeProtectionController(const Context& context);
    std::string_view name() const override { return "pv-protection"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    client::Informer& m_volumes;
};

namespace volumeprotection {
/// An index of pods by the keys of the claims that they name.
inline constexpr std::string_view kClaimIndex = "claims that pods name";
/// The keys of the claims that a pod names, those of its ephemeral volumes included.
std::vector<std::string> claimKeysOf(const Object& pod);
/// Whether a pod keeps a claim in use: it has a node, whose volumes it may still hold.
bool holdsClaims(const corev1::Pod& pod);
}  // namespace volumeprotection

}  // namespace armillary::controllers
