#include "nodes/agent/pod/plan.h"

#include <algorithm>
#include <charconv>
#include <format>

namespace armillary::agent {

namespace {

using State = cri::ContainerState;

bool isSidecar(const corev1::Container& container) {
    return container.restartPolicy && *container.restartPolicy == corev1::kContainerRestartPolicyAlways;
}

/// Plans the containers of a pod whose sandbox stands.
class Planner {
public:
    explicit Planner(const PlanInput& input) : m_in(input), m_slots(slotsOf(input.pod)) {}

    PodPlan run() {
        startEphemeral();
        if (initialize()) keepMainRunning();
        return std::move(m_plan);
    }

private:
    const ProbeState& probes(const cri::ContainerStatus& container) const {
        static const ProbeState kNone;
        auto it = m_in.probes.find(container.id);
        return it == m_in.probes.end() ? kNone : it->second;
    }
    bool busy(const cri::ContainerStatus& container) const {
        return m_in.starting.contains(container.id) || m_in.killing.contains(container.id);
    }

    void start(const ContainerSlot& slot) {
        // Containers start one by one: the next waits for the start hook of the one before.
        if (!startHookRunning())
            m_plan.starts.push_back(
                {slot.spec->name, slot.role, nextRestartCount(m_in.pod, m_in.view, slot.spec->name)});
    }
    bool startHookRunning() const {
        return std::ranges::any_of(m_in.view.containers, [&](const auto& container) {
            return container.state == State::Running && m_in.starting.contains(container.id) &&
                   !m_in.killing.contains(container.id);
        });
    }

    void startAgain(const ContainerSlot& slot, const cri::ContainerStatus& last) {
        auto since = endOf(last);
        if (auto delay = m_in.backoff.waiting(restartKey(*slot.spec), since, m_in.now))
            m_plan.waiting.push_back({slot.spec->name, *delay, since + *delay});
        else
            start(slot);
    }

    /// Kills a running container whose probes or definition ask for it; true when it did.
    bool killIfNeeded(const ContainerSlot& slot, const cri::ContainerStatus& container) {
        if (busy(container)) return false;
        auto state = probes(container);
        auto kill = [&](KillReason reason) {
            m_plan.kills.push_back({container.id, container.name, reason});
            return true;
        };
        auto hash = container.annotations.find(keys::kHash);
        if (slot.role != ContainerRole::Init && hash != container.annotations.end() &&
            hash->second != specHash(*slot.spec))
            return kill(KillReason::Changed);
        if (!state.alive) return kill(KillReason::Liveness);
        if (state.startupFailed) return kill(KillReason::Startup);
        return false;
    }

    bool anyMainCreated() const {
        return std::ranges::any_of(m_slots, [&](const auto& slot) {
            return slot.role == ContainerRole::Main && m_in.view.active(slot.spec->name);
        });
    }

    bool mainsDone() const {
        return std::ranges::all_of(m_slots, [&](const auto& slot) {
            if (slot.role != ContainerRole::Main) return true;
            auto* container = m_in.view.newest(slot.spec->name);
            return container && container->state == State::Exited &&
                   !restarts(m_in.pod, ContainerRole::Main, container->exitCode);
        });
    }

    /// Once each, at any time of the pod's life, and never again.
    void startEphemeral() {
        for (const auto& container : m_in.pod.spec.ephemeralContainers)
            if (!m_in.view.newest(container.name))
                m_plan.starts.push_back({container.name, ContainerRole::Ephemeral, 0});
    }

    /// Brings a sidecar to where the next container may start; true when it is there.
    bool keepSidecar(const ContainerSlot& slot) {
        auto* container = m_in.view.active(slot.spec->name);
        if (!container) return start(slot), false;
        if (container->state == State::Running) {
            if (killIfNeeded(slot, *container) || busy(*container)) return false;
            return probes(*container).started;
        }
        startAgain(slot, *container);
        return false;
    }

    /// Runs init containers to their end, one by one; true when main containers may run.
    bool initialize() {
        bool created = anyMainCreated();
        if (created && mainsDone()) return true;
        for (const auto& slot : m_slots) {
            if (slot.role == ContainerRole::Main) break;
            if (slot.role == ContainerRole::Sidecar) {
                if (!keepSidecar(slot) && !created) return false;
                continue;
            }
            if (created) continue;
            auto* container = m_in.view.active(slot.spec->name);
            if (!container) return start(slot), false;
            switch (container->state) {
                case State::Running:
                    return false;
                case State::Created:
                case State::Unknown:
                    return startAgain(slot, *container), false;
                case State::Exited:
                    break;
            }
            if (container->exitCode == 0) continue;
            if (restarts(m_in.pod, slot.role, container->exitCode))
                startAgain(slot, *container);
            else
                finish();
            return false;
        }
        return true;
    }

