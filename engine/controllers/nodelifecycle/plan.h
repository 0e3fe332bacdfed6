#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/async/clock.h"
#include "engine/schema/api/corev1.h"

/// What a node's heartbeats, conditions and taints mean. Pure.
/// Source: https://kubernetes.io/docs/concepts/architecture/nodes/ and
/// https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/.
namespace armillary::controllers::nodelifecycle {

const corev1::NodeCondition* nodeCondition(const corev1::Node& node, std::string_view type);
/// "True", "False" or "Unknown"; a node that never said anything is Unknown.
std::string readiness(const corev1::Node& node);

/// The conditions of a node that has stopped posting: everything it used to report becomes Unknown. Empty when they
/// are already as they should be.
std::optional<std::vector<corev1::NodeCondition>> silencedConditions(const corev1::Node& node, async::SystemTime now);

/// The node's taints as they should be: those that this controller manages follow the conditions, the others stay.
/// `evict` adds NoExecute taints for a node that is not ready. Empty when nothing changes.
std::optional<std::vector<corev1::Taint>> plannedTaints(const corev1::Node& node, bool evict, async::SystemTime now);

bool tolerates(const corev1::Toleration& toleration, const corev1::Taint& taint);

/// When a pod has to leave a node: a time in the past or now for at once, empty for never.
std::optional<async::SystemTime> evictionTime(const std::vector<corev1::Taint>& taints,
                                              const std::vector<corev1::Toleration>& tolerations,
                                              async::SystemTime now);

}  // namespace armillary::controllers::nodelifecycle
