#pragma once

#include <map>
#include <string>

#include "engine/async/clock.h"
#include "engine/schema/api/corev1.h"
#include "nodes/agent/pod/plan.h"
#include "nodes/agent/pod/view.h"

namespace armillary::agent {

/// Why a container does not run, where the runtime does not know ("ErrImagePull", "CreateContainerConfigError", …).
struct WaitReason {
    std::string reason, message;
};

struct StatusInput {
    const corev1::Pod& pod;  ///< with the status that the server has
    const PodView& view;
    const ProbeStates& probes;
    const std::map<std::string, WaitReason>& waiting;       ///< by container name
    const std::map<std::string, std::string>& endMessages;  ///< termination messages, by container id
    const std::set<std::string>& starting;                  ///< ids of containers whose postStart hook runs
    std::string hostIp;
    async::SystemTime now;
    bool ended = false;  ///< the pod is being ended and nothing of it runs
    std::string failReason,
        failMessage;           ///< the node's own verdict (Evicted, DeadlineExceeded, …): the phase is Failed
    bool isDisrupted = false;  ///< the verdict is the node's doing, and not the pod's
};

/// The whole status, as upstream's kubelet computes it: a pure function. Conditions of others are kept. A pod's end
/// (Succeeded, Failed) is told when no container of it runs any more, never before.
corev1::PodStatus statusOf(const StatusInput& input);

/// Of a pod that the node did not take: nothing but that it failed and why, for nothing of it has ever been here.
corev1::PodStatus rejectedStatus(const corev1::Pod& pod, const std::string& reason, const std::string& message,
                                 async::SystemTime now);

/// "Guaranteed", "Burstable" or "BestEffort".
std::string qosClassOf(const corev1::Pod& pod);

}  // namespace armillary::agent
