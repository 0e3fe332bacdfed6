#pragma once

#include <map>
#include <mutex>

#include "engine/controllers/daemonset/plan.h"
#include "engine/controllers/framework/controller.h"
#include "engine/controllers/framework/expectations.h"
#include "engine/schema/selector.h"

namespace armillary::controllers {

/// Keeps one pod of each DaemonSet on every node that it is for.
/// Source: https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/.
class DaemonSetController final : public QueuedController {
public:
    explicit DaemonSetController(const Context& context);
    std::string_view name() const override { return "daemonset"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    /// The set that controls a pod or a revision; null when none of that UID is known.
    ObjectRef setOf(const Object& owned) const;
    void podChanged(const ObjectRef& previous, const ObjectRef& current);
    /// Wakes the sets that may adopt a pod.
    void enqueueMatching(const Object& pod);
    /// The hash of the present template, which is recorded as a ControllerRevision, and what it collided with.
    struct Recorded {
        std::string hash;
        std::int32_t collisionCount = 0;
    };
    Result<Recorded> recordHistory(const Object& set, const LabelSelector& selector,
                                   const std::vector<ObjectRef>& pods);
    /// Replacing failed pods backs off, from a second to a quarter of an hour, for each set and node.
    std::chrono::milliseconds backoffLeft(const std::string& setUid, const std::string& node) const;
    void backOff(const std::string& setUid, const std::string& node);
    Result<void> apply(const Object& set, const std::string& hash, const daemonset::Plan& plan);
    Result<void> createPods(const Object& set, const std::string& hash, const std::vector<std::string>& nodes);
    Result<void> writeStatus(const Object& set, const appsv1::DaemonSetStatus& next);

    std::unique_ptr<client::EventRecorder> m_events;
    client::Informer &m_sets, &m_pods, &m_nodes, &m_revisions;
    Expectations m_creations;

    struct Backoff {
        std::chrono::milliseconds delay;
        async::SteadyTime since;
    };
    mutable std::mutex m_mutex;
    std::map<std::string, Backoff> m_backoff;  ///< by set and node; forgotten when out of use
};

}  // namespace armillary::controllers
