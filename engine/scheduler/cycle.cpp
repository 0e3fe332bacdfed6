#include "engine/scheduler/cycle.h"

#include <algorithm>
#include <format>
#include <ranges>

namespace armillary::scheduler {

namespace {

struct ActiveStep {
    const Plugin* plugin;
    Prepared prepared;
};

std::vector<const NodeInfo*> feasible(const Cycle& cycle, std::vector<ActiveStep>& steps, std::size_t& searchFrom,
                                      Decision& decision) {
    std::vector<const NodeInfo*> fitting;
    const std::size_t count = cycle.nodes.size();
    std::size_t looked = 0;
    for (; looked < count && fitting.size() < kEnoughNodes; ++looked) {
        const NodeInfo* node = cycle.nodes[(searchFrom + looked) % count];
        Refusal refusal;
        for (ActiveStep& step : steps)
            if (step.prepared.filters && !(refusal = step.prepared.step->filter(*node)).empty()) break;
        if (refusal.empty())
            fitting.push_back(node);
        else
            ++decision.refusals[refusal];
    }
    if (count > 0) searchFrom = (searchFrom + looked) % count;
    return fitting;
}

/// The index of the best total; one of the best by chance when several share it.
std::size_t select(const std::vector<std::int64_t>& totals, async::Identifiers& identifiers) {
    const std::int64_t best = std::ranges::max(totals);
    std::uint64_t skip = identifiers.below(static_cast<std::uint64_t>(std::ranges::count(totals, best)));
    for (std::size_t i = 0;; ++i)
        if (totals[i] == best && skip-- == 0) return i;
}

}  // namespace

std::string Decision::message() const {
    if (nodesAvailable == 0) return "no nodes available to schedule pods";
    // A node may give several reasons at once ("Insufficient cpu, Insufficient memory"); each is counted by itself.
    std::map<std::string, int> counted;
    for (const auto& [refusal, count] : refusals)
        for (const auto part : std::views::split(std::string_view(refusal), std::string_view(", ")))
            counted[std::string(std::string_view(part))] += count;
    std::vector<std::string> parts;
    for (const auto& [reason, count] : counted) parts.push_back(std::format("{} {}", count, reason));
    std::ranges::sort(parts);
    std::string text = std::format("0/{} nodes are available: ", nodesAvailable);
    for (std::size_t i = 0; i < parts.size(); ++i) text += (i ? ", " : "") + parts[i];
    return text + ".";
}

Decision decide(const Cycle& cycle, const std::vector<std::unique_ptr<Plugin>>& plugins,
                async::Identifiers& identifiers, std::size_t& searchFrom) {
    Decision decision;
    decision.nodesAvailable = cycle.nodes.size();
    std::vector<ActiveStep> steps;
    for (const auto& plugin : plugins)
        if (Prepared prepared = plugin->prepare(cycle); prepared.step)
            steps.push_back({plugin.get(), std::move(prepared)});
    const auto fitting = feasible(cycle, steps, searchFrom, decision);
    if (fitting.empty()) return decision;
    if (fitting.size() == 1) return decision.node = fitting.front()->name, decision;

    std::vector<std::int64_t> totals(fitting.size(), 0), scores(fitting.size());
    for (ActiveStep& step : steps) {
        if (!step.prepared.scores) continue;
        std::ranges::transform(fitting, scores.begin(),
                               [&](const NodeInfo* node) { return step.prepared.step->score(*node); });
        step.prepared.step->normalise(scores);
        for (std::size_t i = 0; i < totals.size(); ++i) totals[i] += scores[i] * step.plugin->weight();
    }
    decision.node = fitting[select(totals, identifiers)]->name;
    return decision;
}

}  // namespace armillary::scheduler
