#include "engine/controllers/volumeprotection/volumeprotection.h"

#include <algorithm>

#include "engine/volumes/matching.h"

namespace armillary::controllers {

namespace volumeprotection {

std::vector<std::string> claimKeysOf(const Object& pod) {
    std::vector<std::string> keys;
    for (const corev1::Volume& volume : pod.as<corev1::Pod>().spec.volumes) {
        if (volume.persistentVolumeClaim)
            keys.push_back(pod.namespace_() + "/" + volume.persistentVolumeClaim->claimName);
        if (volume.ephemeral) keys.push_back(pod.namespace_() + "/" + pod.name() + "-" + volume.name);
    }
    return keys;
}

bool holdsClaims(const corev1::Pod& pod) {
    return !pod.spec.nodeName.empty();
}

}  // namespace volumeprotection

namespace {

bool isProtected(const metav1::ObjectMeta& meta, std::string_view finalizer) {
    return std::ranges::contains(meta.finalizers, finalizer);
}

/// Puts the finalizer on, or takes it off, an object that has not changed since it was read.
template <schema::ApiStruct T>
Result<Outcome> setProtection(client::Client& client, T object, std::string_view finalizer, bool wanted) {
    if (wanted)
        object.metadata.finalizers.emplace_back(finalizer);
    else
        std::erase(object.metadata.finalizers, finalizer);
    const auto written = client::update(client, std::move(object));
    if (!written && !status::isNotFound(written.error())) return std::unexpected(written.error());
    return Outcome();
}

}  // namespace

ClaimProtectionController::ClaimProtectionController(const Context& context)
    : QueuedController(context),
      m_claims(client::informer<corev1::PersistentVolumeClaim>(context.informers)),
      m_pods(client::informer<corev1::Pod>(context.informers)) {
    m_pods.addIndex(std::string(volumeprotection::kClaimIndex), volumeprotection::claimKeysOf);
    m_claims.addHandler([this](const ObjectRef&, const ObjectRef& current) {
        if (current) m_queue.add(current->key());
    });
    m_pods.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        // Only a pod that goes, or that gets no further, frees a claim.
        if (!current)
            for (const std::string& key : volumeprotection::claimKeysOf(*previous)) m_queue.add(key);
    });
}

Result<bool> ClaimProtectionController::isUsed(const Object& claim) {
    const auto holds = [](const ObjectRef& pod) { return volumeprotection::holdsClaims(pod->as<corev1::Pod>()); };
    if (std::ranges::any_of(m_pods.byIndex(std::string(volumeprotection::kClaimIndex), claim.key()), holds))
        return true;
    // A pod may have got its node just now; the API knows.
    const auto pods = m_context.client.list(client::target<corev1::Pod>(claim.namespace_()));
    if (!pods) return std::unexpected(pods.error());
    return std::ranges::any_of(pods->items, [&](const ObjectRef& pod) {
        return holds(pod) && std::ranges::contains(volumeprotection::claimKeysOf(*pod), claim.key());
    });
}

Result<Outcome> ClaimProtectionController::reconcile(const std::string& key) {
    const ObjectRef object = m_claims.getByKey(key);
    if (!object) return Outcome();
    const bool isSafe = isProtected(object->meta(), volumes::kClaimProtection);
    const auto& claim = object->as<corev1::PersistentVolumeClaim>();
    if (!object->meta().deletionTimestamp)
        return isSafe ? Outcome() : setProtection(m_context.client, claim, volumes::kClaimProtection, true);
    if (!isSafe) return Outcome();
    const auto used = isUsed(*object);
    if (!used) return std::unexpected(used.error());
    if (*used) return Outcome();
    return setProtection(m_context.client, claim, volumes::kClaimProtection, false);
}

VolumeProtectionController::VolumeProtectionController(const Context& context)
    : QueuedController(context), m_volumes(client::informer<corev1::PersistentVolume>(context.informers)) {
    m_volumes.addHandler([this](const ObjectRef&, const ObjectRef& current) {
        if (current) m_queue.add(current->key());
    });
}

Result<Outcome> VolumeProtectionController::reconcile(const std::string& key) {
    const ObjectRef object = m_volumes.getByKey(key);
    if (!object) return Outcome();
    const auto& volume = object->as<corev1::PersistentVolume>();
    const bool isSafe = isProtected(object->meta(), volumes::kVolumeProtection);
    if (!object->meta().deletionTimestamp)
        return isSafe ? Outcome() : setProtection(m_context.client, volume, volumes::kVolumeProtection, true);
    if (!isSafe || volume.status.phase == corev1::kVolumeBound) return Outcome();
    return setProtection(m_context.client, volume, volumes::kVolumeProtection, false);
}

}  // namespace armillary::controllers
