#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/async/clock.h"
#include "engine/schema/api/corev1.h"

/// What becomes of a pod on a simulated machine: pure functions of the pod as the API has it, and the time. Its status
/// is all that is known of it, so that it goes on from there whoever wrote it.
namespace armillary::machines {

/// A pod's annotation, which its template may carry, or which it may be given and lose while it runs:
///   crash       its containers end with 1 soon after each start, and are restarted after growing pauses
///   oom         the same, with 137 for want of memory
///   image-pull  its images cannot be pulled
///   not-ready   it runs, and never becomes ready
///   slow        it takes half a minute longer to start
inline constexpr std::string_view kFault = "armillary.dev/simulate";

/// How long things take. Times in a status are whole seconds, so that each takes up to a second less than is said here.
struct Pace {
    std::chrono::seconds start{0};  ///< from a pod's arrival to its first container's start; each init container's run
    std::chrono::seconds run{0};    ///< until a container that is to end (restartPolicy OnFailure, Never) succeeds
    std::chrono::seconds crash{0};  ///< until one fails that is to
    std::chrono::seconds stop{0};   ///< from a pod's deletion to its end; its grace period, when that is shorter
};

struct PodSurroundings {
    Pace pace;
    std::string hostIp;
    std::function<std::string()> address;  ///< a new pod address; called once per pod at most
    async::SystemTime now;
};

struct Outlook {
    corev1::PodStatus status;              ///< as it is to be now
    std::optional<async::SystemTime> due;  ///< when to look again; empty: when the pod changes
    bool isOver = false;                   ///< it is being deleted, and nothing of it runs any more
};
/// Conditions of others are kept; of readiness gates nothing is known.
Outlook outlookOf(const corev1::Pod& pod, const PodSurroundings& around);

struct PodEvent {
    std::string_view type, reason;
    std::string message;
    std::string fieldPath;  ///< "spec.containers{web}"
};
/// What a kubelet would say when the status becomes `after`.
std::vector<PodEvent> eventsOf(const corev1::Pod& before, const corev1::PodStatus& after);
/// What it would say when the pod's deletion begins.
std::vector<PodEvent> killingsOf(const corev1::Pod& pod);

}  // namespace armillary::machines
