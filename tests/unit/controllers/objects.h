#pragma once

#include "engine/client/client.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/corev1.h"

namespace armillary::test {

template <schema::ApiStruct T>
ObjectRef asObject(T value) {
    if (value.metadata.uid.empty()) value.metadata.uid = "uid-" + value.metadata.name;
    return Object::parse(client::encode(std::move(value))).value();
}

inline corev1::Pod runningPod(const std::string& name, bool ready = true, const std::string& node = "n1") {
    corev1::Pod pod;
    pod.metadata.name = name;
    pod.metadata.namespace_ = "d";
    pod.metadata.creationTimestamp = schema::Time(1'760'000'000);
    pod.spec.nodeName = node;
    pod.status.phase = "Running";
    pod.status.podIP = "10.0.0.1";
    corev1::PodCondition condition;
    condition.type = "Ready";
    condition.status = ready ? "True" : "False";
    condition.lastTransitionTime = schema::Time(1'760'000'100);
    pod.status.conditions.push_back(condition);
    return pod;
}

}  // namespace armillary::test
