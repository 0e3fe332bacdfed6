#include "engine/server/computed/node_stats.h"

#include <algorithm>
#include <format>

#include "engine/schema/json_codec.h"

namespace armillary::server::computed {

namespace {

/// A summary has some hundred bytes for each container.
constexpr std::size_t kMaxSummaryBytes = 8u << 20;

}  // namespace

NodeStats::Summary NodeStats::kept(const std::string& nodeName) {
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_kept, [oldest = m_clock.steady() - kKept](const auto& one) { return one.second.asked < oldest; });
    const auto found = m_kept.find(nodeName);
    return found == m_kept.end() ? nullptr : found->second.summary;
}

NodeStats::Summary NodeStats::ask(const AgentAddress& node) {
    if (Summary known = kept(node.nodeName)) return known;
    const outbound::Peer agent{
        .url = node.host.contains(':') ? std::format("https://[{}]:{}", node.host, node.port)
                                       : std::format("https://{}:{}", node.host, node.port),
        .caPem = m_caPem,
        .serverName = node.nodeName,
        .credential = m_credential,
    };
    const auto answer = m_outbound.call(
        agent, {.method = "GET", .path = "/stats/summary", .timeout = kPatience, .maxAnswerBytes = kMaxSummaryBytes});
    if (!answer || !outbound::isSuccess(*answer)) return nullptr;
    auto decoded = schema::fromJson<statsv1alpha1::Summary>(answer->body);
    if (!decoded) return nullptr;
    auto summary = std::make_shared<const statsv1alpha1::Summary>(std::move(*decoded));
    const std::lock_guard lock(m_mutex);
    m_kept[node.nodeName] = {summary, m_clock.steady()};
    return summary;
}

std::vector<NodeStats::Summary> NodeStats::read(std::span<const AgentAddress> nodes) {
    std::vector<Summary> answers(nodes.size());
    m_outbound.threads().forEach(nodes.size(), [&](std::size_t i) { answers[i] = ask(nodes[i]); });
    std::erase(answers, nullptr);
    return answers;
}

}  // namespace armillary::server::computed
