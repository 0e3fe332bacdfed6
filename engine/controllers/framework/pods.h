#pragma once

#include "engine/async/clock.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/object.h"

namespace armillary::controllers {

const corev1::PodCondition* podCondition(const corev1::Pod& pod, std::string_view type);
bool isReady(const corev1::Pod& pod);
/// Ready for at least `minReadySeconds`.
bool isAvailable(const corev1::Pod& pod, std::int32_t minReadySeconds, async::SystemTime now);
/// Succeeded or Failed.
bool hasEnded(const corev1::Pod& pod);
/// Neither ended nor being deleted.
bool isActive(const corev1::Pod& pod);

/// A pod made from a controller's template: labels, annotations, finalizers and spec of the template, generateName
/// "OWNER-", the owner as its controller.
corev1::Pod podFromTemplate(const corev1::PodTemplateSpec& podTemplate, const Object& owner);

}  // namespace armillary::controllers
