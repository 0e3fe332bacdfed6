#include <algorithm>

#include "engine/scheduler/plugin.h"

namespace armillary::scheduler {

Plugins defaultPlugins() {
    Plugins plugins;
    plugins.push_back(makeNodeUnschedulable());
    plugins.push_back(makeNodeName());
    plugins.push_back(makeTaintToleration());
    plugins.push_back(makeNodeAffinity());
    plugins.push_back(makeNodePorts());
    plugins.push_back(makeNodeResourcesFit());
    plugins.push_back(makeVolumeRestrictions());
    plugins.push_back(makeNodeVolumeLimits());
    plugins.push_back(makeVolumeBinding());
    plugins.push_back(makeVolumeZone());
    plugins.push_back(makePodTopologySpread());
    plugins.push_back(makeInterPodAffinity());
    plugins.push_back(makeNodeResourcesBalancedAllocation());
    plugins.push_back(makeImageLocality());
    return plugins;
}

void normaliseToMaximum(std::vector<std::int64_t>& scores, bool reverse) {
    const std::int64_t highest = scores.empty() ? 0 : std::ranges::max(scores);
    for (std::int64_t& score : scores) {
        if (highest > 0) score = kMaxScore * score / highest;
        if (reverse) score = highest > 0 ? kMaxScore - score : kMaxScore;
    }
}

bool bringsLabels(const ClusterEvent& event) {
    return event.kind == ClusterEvent::Kind::Node && event.after &&
           (!event.before || event.before->meta().labels != event.after->meta().labels);
}

}  // namespace armillary::scheduler
