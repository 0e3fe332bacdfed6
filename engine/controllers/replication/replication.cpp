#include "engine/controllers/replication/replication.h"

namespace armillary::controllers {

using corev1::ReplicationController;

namespace {

/// The two statuses, and their conditions, have the same fields.
template <class To, class From>
To convertStatus(const From& from) {
    To to;
    to.replicas = from.replicas;
    to.fullyLabeledReplicas = from.fullyLabeledReplicas;
    to.readyReplicas = from.readyReplicas;
    to.availableReplicas = from.availableReplicas;
    to.observedGeneration = from.observedGeneration;
    for (const auto& condition : from.conditions) {
        auto& added = to.conditions.emplace_back();
        added.type = condition.type;
        added.status = condition.status;
        added.lastTransitionTime = condition.lastTransitionTime;
        added.reason = condition.reason;
        added.message = condition.message;
    }
    return to;
}

}  // namespace

ReplicationManager::ReplicationManager(const Context& context)
    : ReplicaSetController(context, client::informer<ReplicationController>(context.informers),
                           "replication-controller") {}

const appsv1::ReplicaSet& ReplicationManager::asSet(const Object& object, appsv1::ReplicaSet& made) const {
    const auto& controller = object.as<ReplicationController>();
    made.metadata = controller.metadata;
    made.spec.replicas = controller.spec.replicas;
    made.spec.minReadySeconds = controller.spec.minReadySeconds;
    // Without a selector nothing is selected; a label selector that is empty would select everything.
    if (!controller.spec.selector.empty()) made.spec.selector.ensure().matchLabels = controller.spec.selector;
    if (controller.spec.template_) made.spec.template_ = *controller.spec.template_;
    made.status = convertStatus<appsv1::ReplicaSetStatus>(controller.status);
    return made;
}

Result<ObjectRef> ReplicationManager::putStatus(const Object& object, appsv1::ReplicaSetStatus next) {
    ReplicationController changed = object.as<ReplicationController>();
    changed.status = convertStatus<corev1::ReplicationControllerStatus>(next);
    return client::updateStatus(m_context.client, std::move(changed));
}

}  // namespace armillary::controllers
