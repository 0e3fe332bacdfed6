#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/async/clock.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/object.h"

namespace armillary::controllers::daemonset {

/// Whether a daemon's pod belongs on a node, and whether one that is there may stay.
struct Place {
    bool shouldRun = false, mayStay = false;
};
Place placeOn(const corev1::Node& node, const corev1::PodTemplateSpec& podTemplate);

struct Inputs {
    const appsv1::DaemonSet& set;
    std::string hash;  ///< the present template's
    std::vector<ObjectRef> nodes;
    std::vector<ObjectRef> pods;  ///< the set's own
    async::SystemTime now;
    /// How long a failed pod on a node has to stay before it is replaced; zero when it may go now.
    std::function<std::chrono::milliseconds(const std::string& node)> backoff;
};
struct Plan {
    std::vector<std::string> createOn;  ///< nodes
    std::vector<ObjectRef> remove;      ///< pods
    appsv1::DaemonSetStatus status;
    std::optional<std::chrono::milliseconds> again;
};
/// A pod on each node that is for it; two while an update surges. Updates take as many as maxUnavailable lets them, or
/// add as many as maxSurge does.
Plan planDaemons(const Inputs& inputs);

/// The node for which a pod was made, bound to it or not yet.
std::string nodeOf(const corev1::Pod& pod);
/// The pod for a node: pinned to it by affinity, tolerating what a daemon has to.
corev1::Pod podFor(const Object& set, const std::string& hash, const std::string& node);

}  // namespace armillary::controllers::daemonset
