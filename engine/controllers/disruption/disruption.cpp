#include "engine/controllers/disruption/disruption.h"

#include <format>
#include <map>
#include <set>

#include "engine/controllers/framework/json.h"
#include "engine/controllers/framework/kinds.h"
#include "engine/controllers/framework/ownership.h"
#include "engine/schema/api/apiextensionsv1.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/autoscalingv1.h"
#include "engine/schema/custom_object.h"

namespace armillary::controllers {

using policyv1::PodDisruptionBudget;

namespace {

/// Keys of pods; a budget's key never begins so.
constexpr std::string_view kPodKey = "pod:";

/// A budget without a selector covers no pod; an empty selector covers all of its namespace.
std::optional<LabelSelector> selectorOf(const PodDisruptionBudget& budget) {
    if (!budget.spec.selector) return std::nullopt;
    auto selector = LabelSelector::from(*budget.spec.selector);
    if (!selector) return std::nullopt;
    return *selector;
}

}  // namespace

DisruptionController::DisruptionController(const Context& context)
    : QueuedController(context),
      m_budgets(client::informer<PodDisruptionBudget>(context.informers)),
      m_pods(client::informer<corev1::Pod>(context.informers)),
      m_replicaSets(client::informer<appsv1::ReplicaSet>(context.informers)),
      m_deployments(client::informer<appsv1::Deployment>(context.informers)),
      m_statefulSets(client::informer<appsv1::StatefulSet>(context.informers)),
      m_definitions(client::informer<apiextensionsv1::CustomResourceDefinition>(context.informers)),
      m_events(context.events.withComponent("controllermanager")) {
    m_budgets.addHandler([this](const ObjectRef&, const ObjectRef& current) {
        if (current) m_queue.add(current->key());
    });
    m_pods.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        if (previous) podChanged(*previous);
        if (current) podChanged(*current);
        if (current && disruption::targetHolds(current->as<corev1::Pod>(), {}))
            m_queue.add(std::string(kPodKey) + current->key());
    });
    // A new size changes what is expected, before any pod has changed.
    const auto resized = [this](const ObjectRef& previous, const ObjectRef& current) {
        if (previous && current && previous->meta().generation == current->meta().generation) return;
        for (const ObjectRef& budget : m_budgets.list((current ? current : previous)->namespace_()))
            m_queue.add(budget->key());
    };
    m_replicaSets.addHandler(resized);
    m_deployments.addHandler(resized);
    m_statefulSets.addHandler(resized);
}

void DisruptionController::podChanged(const Object& pod) {
    for (const ObjectRef& budget : m_budgets.list(pod.namespace_()))
        if (const auto selector = selectorOf(budget->as<PodDisruptionBudget>());
            selector && selector->matches(pod.meta().labels))
            m_queue.add(budget->key());
}

DisruptionController::Found DisruptionController::controllerFor(const metav1::OwnerReference& owner,
                                                                const std::string& namespace_) const {
    const auto owned = [&](const client::Informer& informer, const metav1::OwnerReference& reference) {
        ObjectRef found = informer.get(namespace_, reference.name);
        return found && found->uid() == reference.uid ? found : nullptr;
    };
    const std::string_view group = groupOf(owner.apiVersion);
    if (group == "apps" && owner.kind == "ReplicaSet") {
        const ObjectRef set = owned(m_replicaSets, owner);
        if (!set) return std::nullopt;
        const auto* parent = controllerOf(set->meta());
        if (!parent || parent->kind != "Deployment")
            return Controller{set->uid(), set->as<appsv1::ReplicaSet>().spec.replicas.value_or(1)};
        const ObjectRef deployment = owned(m_deployments, *parent);
        if (!deployment) return std::nullopt;
        return Controller{deployment->uid(), deployment->as<appsv1::Deployment>().spec.replicas.value_or(1)};
    }
    if (group == "apps" && owner.kind == "StatefulSet")
        if (const ObjectRef set = owned(m_statefulSets, owner))
            return Controller{set->uid(), set->as<appsv1::StatefulSet>().spec.replicas.value_or(1)};
    return throughScale(owner, namespace_);
}

DisruptionController::Found DisruptionController::throughScale(const metav1::OwnerReference& owner,
                                                               const std::string& namespace_) const {
    const auto row = rowOfKind(groupOf(owner.apiVersion), owner.kind, m_definitions);
    if (!row)
        return std::unexpected(
            std::format("no matches for kind \"{}\" in version \"{}\"", owner.kind, owner.apiVersion));
    const bool isCustom = row->type == &schema::typeInfo<schema::CustomObject>();
    if (!isCustom && !row->subresource("scale"))
        return std::unexpected(row->qualified() + " does not implement the scale subresource");
    const auto scale = m_context.client.get({row.get(), namespace_, owner.name, "scale"});
    if (!scale && status::isNotFound(scale.error())) return std::nullopt;
    if (!scale) return std::unexpected(scale.error().message);
    if ((*scale)->uid() != owner.uid) return std::nullopt;
    return Controller{owner.uid, (*scale)->as<autoscalingv1::Scale>().spec.replicas};
}

