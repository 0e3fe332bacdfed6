#pragma once

#include <string>
#include <vector>

#include "app/offline/offline_client.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/object.h"

namespace armillary::app {

/// A workload of the canned cluster.
struct CannedWorkload {
    std::string namespace_, name, image;
    int replicas;
};
std::vector<CannedWorkload> cannedWorkloads(int pods);

/// How a canned pod fares.
enum class PodFate { Running, Starting, Pending, CrashLooping, Completed, Terminating };

corev1::Node cannedNode(int index, std::int64_t nowSeconds);
appsv1::Deployment cannedDeployment(const CannedWorkload& workload, int ready, std::int64_t nowSeconds);
appsv1::ReplicaSet cannedReplicaSet(const CannedWorkload& workload, int ready, std::int64_t nowSeconds);
corev1::Pod cannedPod(const CannedWorkload& workload, const std::string& suffix, const std::string& node, PodFate fate,
                      std::int64_t startedSeconds, std::int64_t nowSeconds);
corev1::Event cannedEvent(const corev1::Pod& pod, const std::string& suffix, const std::string& type,
                          const std::string& reason, const std::string& message, std::int64_t nowSeconds);
/// The event with which a node's agent begins. As agents do, it gives the node's name as its UID.
corev1::Event cannedNodeEvent(const corev1::Node& node, std::int64_t nowSeconds);

}  // namespace armillary::app
