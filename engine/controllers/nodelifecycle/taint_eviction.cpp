#include "engine/controllers/nodelifecycle/taint_eviction.h"

#include <algorithm>
#include <format>

#include "engine/controllers/framework/json.h"
#include "engine/controllers/framework/pods.h"
#include "engine/controllers/nodelifecycle/plan.h"

namespace armillary::controllers {

using namespace nodelifecycle;

namespace {

constexpr std::string_view kNodeIndex = "node";

bool drivesOut(const ObjectRef& node) {
    return node && std::ranges::any_of(node->as<corev1::Node>().spec.taints,
                                       [](const auto& taint) { return taint.effect == corev1::kTaintEffectNoExecute; });
}

}  // namespace

TaintEvictionController::TaintEvictionController(const Context& context)
    : QueuedController(context),
      m_nodes(client::informer<corev1::Node>(context.informers)),
      m_pods(client::informer<corev1::Pod>(context.informers)),
      m_events(context.events.withComponent("taint-eviction-controller")) {
    m_pods.addIndex(std::string(kNodeIndex), [](const Object& pod) -> std::vector<std::string> {
        return {pod.as<corev1::Pod>().spec.nodeName};
    });
    m_nodes.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        if (!current || (!drivesOut(current) && !drivesOut(previous))) return;
        for (const ObjectRef& pod : m_pods.byIndex(std::string(kNodeIndex), current->name())) m_queue.add(pod->key());
    });
    m_pods.addHandler([this](const ObjectRef&, const ObjectRef& current) {
        if (!current) return;
        const std::string& node = current->as<corev1::Pod>().spec.nodeName;
        if (!node.empty() && drivesOut(m_nodes.get({}, node))) m_queue.add(current->key());
    });
}

Result<Outcome> TaintEvictionController::reconcile(const std::string& key) {
    const ObjectRef object = m_pods.getByKey(key);
    if (!object || !isActive(object->as<corev1::Pod>())) {
        dropPending(key);
        return Outcome();
    }
    const auto& pod = object->as<corev1::Pod>();
    const ObjectRef node = m_nodes.get({}, pod.spec.nodeName);
    const auto now = m_context.clock.now();
    // A taint need not say when it came: then it counts from when it was first seen.
    const auto since = pendingSince(key, now);
    const auto at =
        node ? evictionTime(node->as<corev1::Node>().spec.taints, pod.spec.tolerations, since) : std::nullopt;
    if (at && *at > now) {
        setPending(key, since);
        return Outcome{std::chrono::ceil<std::chrono::milliseconds>(*at - now)};
    }
    const bool waited = dropPending(key);
    if (!at) {
        if (waited) m_events->record(*object, "Normal", "TaintManagerEviction", "Cancelling deletion of Pod " + key);
        return Outcome();
    }
    if (auto evicted = evict(*object); !evicted) return std::unexpected(evicted.error());
    return Outcome();
}

async::SystemTime TaintEvictionController::pendingSince(const std::string& key, async::SystemTime now) {
    const std::lock_guard lock(m_pendingMutex);
    const auto found = m_pending.find(key);
    return found == m_pending.end() ? now : found->second;
}

void TaintEvictionController::setPending(const std::string& key, async::SystemTime since) {
    const std::lock_guard lock(m_pendingMutex);
    m_pending[key] = since;
}

bool TaintEvictionController::dropPending(const std::string& key) {
    const std::lock_guard lock(m_pendingMutex);
    return m_pending.erase(key) > 0;
}

Result<void> TaintEvictionController::evict(const Object& pod) {
    m_events->record(pod, "Normal", "TaintManagerEviction", "Marking for deletion Pod " + pod.key());
    const auto marked = m_context.client.patch(
        client::target<corev1::Pod>(pod.namespace_(), pod.name(), "status"), client::PatchType::StrategicMerge,
        std::format(
            R"({{"metadata":{{"uid":{}}},"status":{{"conditions":[{{"type":"DisruptionTarget","status":"True","reason":"DeletionByTaintManager",)"
            R"("message":"Taint manager: deleting due to NoExecute taint","lastTransitionTime":"{}"}}]}}}})",
            jsonString(pod.uid()), schema::Time(m_context.clock.now()).text()));
    if (!marked && !status::isNotFound(marked.error())) return std::unexpected(marked.error());
    client::DeleteOptions options;
    options.uid = pod.uid();
    const auto removed = client::remove<corev1::Pod>(m_context.client, pod.namespace_(), pod.name(), options);
    if (!removed && !status::isNotFound(removed.error()) && !status::isConflict(removed.error())) return removed;
    return {};
}

}  // namespace armillary::controllers