    void keepMainRunning() {
        bool alive = false;
        for (const auto& slot : m_slots) {
            if (slot.role != ContainerRole::Main) continue;
            auto* container = m_in.view.newest(slot.spec->name);
            if (!container) {
                start(slot), alive = true;
                continue;
            }
            switch (container->state) {
                case State::Running:
                    alive = true;
                    killIfNeeded(slot, *container);
                    break;
                case State::Unknown:
                    m_plan.kills.push_back({container->id, container->name, KillReason::SandboxGone});
                    alive = true;
                    break;
                case State::Created:
                    startAgain(slot, *container), alive = true;
                    break;
                case State::Exited:
                    if (restarts(m_in.pod, slot.role, container->exitCode)) startAgain(slot, *container), alive = true;
                    break;
            }
        }
        if (!alive) finish();
    }

    /// The pod's work is over: what still runs (sidecars) ends, and then the sandbox.
    void finish() {
        auto end = planTermination(m_in);
        end.waiting = std::move(m_plan.waiting);
        m_plan = std::move(end);
    }

    const PlanInput& m_in;
    std::vector<ContainerSlot> m_slots;
    PodPlan m_plan;
};

bool sandboxStands(const PlanInput& input) {
    auto* sandbox = input.view.sandbox();
    if (!sandbox || !sandbox->ready) return false;
    return input.pod.spec.hostNetwork || !sandbox->ips.empty();
}

/// Whether a pod without a sandbox has anything left to run.
bool hasWork(const PlanInput& input) {
    if (input.view.sandboxes.empty() || input.pod.spec.restartPolicy == corev1::kRestartPolicyAlways) return true;
    for (const auto& slot : slotsOf(input.pod)) {
        auto* container = input.view.newest(slot.spec->name);
        if (slot.role == ContainerRole::Init && container && container->state == State::Exited &&
            container->exitCode != 0 && !restarts(input.pod, slot.role, container->exitCode))
            return false;
        if (slot.role != ContainerRole::Main) continue;
        if (!container || container->state != State::Exited || restarts(input.pod, slot.role, container->exitCode))
            return true;
    }
    return false;
}

}  // namespace

bool restarts(const corev1::Pod& pod, ContainerRole role, int exitCode) {
    if (role == ContainerRole::Sidecar) return true;
    if (pod.spec.restartPolicy == corev1::kRestartPolicyNever) return false;
    if (role == ContainerRole::Init || pod.spec.restartPolicy == corev1::kRestartPolicyOnFailure) return exitCode != 0;
    return true;
}

std::vector<ContainerSlot> slotsOf(const corev1::Pod& pod) {
    std::vector<ContainerSlot> slots;
    for (const auto& container : pod.spec.initContainers)
        slots.push_back({&container, isSidecar(container) ? ContainerRole::Sidecar : ContainerRole::Init});
    for (const auto& container : pod.spec.containers) slots.push_back({&container, ContainerRole::Main});
    return slots;
}

corev1::Container containerOf(const corev1::EphemeralContainer& from) {
    corev1::Container out;
    out.name = from.name;
    out.image = from.image;
    out.command = from.command;
    out.args = from.args;
    out.workingDir = from.workingDir;
    out.envFrom = from.envFrom;
    out.env = from.env;
    out.volumeMounts = from.volumeMounts;
    out.volumeDevices = from.volumeDevices;
    out.terminationMessagePath = from.terminationMessagePath;
    out.terminationMessagePolicy = from.terminationMessagePolicy;
    out.imagePullPolicy = from.imagePullPolicy;
    out.securityContext = from.securityContext;
    out.stdin = from.stdin;
    out.stdinOnce = from.stdinOnce;
    out.tty = from.tty;
    return out;
}

const corev1::EphemeralContainer* findEphemeral(const corev1::Pod& pod, std::string_view name) {
    auto it = std::ranges::find(pod.spec.ephemeralContainers, name, &corev1::EphemeralContainer::name);
    return it == pod.spec.ephemeralContainers.end() ? nullptr : &*it;
}

std::shared_ptr<const corev1::Container> findContainer(const corev1::Pod& pod, std::string_view name) {
    for (const auto& slot : slotsOf(pod))
        if (slot.spec->name == name) return {std::shared_ptr<void>(), slot.spec};
    auto* ephemeral = findEphemeral(pod, name);
    return ephemeral ? std::make_shared<const corev1::Container>(containerOf(*ephemeral)) : nullptr;
}

std::string specHash(const corev1::Container& container) {
    std::uint32_t hash = 2166136261u;  // FNV-1a, 32 bit
    for (char byte : container.name + "\n" + container.image)
        hash = (hash ^ static_cast<unsigned char>(byte)) * 16777619u;
    return std::format("{:x}", hash);
}

std::uint32_t restartCountOf(const cri::Container& container) {
    auto it = container.annotations.find(keys::kRestartCount);
    std::uint32_t count = container.attempt;
    if (it != container.annotations.end())
        std::from_chars(it->second.data(), it->second.data() + it->second.size(), count);
    return count;
}

std::string restartKey(const corev1::Container& container) {
    return container.name + "_" + specHash(container);
}

async::SystemTime endOf(const cri::ContainerStatus& container) {
    const std::chrono::nanoseconds at(container.finishedAt > 0 ? container.finishedAt : container.createdAt);
    return async::SystemTime(std::chrono::duration_cast<async::SystemTime::duration>(at));
}

std::uint32_t nextRestartCount(const corev1::Pod& pod, const PodView& view, std::string_view name) {
    if (auto* newest = view.newest(name)) return restartCountOf(*newest) + 1;
    for (const auto* list : {&pod.status.containerStatuses, &pod.status.initContainerStatuses})
        for (const auto& status : *list)
            if (status.name == name)
                return static_cast<std::uint32_t>(status.restartCount) + (status.containerID.empty() ? 0 : 1);
    return 0;
}

PodPlan planPod(const PlanInput& input) {
    if (sandboxStands(input)) return Planner(input).run();
    PodPlan plan;
    for (const auto& container : input.view.containers)
        if ((container.state == State::Running || container.state == State::Unknown) &&
            !input.killing.contains(container.id))
            plan.kills.push_back({container.id, container.name, KillReason::SandboxGone});
    bool ending = input.view.anyRunning();
    plan.stopSandboxes = !ending && std::ranges::any_of(input.view.sandboxes, &cri::SandboxStatus::ready);
    if (!hasWork(input)) {
        plan.finished = plan.idle() && !ending;
        return plan;
    }
    plan.createSandbox = !ending;
    plan.sandboxAttempt = input.view.sandboxes.empty() ? 0 : input.view.sandboxes.front().attempt + 1;
    return plan;
}

PodPlan planTermination(const PlanInput& input) {
    PodPlan plan;
    auto slots = slotsOf(input.pod);
    auto roleOf = [&](const std::string& name) {
        auto it = std::ranges::find_if(slots, [&](const auto& slot) { return slot.spec->name == name; });
        return it == slots.end() ? ContainerRole::Main : it->role;
    };
    auto running = [](const auto& container) {
        return container.state == State::Running || container.state == State::Unknown;
    };
    bool anyOther = std::ranges::any_of(input.view.containers, [&](const auto& container) {
        return running(container) && roleOf(container.name) != ContainerRole::Sidecar;
    });
    // The sidecar that started last goes first.
    const cri::ContainerStatus* lastSidecar = nullptr;
    std::size_t lastIndex = 0;
    for (std::size_t i = 0; i < slots.size(); ++i)
        if (slots[i].role == ContainerRole::Sidecar)
            for (const auto& container : input.view.containers)
                if (container.name == slots[i].spec->name && running(container) && (!lastSidecar || i >= lastIndex))
                    lastSidecar = &container, lastIndex = i;
    for (const auto& container : input.view.containers) {
        if (!running(container) || input.killing.contains(container.id)) continue;
        bool sidecar = roleOf(container.name) == ContainerRole::Sidecar;
        if (sidecar && (anyOther || &container != lastSidecar)) continue;
        plan.kills.push_back({container.id, container.name, KillReason::Ended});
    }
    bool sandboxReady = std::ranges::any_of(input.view.sandboxes, &cri::SandboxStatus::ready);
    plan.stopSandboxes = !input.view.anyRunning() && sandboxReady;
    plan.finished = !input.view.anyRunning() && !sandboxReady;
    return plan;
}

Leftovers leftoversOf(const PodView& view) {
    Leftovers out;
    std::map<std::string, int> kept;
    std::set<std::string> keptSandboxes;
    if (!view.sandboxes.empty()) keptSandboxes.insert(view.sandboxes.front().id);
    for (const auto& container : view.containers) {
        bool dead = container.state == State::Exited || container.state == State::Created;
        // The newest run, and the one before it: its log is what `logs --previous` shows.
        if (dead && ++kept[container.name] > 2) {
            out.containers.push_back(container.id);
            continue;
        }
        if (!dead) ++kept[container.name];
        keptSandboxes.insert(container.sandboxId);
    }
    for (const auto& sandbox : view.sandboxes)
        if (!sandbox.ready && !keptSandboxes.contains(sandbox.id)) out.sandboxes.push_back(sandbox.id);
    return out;
}

}  // namespace armillary::agent
