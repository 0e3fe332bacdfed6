#include "engine/server/fairness/fairness.h"

#include <format>
#include <ranges>

namespace armillary::server::fairness {
namespace {

constexpr std::string_view kSchemas = "flowcontrol.apiserver.k8s.io/flowschemas";
constexpr std::string_view kLevels = "flowcontrol.apiserver.k8s.io/prioritylevelconfigurations";

struct Row {
    std::string_view name, type, help;
    std::uint64_t (*value)(const LevelState&);
    std::string_view reason = {};
};
constexpr Row kRows[] = {{"apiserver_flowcontrol_nominal_limit_seats", "gauge", "Seats of the level.",
                          [](const LevelState& level) -> std::uint64_t { return level.nominalSeats; }},
                         {"apiserver_flowcontrol_current_executing_requests", "gauge", "Requests that are served.",
                          [](const LevelState& level) -> std::uint64_t { return level.seated; }},
                         {"apiserver_flowcontrol_current_inqueue_requests", "gauge", "Requests that wait in queues.",
                          [](const LevelState& level) -> std::uint64_t { return level.waiting; }},
                         {"apiserver_flowcontrol_dispatched_requests_total", "counter", "Requests that got a seat.",
                          [](const LevelState& level) { return level.dispatched; }},
                         {"apiserver_flowcontrol_rejected_requests_total", "counter", "Requests that were rejected.",
                          [](const LevelState& level) { return level.rejected; }, "queue-full"},
                         {"apiserver_flowcontrol_rejected_requests_total", "counter", "Requests that were rejected.",
                          [](const LevelState& level) { return level.timedOut; }, "time-out"}};

watch::Follow::Handler keepIn(std::map<std::string, ObjectRef>& objects) {
    return [&objects](const ObjectRef& previous, const ObjectRef& current) {
        if (current)
            objects[current->name()] = current;
        else
            objects.erase(previous->name());
    };
}

}  // namespace

Fairness::Fairness(const watch::Cache& cache, std::size_t seats)
    : m_seats(seats),
      m_followSchemas(cache, watch::ResourceKey(kSchemas), keepIn(m_schemas)),
      m_followLevels(cache, watch::ResourceKey(kLevels), keepIn(m_levels)) {}

/// Whatever changes, everything is looked at again: there are few of these objects.
std::shared_ptr<const FlowConfig> Fairness::current() {
    const std::scoped_lock lock(m_mutex);
    const bool schemasChanged = m_followSchemas.takeIn(), levelsChanged = m_followLevels.takeIn();
    if (!m_config || schemasChanged || levelsChanged) {
        const auto all = [](const Objects& objects) {
            return std::views::values(objects) | std::ranges::to<std::vector<ObjectRef>>();
        };
        m_config = std::make_shared<const FlowConfig>(all(m_schemas), all(m_levels));
        m_seats.configure(m_config->limits());
    }
    return m_config;
}

Classification Fairness::classify(const Attributes& attributes) {
    return current()->classify(attributes);
}

std::unique_ptr<Ticket> Fairness::enter(const Classification& classification) {
    if (classification.exempt) return nullptr;
    return m_seats.enter(classification.level, classification.flow);
}

std::string Fairness::metrics() const {
    const std::vector<LevelState> levels = m_seats.states();
    std::string text;
    std::string_view last;
    for (const Row& row : kRows) {
        if (row.name != last) text += std::format("# HELP {0} {1}\n# TYPE {0} {2}\n", row.name, row.help, row.type);
        last = row.name;
        for (const LevelState& level : levels) {
            const std::string reason = row.reason.empty() ? "" : std::format(",reason=\"{}\"", row.reason);
            text += std::format("{}{{priority_level=\"{}\"{}}} {}\n", row.name, level.name, reason, row.value(level));
        }
    }
    return text;
}

}  // namespace armillary::server::fairness
