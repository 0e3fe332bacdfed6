#include "nodes/agent/probe/prober.h"

#include <algorithm>
#include <format>
#include <utility>

#include "engine/async/guard.h"

namespace armillary::agent {

namespace {

const corev1::Probe* probeOf(const corev1::Container& container, ProbeKind kind) {
    switch (kind) {
        case ProbeKind::Startup:
            return container.startupProbe.get();
        case ProbeKind::Liveness:
            return container.livenessProbe.get();
        case ProbeKind::Readiness:
            return container.readinessProbe.get();
    }
    return nullptr;
}

std::string_view nameOf(ProbeKind kind) {
    switch (kind) {
        case ProbeKind::Startup:
            return "Startup";
        case ProbeKind::Liveness:
            return "Liveness";
        case ProbeKind::Readiness:
            return "Readiness";
    }
    return "";
}

/// What the server was told of this very run.
const corev1::ContainerStatus* reported(const corev1::Pod& pod, const cri::ContainerStatus& container) {
    auto find = [&](const auto& list) -> const corev1::ContainerStatus* {
        auto it = std::ranges::find(list, "containerd://" + container.id, &corev1::ContainerStatus::containerID);
        return it == list.end() ? nullptr : &*it;
    };
    auto* status = find(pod.status.containerStatuses);
    return status ? status : find(pod.status.initContainerStatuses);
}

}  // namespace

void Prober::follow(const ObjectRef& object, const PodView& view, const std::string& podIp, bool ending) {
    const auto& pod = object->as<corev1::Pod>();
    std::lock_guard lock(m_mutex);
    auto keep = [&](const Entry& entry) {
        auto* container = view.byId(entry.containerId);
        return container && container->state == cri::ContainerState::Running &&
               (!ending || entry.kind == ProbeKind::Readiness);
    };
    m_entries.remove_if([&](const auto& entry) { return entry->podUid == pod.metadata.uid && !keep(*entry); });
    for (auto& entry : m_entries)
        if (entry->podUid == pod.metadata.uid) entry->pod = object;
    for (const auto& container : view.containers) {
        if (container.state != cri::ContainerState::Running) continue;
        auto spec = findContainer(pod, container.name);
        if (!spec) continue;
        for (auto kind : {ProbeKind::Startup, ProbeKind::Liveness, ProbeKind::Readiness}) {
            auto* probe = probeOf(*spec, kind);
            if (!probe || (ending && kind != ProbeKind::Readiness)) continue;
            bool known = std::ranges::any_of(m_entries, [&](const auto& entry) {
                return entry->containerId == container.id && entry->kind == kind;
            });
            if (known) continue;
            auto entry = std::make_shared<Entry>();
            entry->pod = object;
            entry->podUid = pod.metadata.uid;
            entry->container = container.name;
            entry->containerId = container.id;
            entry->podIp = podIp;
            entry->kind = kind;
            auto age = m_clock.now().time_since_epoch() - std::chrono::nanoseconds(container.startedAt);
            auto delay = std::chrono::nanoseconds(std::chrono::seconds(probe->initialDelaySeconds)) - age;
            entry->due = m_clock.steady() + std::max(std::chrono::nanoseconds(0),
                                                     std::chrono::duration_cast<std::chrono::nanoseconds>(delay));
            if (auto* before = reported(pod, container)) {
                if (kind == ProbeKind::Startup && before->started.value_or(false)) entry->result = true;
                if (kind == ProbeKind::Readiness && before->ready) entry->result = true;
            }
            m_entries.push_back(std::move(entry));
        }
    }
    ++m_changes;
    m_wake.notify_all();
}

void Prober::forget(const std::string& podUid) {
    std::lock_guard lock(m_mutex);
    m_entries.remove_if([&](const auto& entry) { return entry->podUid == podUid; });
}

ProbeStates Prober::statesOf(const corev1::Pod& pod, const PodView& view) const {
    ProbeStates out;
    std::lock_guard lock(m_mutex);
    for (const auto& container : view.containers) {
        auto spec = findContainer(pod, container.name);
        if (!spec || container.state != cri::ContainerState::Running) continue;
        auto& state = out[container.id];
        state.started = !spec->startupProbe;
        state.ready = !spec->readinessProbe;
        for (const auto& entry : m_entries) {
            if (entry->containerId != container.id || !entry->result) continue;
            switch (entry->kind) {
                case ProbeKind::Startup:
                    state.started = *entry->result;
                    state.startupFailed = !*entry->result;
                    break;
                case ProbeKind::Liveness:
                    state.alive = *entry->result;
                    break;
                case ProbeKind::Readiness:
                    state.ready = *entry->result;
                    break;
            }
        }
    }
    return out;
}

std::string Prober::metrics() const {
    std::string out =
        "# HELP prober_probe_total [BETA] Cumulative number of a liveness, readiness or startup probe for a container "
        "by result.\n# TYPE prober_probe_total counter\n";
    std::lock_guard lock(m_mutex);
    for (const auto& entry : m_entries) {
        const std::pair<std::string_view, std::uint64_t> counts[] = {
            {"failed", entry->failures}, {"successful", entry->successes}, {"unknown", entry->unknowns}};
        for (const auto& [result, count] : counts)
            if (count > 0)
                out += std::format(
                    "prober_probe_total{{container=\"{}\",namespace=\"{}\",pod=\"{}\",pod_uid=\"{}\",probe_type=\"{}\","
                    "result=\"{}\"}} {}\n",
                    entry->container, entry->pod->namespace_(), entry->pod->name(), entry->podUid, nameOf(entry->kind),
                    result, count);
    }
    return out;
}

bool Prober::startupPassed(const Entry& entry) const {
    for (const auto& other : m_entries)
        if (other->containerId == entry.containerId && other->kind == ProbeKind::Startup)
            return other->result.value_or(false);
    return true;
}

std::chrono::milliseconds Prober::pauseAfter(Entry& entry, std::chrono::milliseconds period) {
    if (entry.kind != ProbeKind::Readiness || entry.result == std::optional(true) || entry.retry >= period)
        return period;
    return std::exchange(entry.retry, entry.retry * 2);
}

async::SteadyTime Prober::runDue() {
    auto now = m_clock.steady();
    auto next = now + std::chrono::minutes(1);
    struct Due {
        std::shared_ptr<Entry> entry;
        std::chrono::seconds period;
        bool isCommand;
    };
    std::vector<Due> due, turns;
    {
        std::lock_guard lock(m_mutex);
        for (auto& entry : m_entries) {
            if (entry->running || entry->onHold) continue;
            auto container = findContainer(entry->pod->as<corev1::Pod>(), entry->container);
            auto* probe = container ? probeOf(*container, entry->kind) : nullptr;
            if (!probe) continue;
            // A startup probe ends with its success; the others begin with it.
            if (entry->kind == ProbeKind::Startup && entry->result.value_or(false)) continue;
            if (entry->kind != ProbeKind::Startup && !startupPassed(*entry)) continue;
            if (entry->due <= now)
                due.push_back({entry, std::chrono::seconds(std::max(probe->periodSeconds, 1)), bool(probe->exec)});
            else
                next = std::min(next, entry->due);
        }
        // Who has waited longest comes first, or a pod's hanging probes would keep its others from their turn.
        std::ranges::stable_sort(due, {}, [](const Due& each) { return each.entry->due; });
        for (const Due& each : due) {
            auto& running = m_running[{each.entry->podUid, each.isCommand}];
            if (running >= kAtOnce) continue;  // the end of one of those asks again
            ++running;
            each.entry->running = true;
            each.entry->due = now + pauseAfter(*each.entry, each.period);
            next = std::min(next, each.entry->due);
            turns.push_back(each);
        }
    }
    for (const auto& each : turns)
        (each.isCommand ? m_lanes.commands : m_lanes.network)
            .run([this, entry = each.entry, isCommand = each.isCommand] { run(entry, isCommand); });
    return next;
}

void Prober::run(const std::shared_ptr<Entry>& entry, bool isCommand) {
    async::guarded("probe of container " + entry->container, [&] { probe(*entry); });
    // However it went, it may run again.
    std::lock_guard lock(m_mutex);
    entry->running = false;
    const auto running = m_running.find({entry->podUid, isCommand});
    if (running != m_running.end() && --running->second == 0) m_running.erase(running);
    ++m_changes;
    m_wake.notify_all();
}

CheckResult Prober::check(const Entry& entry, const corev1::Pod& pod, const corev1::Container& container,
                          const corev1::Probe& probe) {
    try {
        return m_checker.check({pod, container, entry.containerId, entry.podIp}, probe);
    } catch (const std::exception& error) {
        async::reportException("probe of container " + entry.container);
        return {CheckResult::Outcome::Error, error.what()};
    }
}

void Prober::probe(Entry& entry) {
    ObjectRef object;
    {
        std::lock_guard lock(m_mutex);
        object = entry.pod;
    }
    const auto& pod = object->as<corev1::Pod>();
    auto container = findContainer(pod, entry.container);
    auto* probe = container ? probeOf(*container, entry.kind) : nullptr;
    if (!probe) return;
    const auto outcome = check(entry, pod, *container, *probe);
    bool warned = outcome.outcome == CheckResult::Outcome::Warning;
    bool success = outcome.good();
    bool tried = outcome.outcome != CheckResult::Outcome::Error;
    bool crossed = false;
    {
        std::lock_guard lock(m_mutex);
        ++(!tried ? entry.unknowns : success ? entry.successes : entry.failures);
        if (tried) {
            entry.count = entry.last == success ? entry.count + 1 : 1;
            entry.last = success;
            int threshold = std::max(success ? probe->successThreshold : probe->failureThreshold, 1);
            // The first success or failure of a liveness probe needs no crossing to count as alive.
            if (entry.count >= threshold && entry.result != std::optional(success)) {
                entry.result = success;
                if (success) entry.retry = std::chrono::milliseconds::max();
                crossed = true;
            }
            if (crossed && !success && entry.kind != ProbeKind::Readiness) entry.onHold = true;
        }
    }
    if (warned)
        m_events.pod(pod, "Warning", "ProbeWarning",
                     std::format("{} probe warning: {}", nameOf(entry.kind), outcome.output), entry.container);
    if (!success)
        m_events.pod(pod, "Warning", "Unhealthy",
                     tried ? std::format("{} probe failed: {}", nameOf(entry.kind), outcome.output)
                           : std::format("{} probe errored and resulted in unknown state: {}", nameOf(entry.kind),
                                         outcome.output),
                     entry.container);
    if (crossed) m_changed(pod.metadata.uid);
}

void Prober::start() {
    m_thread = async::Thread("prober", [this](const std::stop_token&) {
        std::unique_lock lock(m_mutex);
        while (!m_stopping) {
            auto seen = m_changes;
            lock.unlock();
            auto next = runDue();
            lock.lock();
            // Whatever came in between may be due sooner.
            if (!m_stopping && seen == m_changes) m_clock.waitUntil(m_wake, lock, next);
        }
    });
}

void Prober::stop() {
    {
        std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_wake.notify_all();
    }
    m_thread.stop();
}

}  // namespace armillary::agent
