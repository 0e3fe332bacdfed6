#pragma once

#include <string_view>
#include <vector>

#include "engine/schema/api/flowcontrolv1.h"

/// The configuration of priority and fairness that a cluster has from the start.
/// Source: https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#defaults.
namespace armillary::resources::flowcontrol {

/// "exempt" and "catch-all", of either kind, are mandatory: their specs are fixed, but for the seats of "exempt".
bool isMandatory(std::string_view name);

/// The mandatory objects first, then the suggested ones. Each has the annotation that lets the server keep it current.
const std::vector<flowcontrolv1::PriorityLevelConfiguration>& defaultPriorityLevels();
const std::vector<flowcontrolv1::FlowSchema>& defaultFlowSchemas();

}  // namespace armillary::resources::flowcontrol
