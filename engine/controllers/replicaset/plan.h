#pragma once

#include <vector>

#include "engine/async/clock.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/object.h"
#include "engine/schema/status.h"

namespace armillary::controllers::replicaset {

/// A pod that may have to go, and how many of the owner's siblings' pods share its node.
struct Candidate {
    ObjectRef pod;
    int neighbours = 0;
};

/// `count` of the candidates in the order in which upstream lets them go: without a node, not running, not ready, cheap
/// by controller.kubernetes.io/pod-deletion-cost, crowded, lately ready, often restarted, young.
/// Source: k8s.io/kubernetes/pkg/controller, ActivePodsWithRanks.
std::vector<ObjectRef> podsToDelete(std::vector<Candidate> candidates, std::size_t count, async::SystemTime now);

/// What to change so that `active` becomes spec.replicas pods; at most 500 at a time.
struct Plan {
    std::size_t create = 0;
    std::size_t remove = 0;
};
Plan planReplicas(std::int32_t wanted, std::size_t active);

/// Why the last attempt to create or delete pods failed; "" when it did not.
struct Failure {
    std::string reason;  ///< "FailedCreate" or "FailedDelete"
    std::string message;
};

appsv1::ReplicaSetStatus statusOf(const appsv1::ReplicaSet& set, const std::vector<ObjectRef>& active,
                                  const Failure& failure, async::SystemTime now);

}  // namespace armillary::controllers::replicaset
