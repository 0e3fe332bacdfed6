#include "engine/controllers/persistentvolumeprovisioner/persistentvolumeprovisioner.h"

#include <algorithm>
#include <format>

#include "engine/volumes/matching.h"

namespace armillary::controllers {

namespace {

constexpr std::string_view kClaimPrefix = "claim/", kVolumePrefix = "volume/";
constexpr std::string_view kHostname = "kubernetes.io/hostname";
constexpr std::string_view kSimulated = "armillary.dev/simulated";
/// Simulated nodes have no disk; their volumes have a path all the same.
constexpr std::string_view kSimulatedDirectory = "/var/lib/armillary/volumes";
constexpr auto kNodePatience = std::chrono::seconds(5);

std::string annotation(const metav1::ObjectMeta& meta, std::string_view key) {
    const auto found = meta.annotations.find(key);
    return found == meta.annotations.end() ? std::string() : found->second;
}

bool isOurs(const corev1::PersistentVolume& volume) {
    return annotation(volume.metadata, volumes::kProvisionedBy) == volumes::kHostPathProvisioner;
}

bool isReady(const corev1::Node& node) {
    return std::ranges::any_of(node.status.conditions, [](const corev1::NodeCondition& condition) {
        return condition.type == corev1::kNodeReady && condition.status == corev1::kConditionTrue;
    });
}

std::string hostnameOf(const corev1::Node& node) {
    const auto found = node.metadata.labels.find(kHostname);
    return found == node.metadata.labels.end() ? node.metadata.name : found->second;
}

}  // namespace

namespace persistentvolumeprovisioner {

std::string directoryOf(const corev1::Node& node) {
    if (node.metadata.labels.contains(kSimulated)) return std::string(kSimulatedDirectory);
    return annotation(node.metadata, volumes::kVolumesDirectory);
}

std::string unservable(const corev1::PersistentVolumeClaim& claim) {
    if (claim.spec.volumeMode.value_or("") == corev1::kPersistentVolumeBlock)
        return "raw block volumes are not supported by " + std::string(volumes::kHostPathProvisioner);
    if (claim.spec.selector) return "claim.Spec.Selector is not supported";
    if (claim.spec.dataSource || claim.spec.dataSourceRef)
        return "a data source is not supported by " + std::string(volumes::kHostPathProvisioner);
    return {};
}

corev1::PersistentVolume volumeFor(const corev1::PersistentVolumeClaim& claim,
                                   const storagev1::StorageClass& storageClass, const corev1::Node& node) {
    corev1::PersistentVolume volume;
    volume.metadata.name = "pvc-" + claim.metadata.uid;
    volume.metadata.annotations[std::string(volumes::kProvisionedBy)] = volumes::kHostPathProvisioner;
    volume.metadata.labels[std::string(volumes::kHostPathNode)] = node.metadata.name;
    volume.metadata.finalizers = {std::string(volumes::kHostPathFinalizer)};
    auto& spec = volume.spec;
    spec.capacity[std::string(corev1::kResourceStorage)] = volumes::storageOf(claim.spec.resources.requests);
    spec.accessModes = claim.spec.accessModes;
    spec.persistentVolumeReclaimPolicy =
        storageClass.reclaimPolicy.value_or(std::string(corev1::kPersistentVolumeReclaimDelete));
    spec.storageClassName = storageClass.metadata.name;
    spec.volumeMode = corev1::kPersistentVolumeFilesystem;
    spec.claimRef = volumes::referenceTo(claim);
    spec.local.emplace().path = directoryOf(node) + "/" + volume.metadata.name;
    auto& term = spec.nodeAffinity.ensure().required.ensure().nodeSelectorTerms.emplace_back();
    auto& expression = term.matchExpressions.emplace_back();
    expression.key = kHostname;
    expression.operator_ = corev1::kNodeSelectorOpIn;
    expression.values = {hostnameOf(node)};
    return volume;
}

}  // namespace persistentvolumeprovisioner

using namespace persistentvolumeprovisioner;

PersistentVolumeProvisioner::PersistentVolumeProvisioner(const Context& context)
    : QueuedController(context),
      m_claims(client::informer<corev1::PersistentVolumeClaim>(context.informers)),
      m_volumes(client::informer<corev1::PersistentVolume>(context.informers)),
      m_classes(client::informer<storagev1::StorageClass>(context.informers)),
      m_nodes(client::informer<corev1::Node>(context.informers)),
      m_events(context.events.withComponent(std::string(volumes::kHostPathProvisioner))) {
    m_claims.addHandler([this](const ObjectRef&, const ObjectRef& current) {
        if (current && annotation(current->meta(), volumes::kStorageProvisioner) == volumes::kHostPathProvisioner)
            m_queue.add(std::string(kClaimPrefix) + current->key());
    });
    m_volumes.addHandler([this](const ObjectRef&, const ObjectRef& current) {
        if (current && annotation(current->meta(), volumes::kProvisionedBy) == volumes::kHostPathProvisioner)
            m_queue.add(std::string(kVolumePrefix) + current->name());
    });
    m_nodes.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        // Volumes of a node that is gone wait for nobody.
        if (current) return;
        for (const ObjectRef& volume : m_volumes.list())
            if (const auto node = volume->meta().labels.find(volumes::kHostPathNode);
                node != volume->meta().labels.end() && node->second == previous->name())
                m_queue.add(std::string(kVolumePrefix) + volume->name());
    });
}

