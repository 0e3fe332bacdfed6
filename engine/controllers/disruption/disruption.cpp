#include "engine/controllers/disruption/disruption.h"

#include <map>

#include "engine/controllers/framework/kinds.h"
#include "engine/controllers/framework/ownership.h"
#include "engine/controllers/framework/pods.h"
#include "engine/schema/api/apiextensionsv1.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/autoscalingv1.h"
#include "engine/schema/custom_object.h"

namespace armillary::controllers {

using policyv1::PodDisruptionBudget;

namespace {

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
      m_definitions(client::informer<apiextensionsv1::CustomResourceDefinition>(context.informers)) {
    m_budgets.addHandler([this](const ObjectRef&, const ObjectRef& current) {
        if (current) m_queue.add(current->key());
    });
    m_pods.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        if (previous) podChanged(*previous);
        if (current) podChanged(*current);
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

std::int32_t DisruptionController::scaleOf(const std::vector<ObjectRef>& pods) const {
    std::map<std::string, std::int32_t> byController;
    std::map<std::string, std::optional<std::int32_t>> asked;
    std::int32_t alone = 0;
    for (const ObjectRef& pod : pods) {
        const auto* owner = controllerOf(pod->meta());
        if (!owner) {
            ++alone;
            continue;
        }
        std::string uid = owner->uid;
        std::optional<std::int32_t> replicas;
        if (const ObjectRef set = m_replicaSets.get(pod->namespace_(), owner->name);
            owner->kind == "ReplicaSet" && set) {
            replicas = set->as<appsv1::ReplicaSet>().spec.replicas.value_or(1);
            const auto* parent = controllerOf(set->meta());
            const ObjectRef deployment = parent ? m_deployments.get(pod->namespace_(), parent->name) : nullptr;
            if (deployment && deployment->uid() == parent->uid) {
                uid = parent->uid;
                replicas = deployment->as<appsv1::Deployment>().spec.replicas.value_or(1);
            }
        } else if (const ObjectRef stateful = m_statefulSets.get(pod->namespace_(), owner->name);
                   owner->kind == "StatefulSet" && stateful) {
            replicas = stateful->as<appsv1::StatefulSet>().spec.replicas.value_or(1);
        }
        if (!replicas) {
            const auto [known, isNew] = asked.try_emplace(uid);
            if (isNew) known->second = throughScale(*owner, pod->namespace_());
            replicas = known->second;
        }
        if (replicas)
            byController[uid] = *replicas;
        else
            ++byController[uid];
    }
    for (const auto& [uid, replicas] : byController) alone += replicas;
    return alone;
}

std::optional<std::int32_t> DisruptionController::throughScale(const metav1::OwnerReference& owner,
                                                               const std::string& namespace_) const {
    const auto row = rowOfKind(groupOf(owner.apiVersion), owner.kind, m_definitions);
    const bool isCustom = row && row->type == &schema::typeInfo<schema::CustomObject>();
    if (!row || (!isCustom && !row->subresource("scale"))) return std::nullopt;
    const auto scale = m_context.client.get({row.get(), namespace_, owner.name, "scale"});
    if (!scale || (*scale)->uid() != owner.uid) return std::nullopt;
    return (*scale)->as<autoscalingv1::Scale>().spec.replicas;
}

Result<Outcome> DisruptionController::reconcile(const std::string& key) {
    const ObjectRef object = m_budgets.getByKey(key);
    if (!object || object->meta().deletionTimestamp) return Outcome();
    const auto& budget = object->as<PodDisruptionBudget>();
    std::vector<ObjectRef> pods;
    if (const auto selector = selectorOf(budget))
        for (const ObjectRef& pod : m_pods.list(object->namespace_()))
            if (selector->matches(pod->meta().labels) && !hasEnded(pod->as<corev1::Pod>())) pods.push_back(pod);
    const auto& least = budget.spec.minAvailable;
    const bool byScale = budget.spec.maxUnavailable || (least && least->isString());
    auto plan = disruption::planBudget(budget, pods, byScale ? scaleOf(pods) : 0, m_context.clock.now());
    if (!schema::operator==(budget.status, plan.status)) {
        PodDisruptionBudget changed = budget;
        changed.status = std::move(plan.status);
        // The version makes sure that a disruption granted meanwhile is not given out again.
        const auto written = client::updateStatus(m_context.client, std::move(changed));
        if (!written && !status::isNotFound(written.error())) return std::unexpected(written.error());
    }
    return Outcome{plan.again};
}

}  // namespace armillary::controllers
