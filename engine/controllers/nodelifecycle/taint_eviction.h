#pragma once

#include <map>
#include <mutex>

#include "engine/controllers/framework/controller.h"

namespace armillary::controllers {

/// Deletes pods from nodes with NoExecute taints that they do not tolerate, or have tolerated long enough.
class TaintEvictionController final : public QueuedController {
public:
    explicit TaintEvictionController(const Context& context);
    std::string_view name() const override { return "taint-eviction-controller"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    Result<void> evict(const Object& pod);
    /// Since when the pod's time has been running out; `now` when it has not.
    async::SystemTime pendingSince(const std::string& key, async::SystemTime now);
    void setPending(const std::string& key, async::SystemTime since);
    /// True when the pod's time was running out.
    bool dropPending(const std::string& key);

    client::Informer &m_nodes, &m_pods;
    std::unique_ptr<client::EventRecorder> m_events;
    std::mutex m_pendingMutex;
    std::map<std::string, async::SystemTime> m_pending;  ///< by pod key: since when its toleration has been running out
};

}  // namespace armillary::controllers
