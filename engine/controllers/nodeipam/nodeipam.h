#pragma once

#include <map>
#include <mutex>

#include "engine/controllers/framework/controller.h"
#include "engine/controllers/nodeipam/cidr_pool.h"

namespace armillary::controllers {

/// Gives each node its share of the cluster's pod addresses (spec.podCIDR, podCIDRs); never the same to two nodes.
class NodeIpamController final : public QueuedController {
public:
    NodeIpamController(const Context& context, nodeipam::CidrPool pool);
    std::string_view name() const override { return "nodeipam"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    /// The block that the node has or is being given; empty when the pool is exhausted.
    std::optional<std::string> blockFor(const std::string& node);
    void nodeChanged(const ObjectRef& previous, const ObjectRef& current);

    client::Informer& m_nodes;
    std::unique_ptr<client::EventRecorder> m_events;
    std::mutex m_mutex;
    nodeipam::CidrPool m_pool;
    std::map<std::string, std::string> m_blocks;  ///< by node, written or about to be
};

}  // namespace armillary::controllers
