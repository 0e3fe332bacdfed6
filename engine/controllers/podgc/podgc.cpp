#include "engine/controllers/podgc/podgc.h"

#include <algorithm>
#include <format>

#include "engine/controllers/framework/json.h"
#include "engine/controllers/framework/pods.h"
#include "engine/controllers/nodelifecycle/plan.h"

namespace armillary::controllers {

namespace {

constexpr auto kPeriod = std::chrono::seconds(20);
constexpr auto kQuarantine = std::chrono::seconds(40);

}  // namespace

namespace podgc {

std::vector<ObjectRef> terminatedToRemove(const std::vector<ObjectRef>& pods, std::size_t threshold) {
    std::vector<ObjectRef> ended;
    for (const ObjectRef& pod : pods)
        if (hasEnded(pod->as<corev1::Pod>())) ended.push_back(pod);
    if (ended.size() <= threshold) return {};
    std::ranges::stable_sort(ended, [](const ObjectRef& a, const ObjectRef& b) {
        const bool evictedA = a->as<corev1::Pod>().status.reason == "Evicted",
                   evictedB = b->as<corev1::Pod>().status.reason == "Evicted";
        if (evictedA != evictedB) return evictedA;
        return a->meta().creationTimestamp < b->meta().creationTimestamp;
    });
    ended.resize(ended.size() - threshold);
    return ended;
}

std::vector<ObjectRef> unscheduledTerminating(const std::vector<ObjectRef>& pods) {
    std::vector<ObjectRef> found;
    for (const ObjectRef& pod : pods)
        if (pod->meta().deletionTimestamp && pod->as<corev1::Pod>().spec.nodeName.empty()) found.push_back(pod);
    return found;
}

bool isOutOfService(const corev1::Node& node) {
    const auto* ready = nodelifecycle::nodeCondition(node, corev1::kNodeReady);
    return !(ready && ready->status == corev1::kConditionTrue) &&
           std::ranges::contains(node.spec.taints, corev1::kTaintNodeOutOfService, &corev1::Taint::key);
}

}  // namespace podgc

PodGcController::PodGcController(const Context& context)
    : QueuedController(context),
      m_pods(client::informer<corev1::Pod>(context.informers)),
      m_nodes(client::informer<corev1::Node>(context.informers)) {}

void PodGcController::start() {
    m_queue.add("pods");
}

std::vector<ObjectRef> PodGcController::orphans(const std::vector<ObjectRef>& pods) {
    std::map<std::string, std::vector<ObjectRef>> byMissingNode;
    for (const ObjectRef& pod : pods) {
        const std::string& node = pod->as<corev1::Pod>().spec.nodeName;
        if (!node.empty() && !m_nodes.get({}, node)) byMissingNode[node].push_back(pod);
    }
    std::erase_if(m_missingSince, [&](const auto& entry) { return !byMissingNode.contains(entry.first); });
    std::vector<ObjectRef> found;
    for (auto& [node, itsPods] : byMissingNode) {
        const auto since = m_missingSince.try_emplace(node, m_context.clock.steady()).first->second;
        if (m_context.clock.steady() - since < kQuarantine) continue;
        const auto live = client::get<corev1::Node>(m_context.client, {}, node);
        if (live || !status::isNotFound(live.error())) continue;
        found.insert(found.end(), itsPods.begin(), itsPods.end());
    }
    return found;
}

std::vector<ObjectRef> PodGcController::terminatingOutOfService(const std::vector<ObjectRef>& pods) const {
    std::vector<ObjectRef> found;
    for (const ObjectRef& pod : pods) {
        if (!pod->meta().deletionTimestamp) continue;
        const ObjectRef node = m_nodes.get({}, pod->as<corev1::Pod>().spec.nodeName);
        if (node && podgc::isOutOfService(node->as<corev1::Node>())) found.push_back(pod);
    }
    return found;
}

Result<void> PodGcController::remove(const Object& object, std::string_view why) {
    const auto& pod = object.as<corev1::Pod>();
    const auto target = client::target<corev1::Pod>(object.namespace_(), object.name());
    if (!hasEnded(pod)) {
        // Whoever counts the pod must see it fail; a pod that only vanishes could be taken for one never made.
        std::string conditions;
        if (!why.empty())
            conditions = std::format(
                R"(,"conditions":[{{"type":"DisruptionTarget","status":"True","reason":"DeletionByPodGC","message":{},"lastTransitionTime":"{}"}}])",
                jsonString(why), schema::Time(m_context.clock.now()).text());
        auto status = target;
        status.subresource = "status";
        const auto marked =
            m_context.client.patch(status, client::PatchType::StrategicMerge,
                                   std::format(R"({{"metadata":{{"uid":{}}},"status":{{"phase":"Failed"{}}}}})",
                                               jsonString(object.uid()), conditions));
        if (!marked && !status::isNotFound(marked.error())) return std::unexpected(marked.error());
    }
    client::DeleteOptions options;
    options.gracePeriodSeconds = 0;
    options.uid = object.uid();
    const auto removed = m_context.client.remove(target, options);
    if (!removed && !status::isNotFound(removed.error()) && !status::isConflict(removed.error())) return removed;
    return {};
}

Result<Outcome> PodGcController::reconcile(const std::string&) {
    const auto pods = m_pods.list();
    Result<void> failure;
    const auto removeAll = [&](const std::vector<ObjectRef>& victims, std::string_view why) {
        for (const ObjectRef& pod : victims)
            if (auto removed = remove(*pod, why); !removed) failure = std::move(removed);
    };
    removeAll(podgc::terminatedToRemove(pods, podgc::kTerminatedThreshold), {});
    removeAll(terminatingOutOfService(pods), {});
    removeAll(orphans(pods), "PodGC: node no longer exists");
    removeAll(podgc::unscheduledTerminating(pods), {});
    if (!failure) return std::unexpected(failure.error());
    return Outcome{kPeriod};
}

}  // namespace armillary::controllers
