#include "nodes/machines/simulated/node_object.h"

#include <algorithm>
#include <format>

namespace armillary::machines {

namespace {

void setCondition(corev1::NodeStatus& status, std::string_view type, bool holds, std::string_view reason,
                  std::string_view message, async::SystemTime now) {
    auto found = std::ranges::find(status.conditions, type, &corev1::NodeCondition::type);
    if (found == status.conditions.end()) {
        found = status.conditions.insert(found, corev1::NodeCondition());
        found->type = type;
    }
    const std::string_view value = holds ? corev1::kConditionTrue : corev1::kConditionFalse;
    if (found->status != value) found->lastTransitionTime = schema::Time(now);
    found->status = value;
    found->reason = reason;
    found->message = message;
    found->lastHeartbeatTime = schema::Time(now);
}

}  // namespace

corev1::Node nodeToRegister(const std::string& name) {
    corev1::Node node;
    node.metadata.name = name;
    node.metadata.labels = {{"kubernetes.io/hostname", name},
                            {"kubernetes.io/os", "linux"},
                            {"kubernetes.io/arch", "amd64"},
                            {"armillary.dev/simulated", "true"}};
    return node;
}

corev1::Node healthyNode(corev1::Node node, const std::string& address, const SimulatedOptions& options,
                         async::SystemTime now) {
    using namespace corev1;
    corev1::NodeStatus& status = node.status;
    status.capacity["cpu"] = schema::Quantity::fromUnits(options.cpus);
    status.capacity["memory"] = schema::Quantity::fromBytes(options.memoryBytes);
    status.capacity["pods"] = schema::Quantity::fromUnits(options.pods);
    status.allocatable = status.capacity;
    status.addresses.assign(2, {});
    status.addresses[0].type = kNodeInternalIP;
    status.addresses[0].address = address;
    status.addresses[1].type = kNodeHostName;
    status.addresses[1].address = node.metadata.name;
    status.nodeInfo.kubeletVersion = status.nodeInfo.kubeProxyVersion = "v1.32.3";
    status.nodeInfo.containerRuntimeVersion = "simulated://1";
    status.nodeInfo.osImage = "Simulated";
    status.nodeInfo.kernelVersion = "6.12.0";
    status.nodeInfo.operatingSystem = "linux";
    status.nodeInfo.architecture = "amd64";
    setCondition(status, kNodeMemoryPressure, false, "KubeletHasSufficientMemory",
                 "kubelet has sufficient memory available", now);
    setCondition(status, kNodeDiskPressure, false, "KubeletHasNoDiskPressure", "kubelet has no disk pressure", now);
    setCondition(status, kNodePIDPressure, false, "KubeletHasSufficientPID", "kubelet has sufficient PID available",
                 now);
    setCondition(status, kNodeReady, true, "KubeletReady", "kubelet is posting ready status", now);
    return node;
}

std::string nodeAddress(std::size_t place) {
    constexpr std::size_t kFirstBlock = 50, kBlocks = 205, kFirst = 10, kEach = 240;
    return std::format("198.18.{}.{}", kFirstBlock + place / kEach % kBlocks, kFirst + place % kEach);
}

}  // namespace armillary::machines
