#include "app/offline/canned_data.h"

#include <algorithm>
#include <format>

namespace armillary::app {

namespace {

constexpr std::string_view kTemplateHash = "6f9d8c7b54";

std::string uidOf(const std::string& what) {
    const std::size_t hash = std::hash<std::string>()(what);
    return std::format("{:08x}-0000-4000-8000-{:012x}", hash >> 32, hash & 0xffffffffffff);
}

metav1::OwnerReference owner(const std::string& apiVersion, const std::string& kind, const std::string& name) {
    metav1::OwnerReference reference;
    reference.apiVersion = apiVersion;
    reference.kind = kind;
    reference.name = name;
    reference.uid = uidOf(kind + name);
    reference.controller = true;
    return reference;
}

void describe(metav1::ObjectMeta& meta, const std::string& kind, const std::string& namespace_, const std::string& name,
              std::int64_t created) {
    meta.namespace_ = namespace_;
    meta.name = name;
    meta.uid = uidOf(kind + name);
    meta.creationTimestamp = schema::Time(created);
}

corev1::PodSpec templateSpec(const CannedWorkload& workload) {
    corev1::PodSpec spec;
    corev1::Container& container = spec.containers.emplace_back();
    container.name = workload.name;
    container.image = workload.image;
    container.ports.emplace_back().containerPort = 8080;
    container.resources.requests["cpu"] = schema::Quantity::fromMilli(100);
    container.resources.requests["memory"] = schema::Quantity::fromBytes(64ll << 20);
    spec.restartPolicy = "Always";
    return spec;
}

void setContainerState(corev1::ContainerStatus& status, PodFate fate, std::int64_t started, std::int64_t now) {
    switch (fate) {
        case PodFate::Running:
        case PodFate::Terminating:
            status.ready = fate == PodFate::Running;
            status.state.running.emplace().startedAt = schema::Time(started);
            break;
        case PodFate::CrashLooping: {
            auto& waiting = status.state.waiting.emplace();
            waiting.reason = "CrashLoopBackOff";
            waiting.message = "back-off 40s restarting failed container";
            auto& last = status.lastState.terminated.emplace();
            last.exitCode = 1;
            last.reason = "Error";
            last.finishedAt = schema::Time(now - 20);
            status.restartCount = 4;
            break;
        }
        case PodFate::Completed: {
            auto& ended = status.state.terminated.emplace();
            ended.reason = "Completed";
            ended.finishedAt = schema::Time(now);
            break;
        }
        case PodFate::Starting:
        case PodFate::Pending:
            status.state.waiting.emplace().reason = "ContainerCreating";
            break;
    }
}

}  // namespace

std::vector<CannedWorkload> cannedWorkloads(int pods) {
    const std::vector<CannedWorkload> kinds = {
        {"shop", "storefront", "armillary.dev/storefront:3", 0},
        {"shop", "catalogue", "armillary.dev/catalogue:12", 0},
        {"shop", "basket", "armillary.dev/basket:5", 0},
        {"shop", "payments", "armillary.dev/payments:8", 0},
        {"platform", "gateway", "armillary.dev/gateway:2", 0},
        {"platform", "identity", "armillary.dev/identity:4", 0},
        {"data", "indexer", "armillary.dev/indexer:1", 0},
        {"data", "reports", "armillary.dev/reports:7", 0},
    };
    std::vector<CannedWorkload> workloads = kinds;
    for (int i = 0; i < pods; ++i) ++workloads[static_cast<std::size_t>(i) % workloads.size()].replicas;
    return workloads;
}

corev1::Node cannedNode(int index, std::int64_t nowSeconds) {
    corev1::Node node;
    const std::string name = std::format("node-{}", index + 1);
    describe(node.metadata, "Node", "", name, nowSeconds - 86400 * 3);
    node.metadata.labels["kubernetes.io/hostname"] = name;
    node.spec.podCIDR = std::format("10.244.{}.0/24", index);
    node.status.capacity["cpu"] = schema::Quantity::fromUnits(8);
    node.status.capacity["memory"] = schema::Quantity::fromBytes(16ll << 30);
    node.status.capacity["pods"] = schema::Quantity::fromUnits(110);
    node.status.allocatable = node.status.capacity;
    node.status.nodeInfo.kubeletVersion = "v1.32.3";
    node.status.nodeInfo.containerRuntimeVersion = "containerd://1.7.24";
    node.status.nodeInfo.osImage = "Debian GNU/Linux 13 (trixie)";
    auto& address = node.status.addresses.emplace_back();
    address.type = "InternalIP";
    address.address = std::format("192.168.50.{}", 10 + index);
    auto& ready = node.status.conditions.emplace_back();
    ready.type = "Ready";
    ready.status = "True";
    ready.reason = "KubeletReady";
    return node;
}

appsv1::Deployment cannedDeployment(const CannedWorkload& workload, int ready, std::int64_t nowSeconds) {
    appsv1::Deployment deployment;
    describe(deployment.metadata, "Deployment", workload.namespace_, workload.name, nowSeconds - 86400);
    deployment.metadata.labels["app"] = workload.name;
    deployment.metadata.annotations["deployment.kubernetes.io/revision"] = "2";
    deployment.spec.replicas = workload.replicas;
    deployment.spec.selector.emplace().matchLabels["app"] = workload.name;
    deployment.spec.template_.metadata.labels["app"] = workload.name;
    deployment.spec.template_.spec = templateSpec(workload);
    deployment.status.replicas = deployment.status.updatedReplicas = workload.replicas;
    deployment.status.readyReplicas = deployment.status.availableReplicas = ready;
    return deployment;
}

appsv1::ReplicaSet cannedReplicaSet(const CannedWorkload& workload, int ready, std::int64_t nowSeconds) {
    appsv1::ReplicaSet set;
    describe(set.metadata, "ReplicaSet", workload.namespace_, std::format("{}-{}", workload.name, kTemplateHash),
             nowSeconds - 86400);
    set.metadata.ownerReferences.push_back(owner("apps/v1", "Deployment", workload.name));
    set.spec.replicas = workload.replicas;
    set.spec.selector.emplace().matchLabels["app"] = workload.name;
    set.status.replicas = workload.replicas;
    set.status.readyReplicas = ready;
    return set;
}

corev1::Pod cannedPod(const CannedWorkload& workload, const std::string& suffix, const std::string& node, PodFate fate,
                      std::int64_t started, std::int64_t now) {
    corev1::Pod pod;
    const std::string set = std::format("{}-{}", workload.name, kTemplateHash);
    describe(pod.metadata, "Pod", workload.namespace_, set + "-" + suffix, started);
    pod.metadata.labels["app"] = workload.name;
    pod.metadata.labels["pod-template-hash"] = kTemplateHash;
    pod.metadata.ownerReferences.push_back(owner("apps/v1", "ReplicaSet", set));
    if (fate == PodFate::Terminating) pod.metadata.deletionTimestamp = schema::Time(now + 30);
    pod.spec = templateSpec(workload);
    pod.spec.nodeName = fate == PodFate::Pending ? "" : node;
    pod.status.phase = fate == PodFate::Pending || fate == PodFate::Starting ? "Pending"
                       : fate == PodFate::Completed                          ? "Succeeded"
                                                                             : "Running";
    if (fate == PodFate::Pending) {
        auto& condition = pod.status.conditions.emplace_back();
        condition.type = "PodScheduled";
        condition.status = "False";
        condition.reason = "Unschedulable";
        condition.message = "0/4 nodes are available: 4 Insufficient cpu.";
        return pod;
    }
    auto& ready = pod.status.conditions.emplace_back();
    ready.type = "Ready";
    ready.status = fate == PodFate::Running ? "True" : "False";
    pod.status.podIP =
        std::format("10.244.{}.{}", std::hash<std::string>()(node) % 4, 2 + std::hash<std::string>()(suffix) % 250);
    pod.status.startTime = schema::Time(started);
    corev1::ContainerStatus& status = pod.status.containerStatuses.emplace_back();
    status.name = workload.name;
    status.image = workload.image;
    setContainerState(status, fate, started, now);
    return pod;
}

corev1::Event cannedEvent(const corev1::Pod& pod, const std::string& suffix, const std::string& type,
                          const std::string& reason, const std::string& message, std::int64_t now) {
    corev1::Event event;
    describe(event.metadata, "Event", pod.metadata.namespace_, pod.metadata.name + "." + suffix, now);
    event.involvedObject.kind = "Pod";
    event.involvedObject.apiVersion = "v1";
    event.involvedObject.namespace_ = pod.metadata.namespace_;
    event.involvedObject.name = pod.metadata.name;
    event.involvedObject.uid = pod.metadata.uid;
    event.type = type;
    event.reason = reason;
    event.message = message;
    event.count = 1;
    event.firstTimestamp = event.lastTimestamp = schema::Time(now);
    event.source.component = "kubelet";
    return event;
}

corev1::Event cannedNodeEvent(const corev1::Node& node, std::int64_t now) {
    corev1::Event event;
    describe(event.metadata, "Event", "default", node.metadata.name + ".starting", now);
    event.involvedObject.kind = "Node";
    event.involvedObject.name = event.involvedObject.uid = node.metadata.name;
    event.type = "Normal";
    event.reason = "Starting";
    event.message = "Starting kubelet on " + node.metadata.name + ".";
    event.count = 1;
    event.firstTimestamp = event.lastTimestamp = schema::Time(now);
    event.source.component = "kubelet";
    return event;
}

}  // namespace armillary::app
