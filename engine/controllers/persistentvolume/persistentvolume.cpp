#include "engine/controllers/persistentvolume/persistentvolume.h"

#include "engine/controllers/volumeprotection/volumeprotection.h"
#include "engine/volumes/matching.h"

namespace armillary::controllers {

namespace {

using namespace persistentvolume;

constexpr std::string_view kClaimPrefix = "claim/", kVolumePrefix = "volume/";
/// By "NAMESPACE/NAME" of the claim that a volume's reference names.
constexpr std::string_view kClaimIndex = "claim";

std::string claimKeyOf(const corev1::PersistentVolume& volume) {
    return volume.spec.claimRef ? volume.spec.claimRef->namespace_ + "/" + volume.spec.claimRef->name : std::string();
}

bool isPending(const corev1::PersistentVolumeClaim& claim) {
    return !claim.metadata.annotations.contains(volumes::kBindCompleted);
}

template <class T>
Result<T> updated(Result<ObjectRef> written) {
    if (!written) return std::unexpected(written.error());
    return (*written)->template as<T>();
}

}  // namespace

PersistentVolumeController::PersistentVolumeController(const Context& context)
    : QueuedController(context),
      m_claims(client::informer<Claim>(context.informers)),
      m_volumes(client::informer<Volume>(context.informers)),
      m_classes(client::informer<storagev1::StorageClass>(context.informers)),
      m_pods(client::informer<corev1::Pod>(context.informers)),
      m_events(context.events.withComponent("persistentvolume-controller")) {
    m_volumes.addIndex(std::string(kClaimIndex), [](const Object& object) {
        const std::string key = claimKeyOf(object.as<Volume>());
        return key.empty() ? std::vector<std::string>() : std::vector{key};
    });
    m_pods.addIndex(std::string(volumeprotection::kClaimIndex), volumeprotection::claimKeysOf);
    m_claims.addHandler(
        [this](const ObjectRef& previous, const ObjectRef& current) { claimChanged(current ? current : previous); });
    m_volumes.addHandler(
        [this](const ObjectRef& previous, const ObjectRef& current) { volumeChanged(previous, current); });
    m_classes.addHandler([this](const ObjectRef&, const ObjectRef& current) {
        if (current) wakePendingClaims();
    });
}

void PersistentVolumeController::claimChanged(const ObjectRef& object) {
    m_queue.add(std::string(kClaimPrefix) + object->key());
    for (const ObjectRef& volume : m_volumes.byIndex(std::string(kClaimIndex), object->key()))
        m_queue.add(std::string(kVolumePrefix) + volume->name());
}

void PersistentVolumeController::volumeChanged(const ObjectRef& previous, const ObjectRef& current) {
    const auto& volume = (current ? current : previous)->as<Volume>();
    m_queue.add(std::string(kVolumePrefix) + volume.metadata.name);
    if (const std::string claim = claimKeyOf(volume); !claim.empty()) m_queue.add(std::string(kClaimPrefix) + claim);
    for (const ObjectRef& object : m_claims.list())
        if (object->as<Claim>().spec.volumeName == volume.metadata.name)
            m_queue.add(std::string(kClaimPrefix) + object->key());
    if (current && !volume.spec.claimRef) wakePendingClaims();
}

void PersistentVolumeController::wakePendingClaims() {
    for (const ObjectRef& object : m_claims.list())
        if (isPending(object->as<Claim>())) m_queue.add(std::string(kClaimPrefix) + object->key());
}

std::string PersistentVolumeController::defaultClass() const {
    // The newest of several, as admission chooses.
    ObjectRef chosen;
    for (const ObjectRef& object : m_classes.list()) {
        const auto mark = object->meta().annotations.find("storageclass.kubernetes.io/is-default-class");
        if (mark == object->meta().annotations.end() || mark->second != "true") continue;
        if (!chosen || object->meta().creationTimestamp > chosen->meta().creationTimestamp) chosen = object;
    }
    return chosen ? chosen->name() : std::string();
}

std::vector<std::string> PersistentVolumeController::podsWaitingFor(const Object& claim) const {
    std::vector<std::string> names;
    for (const ObjectRef& pod : m_pods.byIndex(std::string(volumeprotection::kClaimIndex), claim.key()))
        if (pod->as<corev1::Pod>().spec.nodeName.empty()) names.push_back(pod->name());
    return names;
}

template <class T>
Result<ObjectRef> PersistentVolumeController::live(const std::string& namespace_, const std::string& name) {
    auto found = client::get<T>(m_context.client, namespace_, name);
    if (!found && status::isNotFound(found.error())) return ObjectRef();
    return found;
}

Result<Outcome> PersistentVolumeController::reconcile(const std::string& key) {
    if (key.starts_with(kClaimPrefix)) return reconcileClaim(key.substr(kClaimPrefix.size()));
    return reconcileVolume(key.substr(kVolumePrefix.size()));
}

Result<Outcome> PersistentVolumeController::reconcileClaim(const std::string& key) {
    const ObjectRef object = m_claims.getByKey(key);
    if (!object) return Outcome();
    const auto& claim = object->as<Claim>();
    ObjectRef named = claim.spec.volumeName.empty() ? nullptr : m_volumes.get({}, claim.spec.volumeName);
    if (!named && !claim.spec.volumeName.empty()) {
        auto found = live<Volume>({}, claim.spec.volumeName);
        if (!found) return std::unexpected(found.error());
        named = *found;
    }
    const ObjectRef storageClass = m_classes.get({}, volumes::classOf(claim));
    const auto all = m_volumes.list();
    const ClaimPlan plan =
        planClaim({claim, all, named, storageClass ? &storageClass->as<storagev1::StorageClass>() : nullptr,
                   defaultClass(), podsWaitingFor(*object)});
    const bool wasLost = claim.status.phase == corev1::kClaimLost;
    if (!plan.event.type.empty() && !wasLost)
        m_events->record(*object, plan.event.type, plan.event.reason, plan.event.message);
    switch (plan.action) {
        case ClaimPlan::Action::Nothing:
            return Outcome();
        case ClaimPlan::Action::Wait:
            return setClaimPhase(claim, corev1::kClaimPending);
        case ClaimPlan::Action::Lose:
            return setClaimPhase(claim, corev1::kClaimLost);
        case ClaimPlan::Action::Bind:
            return bind(plan.volume->as<Volume>(), claim);
        case ClaimPlan::Action::Provision:
            return announce(claim, plan.provisioner);
        case ClaimPlan::Action::Classify: {
            Claim next = claim;
            next.spec.storageClassName = plan.storageClass;
            if (auto done = client::update(m_context.client, std::move(next)); !done)
                return std::unexpected(done.error());
            return Outcome();
        }
    }
    return Outcome();
}

Result<Outcome> PersistentVolumeController::setClaimPhase(Claim claim, std::string_view phase) {
    if (claim.status.phase == phase) return Outcome();
    claim.status.phase = phase;
    if (phase != corev1::kClaimBound) {
        claim.status.accessModes.clear();
        claim.status.capacity.clear();
    }
    if (auto done = client::updateStatus(m_context.client, std::move(claim)); !done)
        return std::unexpected(done.error());
    return Outcome();
}

Result<Outcome> PersistentVolumeController::announce(Claim claim, const std::string& provisioner) {
    bool changed = false;
    for (const std::string_view key : {volumes::kStorageProvisioner, volumes::kBetaStorageProvisioner})
        changed |= std::exchange(claim.metadata.annotations[std::string(key)], provisioner) != provisioner;
    if (!changed) return setClaimPhase(std::move(claim), corev1::kClaimPending);
    if (auto done = client::update(m_context.client, std::move(claim)); !done) return std::unexpected(done.error());
    return Outcome();
}

Result<Outcome> PersistentVolumeController::bind(Volume volume, Claim claim) {
    if (!volumes::isBoundTo(volume, claim) || volume.spec.claimRef->uid.empty()) {
        if (!volumes::isBoundTo(volume, claim))
            volume.metadata.annotations[std::string(volumes::kBoundByController)] = "yes";
        volume.spec.claimRef = volumes::referenceTo(claim);
        auto written = updated<Volume>(client::update(m_context.client, std::move(volume)));
        if (!written) return std::unexpected(written.error());
        volume = std::move(*written);
    }
    auto marked = setVolumePhase(std::move(volume), corev1::kVolumeBound);
    if (!marked) return std::unexpected(marked.error());
    volume = std::move(*marked);

    const bool named = claim.spec.volumeName == volume.metadata.name;
    if (!named || isPending(claim)) {
        if (!named) claim.metadata.annotations[std::string(volumes::kBoundByController)] = "yes";
        claim.metadata.annotations[std::string(volumes::kBindCompleted)] = "yes";
        claim.spec.volumeName = volume.metadata.name;
        auto written = updated<Claim>(client::update(m_context.client, std::move(claim)));
        if (!written) return std::unexpected(written.error());
        claim = std::move(*written);
    }
    Claim next = claim;
    next.status.phase = corev1::kClaimBound;
    next.status.accessModes = volume.spec.accessModes;
    // A bound claim's capacity is its own from then on: whoever resizes the volume says so.
    if (claim.status.phase != corev1::kClaimBound || next.status.capacity.empty())
        next.status.capacity = volume.spec.capacity;
    if (next.status == claim.status) return Outcome();
    if (auto done = client::updateStatus(m_context.client, std::move(next)); !done)
        return std::unexpected(done.error());
    return Outcome();
}

Result<corev1::PersistentVolume> PersistentVolumeController::setVolumePhase(Volume volume, std::string_view phase,
                                                                            std::string message) {
    if (volume.status.phase == phase && volume.status.message == message) return volume;
    if (volume.status.phase != phase) volume.status.lastPhaseTransitionTime = schema::Time(m_context.clock.now());
    volume.status.phase = phase;
    volume.status.message = std::move(message);
    return updated<Volume>(client::updateStatus(m_context.client, std::move(volume)));
}

Result<Outcome> PersistentVolumeController::reconcileVolume(const std::string& name) {
    const ObjectRef object = m_volumes.get({}, name);
    if (!object) return Outcome();
    const auto& volume = object->as<Volume>();
    ObjectRef claim;
    if (volume.spec.claimRef && !volume.spec.claimRef->uid.empty()) {
        claim = m_claims.get(volume.spec.claimRef->namespace_, volume.spec.claimRef->name);
        if (!claim || claim->uid() != volume.spec.claimRef->uid) {
            auto found = live<Claim>(volume.spec.claimRef->namespace_, volume.spec.claimRef->name);
            if (!found) return std::unexpected(found.error());
            claim = *found;
        }
        if (claim && claim->uid() != volume.spec.claimRef->uid) claim = nullptr;
    }
    const VolumePlan plan = planVolume(volume, claim ? &claim->as<Claim>() : nullptr);
    switch (plan.action) {
        case VolumePlan::Action::Nothing:
            return Outcome();
        case VolumePlan::Action::WakeClaim:
            m_queue.add(std::string(kClaimPrefix) + claim->key());
            return Outcome();
        case VolumePlan::Action::Unbind:
            return unbind(volume);
        case VolumePlan::Action::Release:
            return release(volume);
        case VolumePlan::Action::Phase:
            break;
    }
    if (auto done = setVolumePhase(volume, plan.phase); !done) return std::unexpected(done.error());
    return Outcome();
}

Result<Outcome> PersistentVolumeController::release(Volume volume) {
    // What has failed shows that until somebody does something about it.
    if (volume.status.phase == corev1::kVolumeFailed) return Outcome();
    auto released = setVolumePhase(std::move(volume), corev1::kVolumeReleased);
    if (!released) return std::unexpected(released.error());
    const EventText failure = reclaimFailure(*released);
    if (failure.type.empty()) return Outcome();
    corev1::ObjectReference about;
    about.apiVersion = "v1";
    about.kind = "PersistentVolume";
    about.name = released->metadata.name;
    about.uid = released->metadata.uid;
    m_events->record(about, failure.type, failure.reason, failure.message);
    if (auto done = setVolumePhase(std::move(*released), corev1::kVolumeFailed, failure.message); !done)
        return std::unexpected(done.error());
    return Outcome();
}

Result<Outcome> PersistentVolumeController::unbind(Volume volume) {
    // A reference that a person wrote stays, without the UID that the controller added.
    if (volume.metadata.annotations.erase(std::string(volumes::kBoundByController)) > 0)
        volume.spec.claimRef = nullptr;
    else
        volume.spec.claimRef->uid.clear();
    auto written = updated<Volume>(client::update(m_context.client, std::move(volume)));
    if (!written) return std::unexpected(written.error());
    if (auto done = setVolumePhase(std::move(*written), corev1::kVolumeAvailable); !done)
        return std::unexpected(done.error());
    return Outcome();
}

}  // namespace armillary::controllers