Result<Outcome> PersistentVolumeProvisioner::reconcile(const std::string& key) {
    if (key.starts_with(kClaimPrefix)) return reconcileClaim(key.substr(kClaimPrefix.size()));
    return reconcileVolume(key.substr(kVolumePrefix.size()));
}

ObjectRef PersistentVolumeProvisioner::nodeFor(const corev1::PersistentVolumeClaim& claim) const {
    const std::string chosen = annotation(claim.metadata, volumes::kSelectedNode);
    if (!chosen.empty()) return m_nodes.get({}, chosen);
    for (const ObjectRef& object : m_nodes.list()) {
        const auto& node = object->as<corev1::Node>();
        if (isReady(node) && !node.spec.unschedulable && !directoryOf(node).empty()) return object;
    }
    return nullptr;
}

Result<Outcome> PersistentVolumeProvisioner::reconcileClaim(const std::string& key) {
    const ObjectRef object = m_claims.getByKey(key);
    if (!object || object->meta().deletionTimestamp) return Outcome();
    const auto& claim = object->as<corev1::PersistentVolumeClaim>();
    if (!claim.spec.volumeName.empty() ||
        annotation(claim.metadata, volumes::kStorageProvisioner) != volumes::kHostPathProvisioner)
        return Outcome();
    const ObjectRef classObject = m_classes.get({}, volumes::classOf(claim));
    if (!classObject) return Outcome();
    const auto& storageClass = classObject->as<storagev1::StorageClass>();
    if (storageClass.provisioner != volumes::kHostPathProvisioner) return Outcome();
    const std::string chosen = annotation(claim.metadata, volumes::kSelectedNode);
    if (volumes::waitsForConsumer(&storageClass) && chosen.empty()) return Outcome();
    if (const std::string why = unservable(claim); !why.empty()) {
        m_events->record(
            *object, "Warning", "ProvisioningFailed",
            std::format("failed to provision volume with StorageClass \"{}\": {}", storageClass.metadata.name, why));
        return Outcome();
    }
    const ObjectRef node = nodeFor(claim);
    if (!node && !chosen.empty())
        return giveBack(*object, std::format("error getting selected node: nodes \"{}\" not found", chosen));
    if (!node || directoryOf(node->as<corev1::Node>()).empty()) return Outcome{kNodePatience};
    return provision(*object, storageClass, node->as<corev1::Node>());
}

Result<Outcome> PersistentVolumeProvisioner::provision(const Object& object,
                                                       const storagev1::StorageClass& storageClass,
                                                       const corev1::Node& node) {
    const auto& claim = object.as<corev1::PersistentVolumeClaim>();
    m_events->record(object, "Normal", "Provisioning",
                     std::format("External provisioner is provisioning volume for claim \"{}\"", object.key()));
    auto volume = volumeFor(claim, storageClass, node);
    const std::string name = volume.metadata.name;
    const auto created = client::create(m_context.client, std::move(volume));
    if (!created && status::isAlreadyExists(created.error())) return Outcome();
    if (!created) {
        m_events->record(object, "Warning", "ProvisioningFailed",
                         std::format("failed to provision volume with StorageClass \"{}\": {}",
                                     storageClass.metadata.name, created.error().message));
        return std::unexpected(created.error());
    }
    m_events->record(object, "Normal", "ProvisioningSucceeded", "Successfully provisioned volume " + name);
    return Outcome();
}

Result<Outcome> PersistentVolumeProvisioner::giveBack(const Object& object, std::string why) {
    m_events->record(object, "Warning", "ProvisioningFailed", std::move(why));
    auto claim = object.as<corev1::PersistentVolumeClaim>();
    claim.metadata.annotations.erase(std::string(volumes::kSelectedNode));
    if (auto done = client::update(m_context.client, std::move(claim)); !done) return std::unexpected(done.error());
    return Outcome();
}

Result<Outcome> PersistentVolumeProvisioner::reconcileVolume(const std::string& name) {
    const ObjectRef object = m_volumes.get({}, name);
    if (!object || !isOurs(object->as<corev1::PersistentVolume>())) return Outcome();
    const auto& volume = object->as<corev1::PersistentVolume>();
    const bool deletes = volume.spec.persistentVolumeReclaimPolicy == corev1::kPersistentVolumeReclaimDelete;
    if (!object->meta().deletionTimestamp) {
        if (volume.status.phase != corev1::kVolumeReleased || !deletes) return Outcome();
        client::DeleteOptions options;
        options.uid = object->uid();
        const auto removed = client::remove<corev1::PersistentVolume>(m_context.client, {}, name, options);
        if (!removed && !status::isNotFound(removed.error())) return std::unexpected(removed.error());
        return Outcome();
    }
    // Its node cleans up after it, unless the data is to stay or there is no such node any more.
    const auto node = object->meta().labels.find(volumes::kHostPathNode);
    const bool hasNode = node != object->meta().labels.end() && m_nodes.get({}, node->second);
    if (hasNode && deletes) return Outcome();
    auto next = volume;
    if (std::erase(next.metadata.finalizers, volumes::kHostPathFinalizer) == 0) return Outcome();
    const auto done = client::update(m_context.client, std::move(next));
    if (!done && !status::isNotFound(done.error())) return std::unexpected(done.error());
    return Outcome();
}

}  // namespace armillary::controllers
