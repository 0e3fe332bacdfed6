#pragma once

#include "engine/schema/api/autoscalingv2.h"
#include "engine/schema/status.h"

namespace armillary::resources::hpa {

/// What is wrong with an autoscaler's spec. Source: https://kubernetes.io/docs/reference/kubernetes-api/
/// workload-resources/horizontal-pod-autoscaler-v2/#HorizontalPodAutoscalerSpec.
void check(const autoscalingv2::HorizontalPodAutoscalerSpec& spec, FieldErrors& errors);

}  // namespace armillary::resources::hpa
