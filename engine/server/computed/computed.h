#pragma once

#include <string_view>
#include <vector>

#include "engine/server/core.h"

/// Objects that are made when somebody asks for them and never stored: what the control plane's parts say of
/// themselves, and what nodes and pods use.
namespace armillary::server::computed {

/// Makes the objects of a resource, in the order of their keys. `namespace_` and `name` narrow; "" is all of them.
using Reader = Result<std::vector<ObjectRef>> (*)(Core& core, std::string_view namespace_, std::string_view name);

/// Null for a resource whose objects are stored.
Reader readerOf(const resources::Resource& resource);

/// Source: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/component-status-v1/.
Result<std::vector<ObjectRef>> componentStatuses(Core& core, std::string_view namespace_, std::string_view name);

/// What nodes, or the containers of pods, use now. A node that does not answer in time is left out, as are its pods.
/// Source: https://kubernetes.io/docs/tasks/debug/debug-cluster/resource-metrics-pipeline/#metrics-api.
Result<std::vector<ObjectRef>> nodeMetrics(Core& core, std::string_view namespace_, std::string_view name);
Result<std::vector<ObjectRef>> podMetrics(Core& core, std::string_view namespace_, std::string_view name);

}  // namespace armillary::server::computed
