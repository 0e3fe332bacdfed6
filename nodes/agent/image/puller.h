#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/async/clock.h"
#include "engine/schema/api/corev1.h"
#include "nodes/agent/pod/backoff.h"
#include "nodes/agent/pod/events.h"
#include "nodes/agent/pod/status.h"
#include "nodes/agent/pod/tasks.h"
#include "nodes/cri/runtime.h"

namespace armillary::agent {

/// "name" → "name:latest" unless a tag or digest is given; the error is upstream's sentence for a name that cannot be.
std::expected<std::string, std::string> normalizeImage(const std::string& image);

/// The credentials in docker-registry secrets that fit the image, best first. Keys may have patterns in their hosts.
/// Source: https://kubernetes.io/docs/concepts/containers/images/#config-json
std::vector<cri::RegistryAuth> matchingCredentials(const std::vector<corev1::Secret>& secrets,
                                                   const std::string& image);

/// Brings images to the node by their pull policy, with upstream's reasons, events and back-off. Thread-safe.
class ImagePuller {
public:
    ImagePuller(cri::Runtime& runtime, async::Clock& clock, EventSink& events, Tasks& tasks)
        : m_runtime(runtime), m_clock(clock), m_events(events), m_tasks(tasks) {}

    struct Answer {
        std::optional<cri::Image> image;  ///< present
        std::optional<WaitReason> wait;   ///< cannot be had (yet)
        std::optional<async::SystemTime> retryAt;
        bool pulling = false;  ///< `done` will be called
    };
    /// `secrets` is asked only when there is a pull to make. A pull that has just ended for this pod is its answer,
    /// whatever the policy.
    Answer ensure(const corev1::Pod& pod, const corev1::Container& container,
                  const std::function<std::vector<corev1::Secret>()>& secrets, std::function<void()> done);
    /// Forgets what it knows for a pod that is gone.
    void forget(const std::string& podUid);
    /// Of how many pulls something is remembered.
    std::size_t records() const;

private:
    struct Pull {
        bool running = false;
        std::optional<std::string> error;  ///< of the last pull
        std::string reason;                ///< ErrImagePull, or a more exact one
        std::optional<cri::Image> image;   ///< pulled, not yet used
        async::SystemTime ended;
        bool reported = false;  ///< the back-off has been told of
        bool orphaned = false;  ///< its pod went while it ran: nobody will ask what came of it
    };
    void pull(const std::string& key, const corev1::Pod& pod, const std::string& container, const std::string& image,
              std::vector<cri::RegistryAuth> credentials, const std::function<void()>& done);

    cri::Runtime& m_runtime;
    async::Clock& m_clock;
    EventSink& m_events;
    Tasks& m_tasks;
    mutable std::mutex m_mutex;
    std::map<std::string, Pull> m_pulls;  ///< by pod UID, container and image
    Backoff m_backoff;
};

}  // namespace armillary::agent
