#include "engine/controllers/framework/pods.h"

#include "engine/controllers/framework/ownership.h"

namespace armillary::controllers {

const corev1::PodCondition* podCondition(const corev1::Pod& pod, std::string_view type) {
    for (const auto& condition : pod.status.conditions)
        if (condition.type == type) return &condition;
    return nullptr;
}

bool isReady(const corev1::Pod& pod) {
    const auto* ready = podCondition(pod, corev1::kPodReady);
    return ready && ready->status == corev1::kConditionTrue;
}

bool isAvailable(const corev1::Pod& pod, std::int32_t minReadySeconds, async::SystemTime now) {
    if (!isReady(pod)) return false;
    const auto since = podCondition(pod, corev1::kPodReady)->lastTransitionTime;
    return minReadySeconds == 0 || (since.isSet() && since.timePoint() + std::chrono::seconds(minReadySeconds) <= now);
}

bool hasEnded(const corev1::Pod& pod) {
    return pod.status.phase == corev1::kPodSucceeded || pod.status.phase == corev1::kPodFailed;
}

bool isActive(const corev1::Pod& pod) {
    return !hasEnded(pod) && !pod.metadata.deletionTimestamp;
}

corev1::Pod podFromTemplate(const corev1::PodTemplateSpec& podTemplate, const Object& owner) {
    corev1::Pod pod;
    pod.metadata.namespace_ = owner.namespace_();
    pod.metadata.generateName = owner.name() + "-";
    pod.metadata.labels = podTemplate.metadata.labels;
    pod.metadata.annotations = podTemplate.metadata.annotations;
    pod.metadata.finalizers = podTemplate.metadata.finalizers;
    pod.metadata.ownerReferences.push_back(controllerReference(owner));
    pod.spec = podTemplate.spec;
    return pod;
}

}  // namespace armillary::controllers
