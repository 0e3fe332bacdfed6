#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "nodes/cri/runtime.h"

namespace armillary::agent {

/// The labels and annotations that tie sandboxes and containers to pods: upstream's, so that tools that read the
/// runtime find their way, and so that an agent that starts anew knows what is whose.
namespace keys {
inline constexpr const char* kPodName = "io.kubernetes.pod.name";
inline constexpr const char* kPodNamespace = "io.kubernetes.pod.namespace";
inline constexpr const char* kPodUid = "io.kubernetes.pod.uid";
inline constexpr const char* kContainerName = "io.kubernetes.container.name";
inline constexpr const char* kHash = "io.kubernetes.container.hash";
inline constexpr const char* kRestartCount = "io.kubernetes.container.restartCount";
inline constexpr const char* kMessagePath = "io.kubernetes.container.terminationMessagePath";
inline constexpr const char* kMessagePolicy = "io.kubernetes.container.terminationMessagePolicy";
inline constexpr const char* kMessageFile = "armillary.dev/termination-message-file";
inline constexpr const char* kPodGrace = "io.kubernetes.pod.terminationGracePeriod";
inline constexpr const char* kConfigSource = "kubernetes.io/config.source";
}  // namespace keys

/// What the runtime has of one pod.
struct PodView {
    std::vector<cri::SandboxStatus> sandboxes;     ///< newest first
    std::vector<cri::ContainerStatus> containers;  ///< newest first

    /// The newest of that name, of any sandbox; null when there is none.
    const cri::ContainerStatus* newest(std::string_view name) const;
    /// The one before newest().
    const cri::ContainerStatus* previous(std::string_view name) const;
    /// The newest of that name in the newest sandbox.
    const cri::ContainerStatus* active(std::string_view name) const;
    const cri::ContainerStatus* byId(std::string_view id) const;
    const cri::SandboxStatus* sandbox() const { return sandboxes.empty() ? nullptr : &sandboxes.front(); }
    bool anyRunning() const;
    bool empty() const { return sandboxes.empty() && containers.empty(); }
};

/// Asks the runtime. Containers that vanish between two calls are left out.
cri::Outcome<PodView> observePod(cri::Runtime& runtime, const std::string& uid);

}  // namespace armillary::agent
