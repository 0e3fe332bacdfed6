#pragma once

#include "engine/resources/checks/meta.h"
#include "engine/schema/api/flowcontrolv1.h"

/// What the specs of priority and fairness must be like, apart from the mandatory objects' fixed ones.
/// Source: k8s.io/kubernetes/pkg/apis/flowcontrol/validation.
namespace armillary::resources::rules {

void checkFlowSchemaSpec(const flowcontrolv1::FlowSchema& object, FieldErrors& errors);
void checkPriorityLevelSpec(const flowcontrolv1::PriorityLevelConfiguration& object, FieldErrors& errors);

}  // namespace armillary::resources::rules
