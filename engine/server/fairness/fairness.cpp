#include "engine/server/fairness/fairness.h"

#include <format>
#include <stdexcept>

namespace armillary::server::fairness {
namespace {

constexpr std::string_view kSchemas = "flowcontrol.apiserver.k8s.io/flowschemas";
constexpr std::string_view kLevels = "flowcontrol.apiserver.k8s.io/prioritylevelconfigurations";
constexpr int kListAttempts = 10;

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

}  // namespace

/// Whatever changes, the next request looks at everything again: there are few of these objects.
struct Fairness::Feed final : watch::Watcher {
    explicit Feed(Fairness& owner) : owner(owner) {}
    bool deliver(const watch::EventRef&) override {
        owner.m_stale.store(true, std::memory_order_release);
        return true;
    }
    void progress(watch::Revision) override {}
    Fairness& owner;
};

Fairness::Fairness(watch::Cache& cache, std::size_t seats)
    : m_cache(cache), m_seats(seats), m_feed(std::make_unique<Feed>(*this)) {
    const std::string_view followed[] = {kSchemas, kLevels};
    for (std::size_t i = 0; i < std::size(followed); ++i) {
        const watch::ResourceKey resource(followed[i]);
        // Other writes may overtake the revision; then a newer one is taken.
        for (int attempt = 0; attempt < kListAttempts && !m_registrations[i]; ++attempt)
            if (auto registration = cache.watch(resource, cache.list(resource).revision, *m_feed); registration)
                m_registrations[i] = std::move(*registration);
        if (!m_registrations[i]) throw std::runtime_error("the watch cache does not let " + resource + " be followed");
    }
}

Fairness::~Fairness() {
    for (auto& registration : m_registrations) registration.reset();
}

std::shared_ptr<const FlowConfig> Fairness::current() {
    const std::scoped_lock lock(m_mutex);
    if (m_stale.exchange(false, std::memory_order_acq_rel)) {
        m_config = std::make_shared<const FlowConfig>(m_cache.list(watch::ResourceKey(kSchemas)).objects,
                                                      m_cache.list(watch::ResourceKey(kLevels)).objects);
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
