#include <algorithm>
#include <format>

#include "engine/async/guard.h"
#include "nodes/agent/pod/worker_round.h"

/// How a pod's worker ends containers: the preStop hook, the stop signal, SIGKILL, all inside the grace.
namespace armillary::agent {

namespace {

/// What a container gets to end itself, however little it was given and however long its hook took.
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

/// All containers of a pod that ends share one grace: sidecars, which go last, have what the others left of it.
std::int64_t PodWorker::graceFor(const Round& round, const corev1::Container* container, KillReason reason) {
    const auto grace = probeGrace(container, reason).value_or(round.graceSeconds);
    if (reason != KillReason::Ended) return grace;
    if (!m_endSince) m_endSince = round.steady;
    const auto passed = std::chrono::duration_cast<std::chrono::seconds>(round.steady - *m_endSince).count();
    return std::max<std::int64_t>(grace - passed, 0);
}

/// A sidecar whose preStop hook still runs has its turn when that has ended, or with the grace.
PodPlan PodWorker::terminationPlan(const Round& round) const {
    auto killing = round.killing;
    const bool inTime = !m_endSince || round.steady - *m_endSince < std::chrono::seconds(round.graceSeconds);
    if (inTime) {
        std::lock_guard lock(m_mutex);
        killing.insert(m_hooking.begin(), m_hooking.end());
    }
    return planTermination({round.pod(), round.view, round.probes, m_restarts, round.starting, killing, round.now});
}

/// preStop hooks begin with the pod's end, those of sidecars too, whose stop signals come later.
void PodWorker::startEarlyHooks(Round& round) {
    if (!round.object) return;
    for (const auto& slot : slotsOf(round.pod())) {
        const auto* container = round.view.newest(slot.spec->name);
        const bool hasHook = slot.spec->lifecycle && slot.spec->lifecycle->preStop;
        if (slot.role != ContainerRole::Sidecar || !hasHook || !container ||
            container->state != cri::ContainerState::Running || round.killing.contains(container->id))
            continue;
        {
            std::lock_guard lock(m_mutex);
            if (!m_hooked.insert(container->id).second) continue;
            m_hooking.insert(container->id);
        }
        const auto grace = graceFor(round, slot.spec, KillReason::Ended);
        m_context.tasks.run([self = shared_from_this(), object = round.object, ip = round.ip(), grace,
                             name = slot.spec->name, id = container->id] {
            async::guarded("hook of pod " + self->m_identity.name, [&] {
                if (grace > 0) self->preStop(object, name, id, ip, std::chrono::seconds(grace));
            });
            {
                std::lock_guard lock(self->m_mutex);
                self->m_hooking.erase(id);
            }
            self->m_context.wake(self->m_identity.uid);
        });
    }
}

void PodWorker::preStop(const ObjectRef& object, const std::string& name, const std::string& id, const std::string& ip,
                        std::chrono::seconds limit) {
    const auto& pod = object->as<corev1::Pod>();
    const auto container = findContainer(pod, name);
    if (!m_context.checker.hook({pod, *container, id, ip}, *container->lifecycle->preStop, limit).good())
        m_context.events.pod(pod, "Warning", "FailedPreStopHook", "PreStopHook failed", name);
}

void PodWorker::kill(Round& round, const KillContainer& kill) {
    const auto& pod = round.pod();
    auto spec = findContainer(pod, kill.name);
    auto grace = graceFor(round, spec.get(), kill.reason);
    bool hooked = false;
    {
        std::lock_guard lock(m_mutex);
        if (!m_killing.insert(kill.id).second) return;
        m_killGrace[kill.id] = grace;
        hooked = m_hooked.contains(kill.id);
    }
    round.killing.insert(kill.id);
    m_context.events.pod(pod, "Normal", "Killing", messageOf(kill), kill.name);
    bool hook = spec && spec->lifecycle && spec->lifecycle->preStop && grace > 0 && !hooked;
    auto object = hook ? round.object : ObjectRef();
    auto ip = round.ip();
    m_context.tasks.run([self = shared_from_this(), object, ip, grace, kill] {
        auto& context = self->m_context;
        auto left = grace;
        // Whatever happens to the hook, the container ends, and may be ended again.
        const std::string what = "end of a container of pod " + self->m_identity.name;
        if (object) {
            auto begun = context.clock.steady();
            async::guarded(what, [&] { self->preStop(object, kill.name, kill.id, ip, std::chrono::seconds(grace)); });
            left -= std::chrono::duration_cast<std::chrono::seconds>(context.clock.steady() - begun).count();
        }
        async::guarded(what, [&] {
            (void)context.runtime.stopContainer(kill.id, std::chrono::seconds(std::max(left, kMinimumSeconds)));
        });
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
        m_context.tasks.run([self = shared_from_this(), id, grace = std::max(round.graceSeconds, kMinimumSeconds)] {
            (void)self->m_context.runtime.stopContainer(id, std::chrono::seconds(grace));
        });
}

}  // namespace armillary::agent
