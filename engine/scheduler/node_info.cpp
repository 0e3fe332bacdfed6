#include "engine/scheduler/node_info.h"

#include <algorithm>

#include "engine/resources/usage/resource_names.h"

namespace armillary::scheduler {

namespace {

// What a container without a request is taken to use when nodes are scored (not when they are filtered), so that pods
// without requests spread too. Source: upstream's pkg/scheduler/util/pod_resources.go.
constexpr std::int64_t kFloorMilliCpu = 100;
constexpr std::int64_t kFloorMemory = 200ll << 20;

/// Element-wise maximum.
void raise(Amounts& to, const Amounts& other) {
    to.milliCpu = std::max(to.milliCpu, other.milliCpu);
    to.memory = std::max(to.memory, other.memory);
    to.ephemeralStorage = std::max(to.ephemeralStorage, other.ephemeralStorage);
    for (const auto& [name, amount] : other.extended) to.extended[name] = std::max(to.extended[name], amount);
}

Amounts containerRequest(const corev1::Container& container, bool withFloor) {
    Amounts request = amountsOf(container.resources.requests);
    if (withFloor && !container.resources.requests.contains("cpu")) request.milliCpu = kFloorMilliCpu;
    if (withFloor && !container.resources.requests.contains("memory")) request.memory = kFloorMemory;
    return request;
}

/// The larger of what runs together at the end (containers and sidecars) and of any moment of initialisation.
/// Source: https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers.
Amounts podRequest(const corev1::PodSpec& spec, bool withFloor) {
    Amounts running, sidecars, initialising;
    for (const corev1::Container& container : spec.containers) running.add(containerRequest(container, withFloor));
    for (const corev1::Container& container : spec.initContainers) {
        Amounts request = containerRequest(container, withFloor);
        if (container.restartPolicy == corev1::kContainerRestartPolicyAlways) {
            running.add(request);
            sidecars.add(request);
            raise(initialising, sidecars);
        } else {
            request.add(sidecars);
            raise(initialising, request);
        }
    }
    raise(running, initialising);
    running.add(amountsOf(spec.overhead));
    return running;
}

}  // namespace

void Amounts::add(const Amounts& other, int sign) {
    milliCpu += sign * other.milliCpu;
    memory += sign * other.memory;
    ephemeralStorage += sign * other.ephemeralStorage;
    pods += sign * other.pods;
    for (const auto& [name, amount] : other.extended) extended[name] += sign * amount;
}

Amounts amountsOf(const schema::StringMap<schema::Quantity>& list) {
    Amounts amounts;
    for (const auto& [name, quantity] : list) {
        if (name == "cpu")
            amounts.milliCpu = quantity.milliValue();
        else if (name == "memory")
            amounts.memory = quantity.value();
        else if (name == "ephemeral-storage")
            amounts.ephemeralStorage = quantity.value();
        else if (name == "pods")
            amounts.pods = quantity.value();
        else if (resources::usage::isScalar(name))
            amounts.extended[name] = quantity.value();
    }
    return amounts;
}

bool HostPort::conflictsWith(const HostPort& other) const {
    if (port != other.port || protocol != other.protocol) return false;
    return address == other.address || address.empty() || other.address.empty();
}

namespace {

void readAffinity(PodInfo& info) {
    const auto& affinity = info.pod->spec.affinity;
    if (!affinity) return;
    const std::string& own = info.object->namespace_();
    if (affinity->podAffinity) {
        for (const auto& term : affinity->podAffinity->requiredDuringSchedulingIgnoredDuringExecution)
            info.affinity.emplace_back(term, own);
        for (const auto& term : affinity->podAffinity->preferredDuringSchedulingIgnoredDuringExecution)
            info.preferences.emplace_back(term.podAffinityTerm, own, term.weight);
    }
    if (affinity->podAntiAffinity) {
        for (const auto& term : affinity->podAntiAffinity->requiredDuringSchedulingIgnoredDuringExecution)
            info.antiAffinity.emplace_back(term, own);
        for (const auto& term : affinity->podAntiAffinity->preferredDuringSchedulingIgnoredDuringExecution)
            info.preferences.emplace_back(term.podAffinityTerm, own, -std::int64_t(term.weight));
    }
}

}  // namespace

std::shared_ptr<const PodInfo> PodInfo::make(ObjectRef object) {
    auto info = std::make_shared<PodInfo>();
    info->pod = &object->as<corev1::Pod>();
    info->object = std::move(object);
    info->key = info->object->key();
    const corev1::PodSpec& spec = info->pod->spec;
    info->priority = spec.priority.value_or(0);
    info->request = podRequest(spec, false);
    info->assumedRequest = podRequest(spec, true);
    info->request.pods = info->assumedRequest.pods = 1;
    for (const corev1::Container& container : spec.containers)
        for (const corev1::ContainerPort& port : container.ports)
            if (port.hostPort > 0)
                info->ports.push_back({port.hostIP == "0.0.0.0" ? "" : port.hostIP,
                                       port.protocol.empty() ? "TCP" : port.protocol, port.hostPort});
    for (const corev1::Volume& volume : spec.volumes) {
        if (volume.persistentVolumeClaim) info->claims.push_back(volume.persistentVolumeClaim->claimName);
        if (volume.ephemeral) info->claims.push_back(info->object->name() + "-" + volume.name);
    }
    readAffinity(*info);
    return info;
}

void NodeInfo::setNode(ObjectRef newObject) {
    object = std::move(newObject);
    node = object ? &object->as<corev1::Node>() : nullptr;
    allocatable = {};
    imageBytes.reset();
    zone.clear();
    if (!node) return;
    zone = label("topology.kubernetes.io/zone");
    allocatable = amountsOf(node->status.allocatable);
    if (node->status.images.empty()) return;
    auto images = std::make_shared<std::unordered_map<std::string, std::int64_t>>();
    for (const corev1::ContainerImage& image : node->status.images)
        for (const std::string& imageName : image.names) (*images)[imageName] = image.sizeBytes;
    imageBytes = std::move(images);
}

void NodeInfo::addPod(const PodInfoRef& pod) {
    pods.push_back(pod);
    if (pod->hasAffinity()) podsWithAffinity.push_back(pod);
    requested.add(pod->request);
    assumedRequested.add(pod->assumedRequest);
    ports.insert(ports.end(), pod->ports.begin(), pod->ports.end());
}

PodInfoRef NodeInfo::removePod(std::string_view key) {
    const auto found = std::ranges::find(pods, key, [](const PodInfoRef& pod) -> std::string_view { return pod->key; });
    if (found == pods.end()) return nullptr;
    PodInfoRef pod = std::move(*found);
    pods.erase(found);
    if (pod->hasAffinity()) std::erase(podsWithAffinity, pod);
    requested.add(pod->request, -1);
    assumedRequested.add(pod->assumedRequest, -1);
    // Two pods may hold the same port (set by hand, or host network): each gives back its own.
    for (const HostPort& port : pod->ports) ports.erase(std::ranges::find(ports, port));
    return pod;
}

std::string_view NodeInfo::label(std::string_view key) const {
    const auto& labels = object->meta().labels;
    const auto found = labels.find(key);
    return found == labels.end() ? std::string_view() : std::string_view(found->second);
}

bool NodeInfo::hasLabel(std::string_view key) const {
    return object->meta().labels.contains(key);
}

}  // namespace armillary::scheduler
