#include <algorithm>
#include <format>

#include "nodes/agent/pod/worker_round.h"

/// How a pod's worker ends containers: the preStop hook, the stop signal, SIGKILL, all inside the grace.
namespace armillary::agent {

namespace {

/// What a container gets to end itself, however long its hook took.
constexpr std::int64_t kMinimumSeconds = 2;

std::string messageOf(const KillContainer& kill) {
    switch (kill.reason) {
        case KillReason::Startup:
            return std::format("Container {} failed startup probe, will be restarted", kill.name);
        case KillReason::Liveness:
            return std::format("Container {} failed liveness probe, will be restarted", kill.name);
        case KillReason::Changed:
            return std::format("Container {} definition changed, will be restarted", kill.name);
        case KillReason::Ended:
        case KillReason::SandboxGone:
            break;
    }
    return "Stopping container " + kill.name;
}

/// A probe may bring a grace of its own.
std::optional<std::int64_t> probeGrace(const corev1::Container* container, KillReason reason) {
    if (!container) return std::nullopt;
    if (reason == KillReason::Startup && container->startupProbe)
        return container->startupProbe->terminationGracePeriodSeconds;
    if (reason == KillReason::Liveness && container->livenessProbe)
        return container->livenessProbe->terminationGracePeriodSeconds;
    return std::nullopt;
}

}  // namespace

void PodWorker::kill(Round& round, const KillContainer& kill) {
    const auto& pod = round.pod();
    auto spec = findContainer(pod, kill.name);
    auto grace = probeGrace(spec.get(), kill.reason).value_or(round.graceSeconds);
    {
        std::lock_guard lock(m_mutex);
        if (!m_killing.insert(kill.id).second) return;
        m_killGrace[kill.id] = grace;
    }
    round.killing.insert(kill.id);
    m_context.events.pod(pod, "Normal", "Killing", messageOf(kill), kill.name);
    bool hook = spec && spec->lifecycle && spec->lifecycle->preStop && grace > 0;
    auto object = hook ? round.object : ObjectRef();
    auto ip = round.ip();
    m_context.tasks.run([self = shared_from_this(), object, ip, grace, kill] {
        auto& context = self->m_context;
        auto left = grace;
        if (object) {
            const auto& pod = object->as<corev1::Pod>();
            auto container = findContainer(pod, kill.name);
            auto begun = context.clock.steady();
            auto result = context.checker.hook({pod, *container, kill.id, ip}, *container->lifecycle->preStop,
                                               std::chrono::seconds(grace));
            if (!result.good())
                context.events.pod(pod, "Warning", "FailedPreStopHook", "PreStopHook failed", kill.name);
            left -= std::chrono::duration_cast<std::chrono::seconds>(context.clock.steady() - begun).count();
        }
        if (grace >= kMinimumSeconds) left = std::max(left, kMinimumSeconds);
        (void)context.runtime.stopContainer(kill.id, std::chrono::seconds(std::max<std::int64_t>(left, 0)));
        {
            std::lock_guard lock(self->m_mutex);
            self->m_killing.erase(kill.id);
            self->m_killGrace.erase(kill.id);
        }
        context.wake(self->m_identity.uid);
    });
}

/// A pod that is deleted again with less grace (--force, --now) does not wait for the first one's.
void PodWorker::shortenKills(Round& round) {
    std::vector<std::string> ids;
    {
        std::lock_guard lock(m_mutex);
        for (auto& [id, grace] : m_killGrace) {
            if (grace <= round.graceSeconds) continue;
            grace = round.graceSeconds;
            ids.push_back(id);
        }
    }
    for (const auto& id : ids)
        m_context.tasks.run([self = shared_from_this(), id, grace = round.graceSeconds] {
            (void)self->m_context.runtime.stopContainer(id, std::chrono::seconds(grace));
        });
}

}  // namespace armillary::agent
