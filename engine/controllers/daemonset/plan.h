#pragma once

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

struct Plan {
    std::vector<std::string> createOn;  ///< nodes
    std::vector<ObjectRef> remove;      ///< pods
    appsv1::DaemonSetStatus status;
};
/// `pods` are the set's own; `hash` is the present template's.
Plan planDaemons(const appsv1::DaemonSet& set, const std::string& hash, const std::vector<ObjectRef>& nodes,
                 const std::vector<ObjectRef>& pods, async::SystemTime now);

/// The node for which a pod was made, bound to it or not yet.
std::string nodeOf(const corev1::Pod& pod);
/// The pod for a node: pinned to it by affinity, tolerating what a daemon has to.
corev1::Pod podFor(const Object& set, const std::string& hash, const std::string& node);

}  // namespace armillary::controllers::daemonset
