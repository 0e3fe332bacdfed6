#include "engine/scheduler/cycle.h"

#include <algorithm>
#include <format>

namespace armillary::scheduler {

namespace {

/// The index of the best total; one of the best by chance when several share it.
std::size_t select(const std::vector<std::int64_t>& totals, async::Identifiers& identifiers) {
    const std::int64_t best = std::ranges::max(totals);
    std::uint64_t skip = identifiers.below(static_cast<std::uint64_t>(std::ranges::count(totals, best)));
    for (std::size_t i = 0;; ++i)
        if (totals[i] == best && skip-- == 0) return i;
}

}  // namespace

std::string countedReasons(std::size_t nodes, const std::map<std::string, int>& reasons) {
    std::vector<std::string> parts;
    for (const auto& [reason, count] : reasons) parts.push_back(std::format("{} {}", count, reason));
    std::ranges::sort(parts);
    std::string text = std::format("0/{} nodes are available:", nodes);
    for (std::size_t i = 0; i < parts.size(); ++i) text += (i ? ", " : " ") + parts[i];
    return parts.empty() ? text : text + ".";
}

std::string Decision::message() const {
    if (nodesAvailable == 0) return "no nodes available to schedule pods";
    std::string text;
    if (!everywhere.empty()) {
        text = std::format("0/{} nodes are available: ", nodesAvailable);
        for (std::size_t i = 0; i < everywhere.reasons.size(); ++i) text += (i ? ", " : "") + everywhere.reasons[i];
        text += ".";
    } else {
        text = countedReasons(nodesAvailable, reasons());
    }
    if (!preemption.empty()) text += " " + preemption;
    return text;
}

std::map<std::string, int> Decision::reasons() const {
    std::map<std::string, int> counted;
    if (!everywhere.empty()) return counted;
    for (const auto& [node, refusal] : refusals)
        for (const std::string& reason : refusal.reasons) ++counted[reason];
    if (!restrictedBy.empty() && refusals.size() < nodesAvailable)
        counted[std::format("node(s) didn't satisfy plugin(s) [{}]", restrictedBy)] +=
            static_cast<int>(nodesAvailable - refusals.size());
    return counted;
}

Evaluation::Evaluation(const Cycle& cycle, const Plugins& plugins) : m_cycle(cycle) {
    m_steps.reserve(plugins.size());
    std::uint32_t bit = 1;
    for (const auto& plugin : plugins) {
        Prepared prepared = plugin->prepare(cycle);
        if (!prepared.everywhere.empty()) {
            m_everywhere = std::move(prepared.everywhere);
            m_refusedBy = bit;
            return;
        }
        if (prepared.step) m_steps.push_back({plugin.get(), bit, std::move(prepared)});
        bit <<= 1;
    }
}

Refusal Evaluation::runFilters(const NodeInfo& node) {
    for (ActiveStep& step : m_steps) {
        if (!step.prepared.filters) continue;
        Refusal refusal = step.prepared.step->filter(node);
        if (refusal.empty()) continue;
        m_refusedBy |= step.bit;
        return refusal;
    }
    return {};
}

bool Evaluation::considers(const NodeInfo& node) const {
    return std::ranges::all_of(m_steps, [&](const ActiveStep& step) {
        return !step.prepared.only || step.prepared.only->contains(node.name);
    });
}

void Evaluation::adjust(const PodInfo& pod, const NodeInfo& node, int sign) {
    for (ActiveStep& step : m_steps) step.prepared.step->adjust(pod, node, sign);
}

Refusal Evaluation::filter(const NodeInfo& node) {
    const auto coming = m_cycle.nominations.find(node.name);
    if (coming == m_cycle.nominations.end()) return runFilters(node);
    std::vector<PodInfoRef> others;
    for (const PodInfoRef& pod : coming->second)
        if (pod->priority >= m_cycle.pod.priority && pod->key != m_cycle.pod.key) others.push_back(pod);
    if (others.empty()) return runFilters(node);
    // They may come or not: the pod must not take their place, nor rest on their presence.
    NodeInfo with = node;
    for (const PodInfoRef& pod : others) {
        with.addPod(pod);
        adjust(*pod, with, 1);
    }
    Refusal refusal = runFilters(with);
    for (const PodInfoRef& pod : others) adjust(*pod, with, -1);
    return refusal.empty() ? runFilters(node) : refusal;
}

Nodes Evaluation::feasible(std::size_t& searchFrom, Decision& decision, std::size_t enough) {
    Nodes fitting;
    const std::size_t count = m_cycle.nodes.size();
    bool restricted = false;
    for (const ActiveStep& step : m_steps) {
        if (!step.prepared.only) continue;
        restricted = true;
        decision.restrictedBy += (decision.restrictedBy.empty() ? "" : " ") + std::string(step.plugin->name());
        m_refusedBy |= step.bit;
    }
    std::size_t looked = 0;
    for (; looked < count && fitting.size() < enough; ++looked) {
        const NodeInfo* node = m_cycle.nodes[(searchFrom + looked) % count];
        if (restricted && !considers(*node)) continue;
        Refusal refusal = filter(*node);
        if (refusal.empty())
            fitting.push_back(node);
        else
            decision.refusals.emplace_back(node, std::move(refusal));
    }
    if (count > 0) searchFrom = (searchFrom + looked) % count;
    return fitting;
}

std::string Evaluation::best(const Nodes& fitting, async::Identifiers& identifiers) {
    std::vector<std::int64_t> totals(fitting.size(), 0), scores(fitting.size());
    for (ActiveStep& step : m_steps) {
        if (!step.prepared.scores) continue;
        step.prepared.step->beginScoring(fitting);
        std::ranges::transform(fitting, scores.begin(),
                               [&](const NodeInfo* node) { return step.prepared.step->score(*node); });
        step.prepared.step->normalise(scores);
        for (std::size_t i = 0; i < totals.size(); ++i) totals[i] += scores[i] * step.plugin->weight();
    }
    return fitting[select(totals, identifiers)]->name;
}

Decision Evaluation::decide(async::Identifiers& identifiers, std::size_t& searchFrom, const std::string& nominated) {
    Decision decision;
    decision.nodesAvailable = m_cycle.nodes.size();
    decision.everywhere = m_everywhere;
    if (m_everywhere.empty() && !nominated.empty()) {
        const auto node = std::ranges::find(m_cycle.nodes, nominated, &NodeInfo::name);
        if (node != m_cycle.nodes.end() && considers(**node) && filter(**node).empty()) {
            decision.node = nominated;
            return decision;
        }
    }
    if (m_everywhere.empty()) {
        const Nodes fitting = feasible(searchFrom, decision, kEnoughNodes);
        if (fitting.size() == 1) decision.node = fitting.front()->name;
        if (fitting.size() > 1) decision.node = best(fitting, identifiers);
    }
    decision.refusedBy = m_refusedBy;
    return decision;
}

Decision Evaluation::decideAny(std::size_t& searchFrom) {
    Decision decision;
    decision.nodesAvailable = m_cycle.nodes.size();
    decision.everywhere = m_everywhere;
    if (m_everywhere.empty())
        if (const Nodes fitting = feasible(searchFrom, decision, 1); !fitting.empty())
            decision.node = fitting.front()->name;
    decision.refusedBy = m_refusedBy;
    return decision;
}

}  // namespace armillary::scheduler