std::expected<DisruptionController::Scale, std::string> DisruptionController::scaleOf(
    const std::vector<ObjectRef>& pods) const {
    Scale scale;
    std::set<std::string> owners;
    std::map<std::string, std::int32_t> byController;
    for (const ObjectRef& pod : pods) {
        const auto* owner = controllerOf(pod->meta());
        if (!owner) {
            scale.unmanaged = true;
            continue;
        }
        if (!owners.insert(owner->uid).second) continue;
        const auto found = controllerFor(*owner, pod->namespace_());
        if (!found) return std::unexpected(found.error());
        if (!*found) return std::unexpected(std::format("found no controllers for pod \"{}\"", pod->name()));
        byController[(*found)->uid] = (*found)->replicas;
    }
    for (const auto& [uid, replicas] : byController) scale.pods += replicas;
    return scale;
}

Result<void> DisruptionController::writeStatus(const Object& object, policyv1::PodDisruptionBudgetStatus next) {
    const auto& budget = object.as<PodDisruptionBudget>();
    if (schema::operator==(budget.status, next)) return {};
    PodDisruptionBudget changed = budget;
    changed.status = std::move(next);
    // The version makes sure that a disruption granted meanwhile is not given out again.
    const auto written = client::updateStatus(m_context.client, std::move(changed));
    if (!written && !status::isNotFound(written.error())) return std::unexpected(written.error());
    return {};
}

Result<Outcome> DisruptionController::reconcile(const std::string& key) {
    if (key.starts_with(kPodKey)) return reconcilePod(key.substr(kPodKey.size()));
    const ObjectRef object = m_budgets.getByKey(key);
    if (!object || object->meta().deletionTimestamp) return Outcome();
    return reconcileBudget(*object);
}

Result<Outcome> DisruptionController::reconcilePod(const std::string& key) {
    const ObjectRef pod = m_pods.getByKey(key);
    const auto now = m_context.clock.now();
    const auto left = pod ? disruption::targetHolds(pod->as<corev1::Pod>(), now) : std::nullopt;
    if (!left) return Outcome();
    if (*left > left->zero()) return Outcome{std::chrono::ceil<std::chrono::milliseconds>(*left)};
    const auto taken = m_context.client.patch(
        client::target<corev1::Pod>(pod->namespace_(), pod->name(), "status"), client::PatchType::StrategicMerge,
        std::format(
            R"({{"metadata":{{"uid":{},"resourceVersion":{}}},"status":{{"conditions":[{{"type":"{}","status":"False","reason":null,"message":null,"lastTransitionTime":"{}"}}]}}}})",
            jsonString(pod->uid()), jsonString(pod->meta().resourceVersion), corev1::kDisruptionTarget,
            schema::Time(now).text()));
    if (!taken && !status::isNotFound(taken.error())) return std::unexpected(taken.error());
    return Outcome();
}

Result<Outcome> DisruptionController::reconcileBudget(const Object& object) {
    const auto& budget = object.as<PodDisruptionBudget>();
    std::vector<ObjectRef> pods;
    if (const auto selector = selectorOf(budget))
        for (const ObjectRef& pod : m_pods.list(object.namespace_()))
            if (selector->matches(pod->meta().labels)) pods.push_back(pod);
    if (pods.empty()) m_events->record(object, "Normal", "NoPods", "No matching pods found");
    const auto& least = budget.spec.minAvailable;
    const bool byScale = budget.spec.maxUnavailable || (least && least->isString());
    const auto scale = byScale ? scaleOf(pods) : std::expected<Scale, std::string>(Scale());
    const auto now = m_context.clock.now();
    if (!scale) {
        m_events->record(object, "Warning", "CalculateExpectedPodCountFailed",
                         "Failed to calculate the number of expected pods: " + scale.error());
        if (auto written = writeStatus(object, disruption::failedStatus(budget, scale.error(), now)); !written)
            return std::unexpected(written.error());
        return Outcome();
    }
    if (scale->unmanaged)
        m_events->record(object, "Warning", "UnmanagedPods", disruption::unmanagedPodsMessage(budget));
    auto plan = disruption::planBudget(budget, pods, scale->pods, now);
    if (auto written = writeStatus(object, std::move(plan.status)); !written) return std::unexpected(written.error());
    // The words, and the namespace in the budget's place, are upstream's.
    for (const ObjectRef& pod : plan.overdue)
        m_events->record(
            *pod, "Warning", "NotDeleted",
            std::format("Pod was expected by PDB {0}/{0} to be deleted but it wasn't", object.namespace_()));
    return Outcome{plan.again};
}

}  // namespace armillary::controllers
