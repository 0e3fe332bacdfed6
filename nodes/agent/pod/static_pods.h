#pragma once

#include <expected>
#include <filesystem>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "engine/async/clock.h"
#include "engine/client/client.h"
#include "nodes/agent/pod/status_manager.h"
#include "nodes/agent/pod/tasks.h"
#include "nodes/agent/pod/workers.h"

namespace armillary::agent {

/// The pod of a manifest (YAML or JSON), as upstream's kubelet makes it: named after the node too, bound to it,
/// tolerating every NoExecute taint, its UID a digest of node, file and text. `uid` and `config.hash` are the same;
/// `seen` becomes config.seen.
std::expected<ObjectRef, std::string> staticPodOf(std::string_view text, const std::string& file,
                                                  const std::string& nodeName, async::SystemTime seen = {});
/// What the API is shown of it: the pod with the mirror annotation, owned by the node.
std::string mirrorOf(const ObjectRef& staticPod, const std::string& nodeName, const std::string& nodeUid);

/// Pods that the node runs of its own accord, one for each file in a folder, whether there is a server or not; the API
/// sees a mirror of each, which follows but does not command. Source:
/// https://kubernetes.io/docs/tasks/configure-pod-container/static-pod/. Thread-safe.
class StaticPods {
public:
    StaticPods(client::Client& client, async::Clock& clock, PodWorkers& workers, StatusManager& statuses, Tasks& tasks,
               std::filesystem::path folder, std::string nodeName)
        : m_client(client),
          m_clock(clock),
          m_workers(workers),
          m_statuses(statuses),
          m_tasks(tasks),
          m_folder(std::move(folder)),
          m_nodeName(std::move(nodeName)) {}

    /// Reads the folder when it has changed and hands pods to the workers, a changed one after its predecessor has
    /// ended. The error names files that are no pods; it is said once for each change.
    std::expected<void, std::string> scan();
    /// From the pod informer. False when this is not a mirror but a pod of the API's.
    bool mirrorChanged(const ObjectRef& previous, const ObjectRef& current);
    /// Has mirrors made that are missing and removed that mirror nothing (any more), as a task.
    void reconcile();

private:
    /// What tells one state of the folder from another.
    std::string fingerprint() const;
    void handOver();
    void writeMirrors();
    Result<void> writeMirror(const ObjectRef& pod, const ObjectRef& mirror);
    std::string nodeUid();

    client::Client& m_client;
    async::Clock& m_clock;
    PodWorkers& m_workers;
    StatusManager& m_statuses;
    Tasks& m_tasks;
    const std::filesystem::path m_folder;
    const std::string m_nodeName;

    std::mutex m_mutex;
    std::string m_fingerprint;
    std::map<std::string, ObjectRef> m_wanted, m_running;  ///< by "NAMESPACE/NAME"
    std::map<std::string, ObjectRef> m_mirrors;            ///< likewise: what the API has
    std::set<std::string> m_ending;                        ///< UIDs that the workers are to be rid of
    async::SteadyTime m_due{};
    int m_failures = 0;
    bool m_writing = false;
};

}  // namespace armillary::agent
