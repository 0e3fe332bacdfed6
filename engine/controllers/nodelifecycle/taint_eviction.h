#pragma once

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

    client::Informer &m_nodes, &m_pods;
    std::unique_ptr<client::EventRecorder> m_events;
};

}  // namespace armillary::controllers
