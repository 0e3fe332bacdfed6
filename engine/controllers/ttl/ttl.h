#pragma once

#include <atomic>

#include "engine/controllers/framework/controller.h"

namespace armillary::controllers {

/// Says in an annotation of each node for how long it may go by its copies of secrets and config maps.
/// Source: k8s.io/kubernetes/pkg/controller/ttl.
class TtlController final : public QueuedController {
public:
    explicit TtlController(const Context& context);
    std::string_view name() const override { return "ttl"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    void nodeChanged(const ObjectRef& previous, const ObjectRef& current);

    client::Informer& m_nodes;
    std::size_t m_count = 0;  ///< of nodes; the informer's thread alone changes it
    std::atomic<std::size_t> m_step = 0;
};

}  // namespace armillary::controllers
