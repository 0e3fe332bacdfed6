#include "engine/controllers/ttl/ttl.h"

#include <format>

#include "engine/controllers/framework/json.h"
#include "engine/controllers/ttl/plan.h"
#include "engine/schema/api/corev1.h"

namespace armillary::controllers {

TtlController::TtlController(const Context& context)
    : QueuedController(context), m_nodes(client::informer<corev1::Node>(context.informers)) {
    m_nodes.addHandler([this](const ObjectRef& previous, const ObjectRef& current) { nodeChanged(previous, current); });
}

void TtlController::nodeChanged(const ObjectRef& previous, const ObjectRef& current) {
    if (!previous) ++m_count;
    if (!current) --m_count;
    const std::size_t step = ttl::nextStep(m_step, m_count);
    if (m_step.exchange(step) != step)
        for (const ObjectRef& node : m_nodes.list()) m_queue.add(node->key());
    if (current) m_queue.add(current->key());
}

Result<Outcome> TtlController::reconcile(const std::string& key) {
    const ObjectRef node = m_nodes.getByKey(key);
    if (!node) return Outcome();
    const std::string wanted = std::to_string(ttl::stepAt(m_step).seconds);
    const auto known = node->meta().annotations.find(corev1::kObjectTTLAnnotationKey);
    if (known != node->meta().annotations.end() && known->second == wanted) return Outcome();
    const auto written = m_context.client.patch(
        client::target<corev1::Node>({}, key), client::PatchType::StrategicMerge,
        std::format(R"({{"metadata":{{"uid":{},"annotations":{{{}:{}}}}}}})", jsonString(node->uid()),
                    jsonString(corev1::kObjectTTLAnnotationKey), jsonString(wanted)));
    if (!written && !status::isNotFound(written.error())) return std::unexpected(written.error());
    return Outcome();
}

}  // namespace armillary::controllers
