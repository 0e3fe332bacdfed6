#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/async/clock.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/object.h"

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

/// What becomes of the pods of nodes that are not ready: they are driven out by NoExecute taints; no more nodes are
/// tainted so than are; or no node is.
enum class Eviction { Go, Hold, Spare };

/// How a zone's nodes may be tainted: one each `interval`, unless `eviction` says that none is.
struct Pace {
    Eviction eviction = Eviction::Go;
    std::chrono::seconds interval{10};
};
/// Region and zone, "" for none.
using Zone = std::pair<std::string_view, std::string_view>;
Zone zoneOf(const corev1::Node& node);
/// A zone of which most nodes, and at least three, are down is rather cut off than broken: a large one loses its pods
/// slowly, one of up to 50 nodes keeps them. Where no zone has a ready node it is us that are cut off.
/// Source: https://kubernetes.io/docs/concepts/architecture/nodes/#rate-limits-on-eviction.
Pace paceOf(const Zone& zone, const std::vector<ObjectRef>& nodes);

/// Whether one of the taints that drive pods from a node that is not ready is there.
bool isEvicting(const corev1::Node& node);

/// The node's taints as they should be: those that this controller manages follow the conditions, the others stay.
/// Empty when nothing changes.
std::optional<std::vector<corev1::Taint>> plannedTaints(const corev1::Node& node, Eviction eviction,
                                                        async::SystemTime now);

/// A node's labels as they should be: beta.kubernetes.io/os and /arch, by which older manifests select, say what
/// kubernetes.io/os and /arch do. Empty when nothing changes.
std::optional<schema::StringMap<std::string>> plannedLabels(const schema::StringMap<std::string>& labels);

/// When a pod has to leave a node: a time in the past or now for at once, empty for never.
std::optional<async::SystemTime> evictionTime(const std::vector<corev1::Taint>& taints,
                                              const std::vector<corev1::Toleration>& tolerations,
                                              async::SystemTime now);

}  // namespace armillary::controllers::nodelifecycle
