#include "nodes/agent/node/node_status.h"

#include <algorithm>
#include <format>

#include "engine/schema/json_codec.h"
#include "engine/volumes/matching.h"

namespace armillary::agent {

namespace {

using schema::Quantity;

/// Kept free for the machine itself.
constexpr std::int64_t kReservedMemory = 100ll << 20;
constexpr std::int64_t kMemoryPressure = 100ll << 20;
/// Shares of what there is, and what suffices however much there is (docs/adr/0021).
constexpr std::int64_t kDiskShare = 20, kDiskEnough = 2ll << 30;
constexpr std::int64_t kInodePercent = 3, kInodesEnough = 100'000;
constexpr std::int64_t kPidShare = 10;
constexpr std::size_t kMaxImages = 50, kMaxImageNames = 5;

schema::StringMap<Quantity> capacityOf(const NodeInput& in, bool allocatable) {
    schema::StringMap<Quantity> out;
    out["cpu"] = Quantity::fromUnits(in.machine.cpus);
    out["memory"] = Quantity::fromBytes((in.machine.memoryBytes - (allocatable ? kReservedMemory : 0)) / 1024 * 1024);
    out["ephemeral-storage"] = Quantity::fromBytes(allocatable ? in.machine.diskBytes / 10 * 9 : in.machine.diskBytes);
    out["pods"] = Quantity::fromUnits(kMaxPods);
    out["hugepages-2Mi"] = Quantity::fromBytes(in.machine.hugePages2Mi);
    out["hugepages-1Gi"] = Quantity::fromBytes(in.machine.hugePages1Gi);
    return out;
}

corev1::NodeCondition condition(std::string_view type, bool value, std::string reason, std::string message,
                                const NodeInput& in, const corev1::NodeStatus& old) {
    corev1::NodeCondition out;
    out.type = type;
    out.status = value ? "True" : "False";
    out.reason = std::move(reason);
    out.message = std::move(message);
    out.lastHeartbeatTime = schema::Time(in.now);
    auto before = std::ranges::find(old.conditions, type, &corev1::NodeCondition::type);
    bool same = before != old.conditions.end() && before->status == out.status;
    out.lastTransitionTime = same ? before->lastTransitionTime : schema::Time(in.now);
    return out;
}

}  // namespace

std::vector<Shortage> shortagesOf(const Pressure& pressure) {
    std::vector<Shortage> out;
    if (pressure.memoryAvailable < kMemoryPressure)
        out.push_back({Shortage::Resource::Memory, kMemoryPressure, pressure.memoryAvailable});
    const auto leastDisk = std::min(pressure.diskBytes / kDiskShare, kDiskEnough);
    if (pressure.diskAvailable < leastDisk)
        out.push_back({Shortage::Resource::Disk, leastDisk, pressure.diskAvailable});
    const auto leastInodes = std::min(pressure.inodes / 100 * kInodePercent, kInodesEnough);
    if (pressure.inodesFree < leastInodes)
        out.push_back({Shortage::Resource::Inodes, leastInodes, pressure.inodesFree});
    const auto leastPids = pressure.maxPids / kPidShare;
    if (pressure.maxPids - pressure.pids < leastPids)
        out.push_back({Shortage::Resource::Pids, leastPids, pressure.maxPids - pressure.pids});
    return out;
}

corev1::NodeStatus nodeStatusOf(const NodeInput& in, const corev1::NodeStatus& old) {
    corev1::NodeStatus out;
    out.capacity = capacityOf(in, false);
    out.allocatable = capacityOf(in, true);
    // Extended resources are somebody else's to set ("example.com/fakecpu"); all of them can be given to pods.
    for (const auto& [name, amount] : old.capacity)
        if (name.contains('/')) out.capacity[name] = out.allocatable[name] = amount;
    const auto isShort = [&](Shortage::Resource resource) {
        return std::ranges::contains(in.shortages, resource, &Shortage::resource);
    };
    const bool memory = isShort(Shortage::Resource::Memory),
               disk = isShort(Shortage::Resource::Disk) || isShort(Shortage::Resource::Inodes),
               pids = isShort(Shortage::Resource::Pids);
    using namespace corev1;
    out.conditions.push_back(condition(
        kNodeMemoryPressure, memory, memory ? "KubeletHasInsufficientMemory" : "KubeletHasSufficientMemory",
        memory ? "kubelet has insufficient memory available" : "kubelet has sufficient memory available", in, old));
    out.conditions.push_back(condition(kNodeDiskPressure, disk,
                                       disk ? "KubeletHasDiskPressure" : "KubeletHasNoDiskPressure",
                                       disk ? "kubelet has disk pressure" : "kubelet has no disk pressure", in, old));
    out.conditions.push_back(
        condition(kNodePIDPressure, pids, pids ? "KubeletHasInsufficientPID" : "KubeletHasSufficientPID",
                  pids ? "kubelet has insufficient PID available" : "kubelet has sufficient PID available", in, old));
    bool ready = in.notReady.empty();
    out.conditions.push_back(condition(kNodeReady, ready, ready ? "KubeletReady" : "KubeletNotReady",
                                       ready ? "kubelet is posting ready status" : in.notReady, in, old));
    // So are conditions of other types, and what is attached.
    for (const auto& other : old.conditions)
        if (std::ranges::find(out.conditions, other.type, &corev1::NodeCondition::type) == out.conditions.end())
            out.conditions.push_back(other);
    for (const auto& handler : in.handlers) {
        NodeRuntimeHandler one;
        one.name = handler.name;
        auto& features = one.features.ensure();
        features.recursiveReadOnlyMounts = handler.recursiveReadOnly;
        features.userNamespaces = handler.userNamespaces;
        out.runtimeHandlers.push_back(std::move(one));
    }
    out.volumesAttached = old.volumesAttached;
    out.volumesInUse = old.volumesInUse;
    NodeAddress address;
    address.type = kNodeInternalIP;
    address.address = in.ip;
    out.addresses.push_back(address);
    address.type = kNodeHostName;
    address.address = in.name;
    out.addresses.push_back(address);
    out.daemonEndpoints.kubeletEndpoint.Port = in.port;
    auto& info = out.nodeInfo;
    info.machineID = in.machine.machineId;
    info.systemUUID = in.machine.systemUuid;
    info.bootID = in.machine.bootId;
    info.kernelVersion = in.machine.kernelVersion;
    info.osImage = in.machine.osImage;
    info.containerRuntimeVersion = in.runtimeVersion;
    info.kubeletVersion = kKubeletVersion;
    info.kubeProxyVersion = kKubeletVersion;
    info.operatingSystem = "linux";
    info.architecture = in.machine.architecture;
    auto images = in.images;
    std::ranges::sort(images, [](const auto& left, const auto& right) { return left.sizeBytes > right.sizeBytes; });
    if (images.size() > kMaxImages) images.resize(kMaxImages);
    for (const auto& image : images) {
        ContainerImage entry;
        entry.names = image.digests;
        entry.names.insert(entry.names.end(), image.tags.begin(), image.tags.end());
        if (entry.names.size() > kMaxImageNames) entry.names.resize(kMaxImageNames);
        entry.sizeBytes = static_cast<std::int64_t>(image.sizeBytes);
        if (!entry.names.empty()) out.images.push_back(std::move(entry));
    }
    return out;
}

corev1::Node nodeOf(const NodeInput& in) {
    corev1::Node out;
    out.metadata.name = in.name;
    for (const char* prefix : {"", "beta."}) {
        out.metadata.labels[std::string(prefix) + "kubernetes.io/os"] = "linux";
        out.metadata.labels[std::string(prefix) + "kubernetes.io/arch"] = in.machine.architecture;
    }
    out.metadata.labels["kubernetes.io/hostname"] = in.name;
    out.metadata.annotations["volumes.kubernetes.io/controller-managed-attach-detach"] = "true";
    if (!in.volumesDirectory.empty())
        out.metadata.annotations[std::string(volumes::kVolumesDirectory)] = in.volumesDirectory;
    out.status = nodeStatusOf(in, {});
    return out;
}

std::vector<NodeEvent> eventsBetween(const std::string& nodeName, const corev1::NodeStatus& before,
                                     const corev1::NodeStatus& after) {
    using namespace corev1;
    std::vector<NodeEvent> out;
    const auto statusOf = [](const NodeStatus& status, std::string_view type) {
        const auto it = std::ranges::find(status.conditions, type, &NodeCondition::type);
        return it == status.conditions.end() ? std::string() : it->status;
    };
    struct Words {
        std::string_view type, whenTrue, whenFalse;
    };
    constexpr Words kWords[] = {{kNodeMemoryPressure, "NodeHasInsufficientMemory", "NodeHasSufficientMemory"},
                                {kNodeDiskPressure, "NodeHasDiskPressure", "NodeHasNoDiskPressure"},
                                {kNodePIDPressure, "NodeHasInsufficientPID", "NodeHasSufficientPID"},
                                {kNodeReady, "NodeReady", "NodeNotReady"}};
    for (const auto& [type, whenTrue, whenFalse] : kWords) {
        const auto now = statusOf(after, type), then = statusOf(before, type);
        // A node that has just come says that it is ready once it has been otherwise.
        if (now == then || (then.empty() && type == kNodeReady)) continue;
        const auto reason = now == "True" ? whenTrue : whenFalse;
        out.push_back({"Normal", std::string(reason), std::format("Node {} status is now: {}", nodeName, reason)});
    }
    const auto &oldBoot = before.nodeInfo.bootID, &newBoot = after.nodeInfo.bootID;
    if (!oldBoot.empty() && oldBoot != newBoot)
        out.push_back(
            {"Warning", "Rebooted", std::format("Node {} has been rebooted, boot id: {}", nodeName, newBoot)});
    return out;
}

bool differs(const corev1::NodeStatus& left, const corev1::NodeStatus& right) {
    auto stripped = [](corev1::NodeStatus status) {
        for (auto& condition : status.conditions) condition.lastHeartbeatTime = {};
        return schema::toJson(status);
    };
    return stripped(left) != stripped(right);
}

NodeFacts factsOf(const NodeInput& in) {
    NodeFacts out;
    out.nodeName = in.name;
    out.nodeIp = in.ip;
    auto allocatable = capacityOf(in, true);
    out.allocatableMilliCpu = allocatable["cpu"].milliValue();
    out.allocatableMemory = allocatable["memory"].value();
    out.allocatableEphemeral = allocatable["ephemeral-storage"].value();
    out.memoryCapacity = in.machine.memoryBytes;
    for (const auto& handler : in.handlers)
        if (handler.name.empty()) out.recursiveReadOnly = handler.recursiveReadOnly;
    return out;
}

coordinationv1::Lease leaseOf(const std::string& nodeName, const std::string& nodeUid, async::SystemTime now) {
    coordinationv1::Lease out;
    out.metadata.name = nodeName;
    out.metadata.namespace_ = corev1::kNamespaceNodeLease;
    if (!nodeUid.empty()) {
        metav1::OwnerReference owner;
        owner.apiVersion = "v1";
        owner.kind = "Node";
        owner.name = nodeName;
        owner.uid = nodeUid;
        out.metadata.ownerReferences.push_back(owner);
    }
    out.spec.holderIdentity = nodeName;
    out.spec.leaseDurationSeconds = 40;
    out.spec.renewTime = schema::MicroTime(now);
    return out;
}

}  // namespace armillary::agent
