#include "engine/controllers/nodelifecycle/nodelifecycle.h"

#include <algorithm>
#include <format>

#include "engine/controllers/framework/json.h"
#include "engine/controllers/framework/pods.h"
#include "engine/schema/api/coordinationv1.h"

namespace armillary::controllers {

using namespace nodelifecycle;

namespace {

constexpr auto kMonitorPeriod = std::chrono::seconds(5);
constexpr auto kGrace = std::chrono::seconds(50);
constexpr auto kStartupGrace = std::chrono::seconds(60);
constexpr std::string_view kNodeIndex = "node";

}  // namespace

NodeLifecycleController::NodeLifecycleController(const Context& context)
    : QueuedController(context),
      m_nodes(client::informer<corev1::Node>(context.informers)),
      m_leases(context.informers.filtered(resources::resourceOf<coordinationv1::Lease>(),
                                          {std::string(corev1::kNamespaceNodeLease), {}, {}})),
      m_pods(client::informer<corev1::Pod>(context.informers)),
      m_events(context.events.withComponent("node-controller")) {
    m_pods.addIndex(std::string(kNodeIndex), [](const Object& pod) -> std::vector<std::string> {
        return {pod.as<corev1::Pod>().spec.nodeName};
    });
    m_nodes.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        if (current) {
            if (!previous)
                m_events->record(*current, "Normal", "RegisteredNode",
                                 std::format("Node {0} event: Registered Node {0} in Controller", current->name()));
            return m_queue.add(current->name());
        }
        m_events->record(*previous, "Normal", "RemovingNode",
                         std::format("Node {0} event: Removing Node {0} from Controller", previous->name()));
        const std::lock_guard lock(m_mutex);
        m_health.erase(previous->name());
    });
}

std::chrono::nanoseconds NodeLifecycleController::silence(const Object& object) {
    const auto* ready = nodeCondition(object.as<corev1::Node>(), corev1::kNodeReady);
    const ObjectRef lease = m_leases.get(corev1::kNamespaceNodeLease, object.name());
    std::int64_t renewed = 0, heartbeat = 0;
    if (lease)
        if (const auto& time = lease->as<coordinationv1::Lease>().spec.renewTime) renewed = time->micros;
    if (ready && ready->lastHeartbeatTime.isSet()) heartbeat = ready->lastHeartbeatTime.seconds;

    const auto now = m_context.clock.steady();
    const std::lock_guard lock(m_mutex);
    auto [entry, fresh] = m_health.try_emplace(object.name());
    Health& health = entry->second;
    // The nodes' own clocks are not compared with ours: what counts is when a change was seen.
    if (fresh || health.uid != object.uid()) {
        health = {object.uid(), renewed, heartbeat, now, {}};
        // Never heard of: it is given more time to come up.
        if (!ready) health.seen = now + (kStartupGrace - kGrace);
    } else if (health.lease != renewed || health.heartbeat != heartbeat) {
        health.lease = renewed;
        health.heartbeat = heartbeat;
        health.seen = now;
    }
    return now - health.seen;
}

Eviction NodeLifecycleController::evictionFor(const corev1::Node& node) {
    if (readiness(node) == corev1::kConditionTrue) return Eviction::Go;
    const Pace pace = paceOf(zoneOf(node), m_nodes.list());
    if (pace.eviction != Eviction::Go || isEvicting(node)) return pace.eviction;
    const auto now = m_context.clock.steady();
    const std::lock_guard lock(m_mutex);
    const auto [region, zone] = zoneOf(node);
    auto& next = m_nextEviction.try_emplace({std::string(region), std::string(zone)}, now).first->second;
    if (now < next) return Eviction::Hold;
    next = now + pace.interval;
    return Eviction::Go;
}

Result<ObjectRef> NodeLifecycleController::silenceNode(const ObjectRef& node) {
    auto conditions = silencedConditions(node->as<corev1::Node>(), m_context.clock.now());
    if (!conditions) return node;
    corev1::Node changed = node->as<corev1::Node>();
    changed.status.conditions = std::move(*conditions);
    return client::updateStatus(m_context.client, std::move(changed));
}

Result<void> NodeLifecycleController::reportTransition(const Object& node) {
    const std::string now = readiness(node.as<corev1::Node>());
    std::string before;
    {
        const std::lock_guard lock(m_mutex);
        before = m_health[node.name()].readiness;
    }
    if (now == before) return {};
    if (now != "True") {
        if (before == "True")
            m_events->record(node, "Normal", "NodeNotReady",
                             std::format("Node {} status is now: NodeNotReady", node.name()));
        if (auto marked = markPodsNotReady(node); !marked) return marked;
    }
    const std::lock_guard lock(m_mutex);
    m_health[node.name()].readiness = now;
    return {};
}

Result<void> NodeLifecycleController::markPodsNotReady(const Object& node) {
    const std::string now = schema::Time(m_context.clock.now()).text();
    for (const ObjectRef& pod : m_pods.byIndex(std::string(kNodeIndex), node.name())) {
        if (!isReady(pod->as<corev1::Pod>())) continue;
        const auto marked = m_context.client.patch(
            client::target<corev1::Pod>(pod->namespace_(), pod->name(), "status"), client::PatchType::StrategicMerge,
            std::format(
                R"({{"metadata":{{"uid":{}}},"status":{{"conditions":[{{"type":"Ready","status":"False","lastTransitionTime":"{}"}}]}}}})",
                jsonString(pod->uid()), now));
        if (!marked && !status::isNotFound(marked.error()) && !status::isConflict(marked.error()))
            return std::unexpected(marked.error());
        m_events->record(*pod, "Warning", "NodeNotReady", "Node is not ready");
    }
    return {};
}

Result<Outcome> NodeLifecycleController::reconcile(const std::string& key) {
    ObjectRef node = m_nodes.getByKey(key);
    if (!node) return Outcome();
    if (silence(*node) > kGrace) {
        auto silenced = silenceNode(node);
        if (!silenced) return std::unexpected(silenced.error());
        node = std::move(*silenced);
    }
    if (auto reported = reportTransition(*node); !reported) return std::unexpected(reported.error());
    auto taints = plannedTaints(node->as<corev1::Node>(), evictionFor(node->as<corev1::Node>()), m_context.clock.now());
    auto labels = plannedLabels(node->meta().labels);
    if (taints || labels) {
        corev1::Node changed = node->as<corev1::Node>();
        if (taints) changed.spec.taints = std::move(*taints);
        if (labels) changed.metadata.labels = std::move(*labels);
        const auto written = client::update(m_context.client, std::move(changed));
        if (!written) return std::unexpected(written.error());
    }
    return Outcome{kMonitorPeriod};
}

}  // namespace armillary::controllers
