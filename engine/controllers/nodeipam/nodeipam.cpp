#include "engine/controllers/nodeipam/nodeipam.h"

#include <format>

#include "engine/controllers/framework/json.h"

namespace armillary::controllers {

NodeIpamController::NodeIpamController(const Context& context, nodeipam::CidrPool pool)
    : QueuedController(context),
      m_nodes(client::informer<corev1::Node>(context.informers)),
      m_events(context.events.withComponent("cidrAllocator")),
      m_pool(std::move(pool)) {
    m_nodes.addHandler([this](const ObjectRef& previous, const ObjectRef& current) { nodeChanged(previous, current); });
}

void NodeIpamController::nodeChanged(const ObjectRef& previous, const ObjectRef& current) {
    const std::lock_guard lock(m_mutex);
    if (!current) {
        const auto found = m_blocks.find(previous->name());
        if (found == m_blocks.end()) return;
        m_pool.release(found->second);
        m_blocks.erase(found);
        return;
    }
    const std::string& block = current->as<corev1::Node>().spec.podCIDR;
    if (block.empty())
        m_queue.add(current->name());
    else if (m_blocks.try_emplace(current->name(), block).second)
        m_pool.occupy(block);
}

std::optional<std::string> NodeIpamController::blockFor(const std::string& node) {
    const std::lock_guard lock(m_mutex);
    if (const auto found = m_blocks.find(node); found != m_blocks.end()) return found->second;
    auto block = m_pool.allocate();
    if (block) m_blocks.emplace(node, *block);
    return block;
}

Result<Outcome> NodeIpamController::reconcile(const std::string& key) {
    const ObjectRef node = m_nodes.getByKey(key);
    if (!node || !node->as<corev1::Node>().spec.podCIDR.empty()) return Outcome();
    const auto block = blockFor(key);
    if (!block) {
        m_events->record(*node, "Normal", "CIDRNotAvailable",
                         std::format("Node {} status is now: CIDRNotAvailable", key));
        return std::unexpected(status::internalError("no pod address range is left for the node"));
    }
    const auto patched =
        m_context.client.patch(client::target<corev1::Node>({}, key), client::PatchType::StrategicMerge,
                               std::format(R"({{"metadata":{{"uid":{}}},"spec":{{"podCIDR":"{}","podCIDRs":["{}"]}}}})",
                                           jsonString(node->uid()), *block, *block));
    if (!patched && !status::isNotFound(patched.error())) {
        m_events->record(*node, "Normal", "CIDRAssignmentFailed",
                         std::format("Node {} status is now: CIDRAssignmentFailed", key));
        return std::unexpected(patched.error());
    }
    return Outcome();
}

}  // namespace armillary::controllers
