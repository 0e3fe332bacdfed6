#include <atomic>
#include <format>
#include <functional>
#include <mutex>

#include "app/offline/bring_up.h"
#include "engine/async/clock.h"
#include "engine/async/pool.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/corev1.h"
#include "nodes/machines/simulated/node_object.h"
#include "nodes/machines/simulated/pod_life.h"

namespace armillary::app {

namespace {

using Outcome = std::expected<void, std::string>;

/// The template's hash, as a replica set's name has it.
constexpr std::string_view kTemplateHash = "6f9d8c7b54";

/// Many writes at once, since each waits for the store's; the first that fails ends them.
class Writing {
public:
    void forEach(std::size_t count, const std::function<Result<void>(std::size_t)>& write) {
        m_pool.forEach(count, [&](std::size_t index) {
            if (m_failed) return;
            const auto done = write(index);
            if (done) return;
            const std::lock_guard lock(m_mutex);
            if (!m_failed.exchange(true)) m_error = done.error().message;
        });
    }

    Outcome outcome() const {
        if (!m_failed) return {};
        return std::unexpected("cannot write the sample: " + m_error);
    }

private:
    async::Pool m_pool{{.name = "sample", .threads = 16}};
    std::atomic<bool> m_failed = false;
    std::mutex m_mutex;
    std::string m_error;
};

std::string nodeName(std::size_t index) {
    return std::format("node-{}", index + 1);
}

Result<void> writeNode(client::Client& client, std::size_t index, const machines::SimulatedOptions& size) {
    corev1::Node node = machines::nodeToRegister(nodeName(index));
    node.spec.podCIDR = std::format("10.{}.{}.0/24", 128 + index / 256, index % 256);
    node.spec.podCIDRs = {node.spec.podCIDR};
    const auto created = client::create(client, node);
    if (!created) return std::unexpected(created.error());
    corev1::Node ready = machines::healthyNode((*created)->as<corev1::Node>(), machines::nodeAddress(index), size,
                                               async::realClock().now());
    ready.metadata.resourceVersion.clear();
    const auto updated = client::updateStatus(client, std::move(ready));
    if (!updated) return std::unexpected(updated.error());
    // It came with the taint of one that is not ready, and nobody is there to take it away.
    const auto freed = client.patch(client::target<corev1::Node>({}, nodeName(index)), client::PatchType::Merge,
                                    R"({"spec":{"taints":null}})");
    if (!freed) return std::unexpected(freed.error());
    return {};
}

metav1::OwnerReference ownedBy(const Object& owner) {
    metav1::OwnerReference reference;
    reference.apiVersion = owner.apiVersion();
    reference.kind = owner.kind();
    reference.name = owner.name();
    reference.uid = owner.uid();
    reference.controller = reference.blockOwnerDeletion = true;
    return reference;
}

/// The deployment and its replica set, as their controllers leave them. The result is the replica set.
Result<ObjectRef> writeWorkload(client::Client& client, const SampleWorkload& workload) {
    appsv1::Deployment deployment = sampleDeployment(workload);
    const auto created = client::create(client, deployment);
    if (!created) return created;
    deployment.status.observedGeneration = 1;
    deployment.status.replicas = deployment.status.updatedReplicas = deployment.status.readyReplicas =
        deployment.status.availableReplicas = workload.replicas;
    if (auto updated = client::updateStatus(client, deployment); !updated) return updated;

    appsv1::ReplicaSet set;
    set.metadata.namespace_ = workload.namespace_;
    set.metadata.name = std::format("{}-{}", workload.name, kTemplateHash);
    set.metadata.ownerReferences.push_back(ownedBy(**created));
    set.spec.replicas = workload.replicas;
    set.spec.template_ = deployment.spec.template_;
    set.spec.template_.metadata.labels["pod-template-hash"] = kTemplateHash;
    set.spec.selector.emplace().matchLabels = set.spec.template_.metadata.labels;
    set.metadata.labels = set.spec.template_.metadata.labels;
    auto made = client::create(client, set);
    if (!made) return made;
    set.status.observedGeneration = 1;
    set.status.replicas = set.status.fullyLabeledReplicas = set.status.readyReplicas = set.status.availableReplicas =
        workload.replicas;
    if (auto updated = client::updateStatus(client, set); !updated) return updated;
    return made;
}

Result<void> writePod(client::Client& client, const Object& replicaSet, std::size_t index, std::size_t nodes) {
    const auto& set = replicaSet.as<appsv1::ReplicaSet>();
    corev1::Pod pod;
    pod.metadata.namespace_ = replicaSet.namespace_();
    pod.metadata.name = std::format("{}-{:05x}", replicaSet.name(), index);
    pod.metadata.labels = set.spec.template_.metadata.labels;
    pod.metadata.ownerReferences.push_back(ownedBy(replicaSet));
    pod.spec = set.spec.template_.spec;
    const std::size_t node = index % nodes;
    pod.spec.nodeName = nodeName(node);
    const auto created = client::create(client, pod);
    if (!created) return std::unexpected(created.error());
    pod.metadata.uid = (*created)->uid();
    pod.status =
        machines::outlookOf(
            pod, {.hostIp = machines::nodeAddress(node),
                  .address =
                      [&] { return std::format("10.{}.{}.{}", 128 + node / 256, node % 256, 2 + index / nodes % 250); },
                  .now = async::realClock().now()})
            .status;
    // A status is written alone: of the rest of the body nothing counts but whose it is.
    pod.spec = {};
    const auto updated = client::updateStatus(client, std::move(pod));
    if (!updated) return std::unexpected(updated.error());
    return {};
}

}  // namespace

Outcome writeDirectly(client::Client& client, const OfflineOptions& options,
                      const std::vector<SampleWorkload>& workloads) {
    if (auto done = createNamespaces(client); !done) return done;
    // No pod is admitted without one, and no controller makes it.
    for (const std::string& namespace_ : kSampleNamespaces) {
        corev1::ServiceAccount account;
        account.metadata.namespace_ = namespace_;
        account.metadata.name = "default";
        if (auto made = client::create(client, std::move(account)); !made)
            return std::unexpected("cannot write the sample: " + made.error().message);
    }
    Writing writing;
    const auto nodes = static_cast<std::size_t>(options.nodes);
    const machines::SimulatedOptions size = machineSize(options);
    writing.forEach(nodes, [&](std::size_t index) { return writeNode(client, index, size); });
    std::size_t first = 0;
    for (const SampleWorkload& workload : workloads) {
        const auto set = writeWorkload(client, workload);
        if (!set) return std::unexpected("cannot write the sample: " + set.error().message);
        const auto replicas = nodes == 0 ? 0 : static_cast<std::size_t>(workload.replicas);
        writing.forEach(replicas, [&](std::size_t index) { return writePod(client, **set, first + index, nodes); });
        first += replicas;
    }
    return writing.outcome();
}

}  // namespace armillary::app
