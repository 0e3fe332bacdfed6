#include "app/offline/restlessness.h"

#include <condition_variable>
#include <format>
#include <mutex>

#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/corev1.h"
#include "nodes/machines/simulated/pod_life.h"

namespace armillary::app {

namespace {

constexpr auto kChangeEvery = std::chrono::milliseconds(1000);
constexpr int kMostMore = 2;  ///< replicas above a workload's own

std::string faultPatch(std::string_view fault) {
    return std::format(R"({{"metadata":{{"annotations":{{"{}":{}}}}}}})", machines::kFault, fault);
}

}  // namespace

Restlessness::Restlessness(client::Client& client, std::vector<SampleWorkload> workloads, std::uint64_t seed)
    : m_client(client), m_workloads(std::move(workloads)), m_identifiers(seed) {
    std::erase_if(m_workloads, [](const SampleWorkload& workload) {
        return workload.mistake != Mistake::None || workload.replicas == 0;
    });
    if (m_workloads.empty()) return;
    m_thread = async::Thread("restlessness", [this](const std::stop_token& stop) {
        std::mutex mutex;
        std::condition_variable_any changed;
        std::unique_lock lock(mutex);
        while (!changed.wait_for(lock, stop, kChangeEvery, [&] { return stop.stop_requested(); })) step();
    });
}

/// What fails (somebody else has changed or deleted the same) is not tried again: the next step is another one.
void Restlessness::step() {
    switch (m_identifiers.below(6)) {
        case 0:
            return m_crashing ? recover() : makeCrash();
        case 1:
            return changeImage(someWorkload());
        case 2:
            return scale(someWorkload());
        default:
            return deletePod();
    }
}

void Restlessness::deletePod() {
    if (const ObjectRef pod = somePod())
        (void)client::remove<corev1::Pod>(m_client, pod->namespace_(), pod->name(), {.uid = pod->uid()});
}

void Restlessness::scale(SampleWorkload& workload) {
    const auto wanted = workload.replicas + static_cast<int>(m_identifiers.below(kMostMore + 1));
    (void)m_client.patch(client::target<appsv1::Deployment>(workload.namespace_, workload.name),
                         client::PatchType::Merge, std::format(R"({{"spec":{{"replicas":{}}}}})", wanted));
}

void Restlessness::changeImage(SampleWorkload& workload) {
    const auto colon = workload.image.rfind(':') + 1;
    workload.image = workload.image.substr(0, colon) + std::to_string(std::stoi(workload.image.substr(colon)) + 1);
    (void)m_client.patch(
        client::target<appsv1::Deployment>(workload.namespace_, workload.name), client::PatchType::StrategicMerge,
        std::format(R"({{"spec":{{"template":{{"spec":{{"containers":[{{"name":"{}","image":"{}"}}]}}}}}}}})",
                    workload.name, workload.image));
}

void Restlessness::makeCrash() {
    m_crashing = somePod();
    if (m_crashing)
        (void)m_client.patch(client::target<corev1::Pod>(m_crashing->namespace_(), m_crashing->name()),
                             client::PatchType::Merge, faultPatch(R"("crash")"));
}

void Restlessness::recover() {
    (void)m_client.patch(client::target<corev1::Pod>(m_crashing->namespace_(), m_crashing->name()),
                         client::PatchType::Merge, faultPatch("null"));
    m_crashing = nullptr;
}

/// Null when there is none now.
ObjectRef Restlessness::somePod() {
    const SampleWorkload& workload = someWorkload();
    const auto pods =
        m_client.list(client::target<corev1::Pod>(workload.namespace_), {.labelSelector = "app=" + workload.name});
    return pods && !pods->items.empty() ? pods->items[m_identifiers.below(pods->items.size())] : nullptr;
}

}  // namespace armillary::app
