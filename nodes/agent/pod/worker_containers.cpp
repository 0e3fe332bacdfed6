#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <format>
#include <fstream>

#include "nodes/agent/container/config.h"
#include "nodes/agent/container/security.h"
#include "nodes/agent/pod/worker_round.h"

/// How a pod's worker starts containers, and what it reads when they have ended.
namespace armillary::agent {

namespace fs = std::filesystem;

namespace {

/// Longest termination message, as upstream bounds it.
constexpr std::size_t kMaxMessageBytes = 4096, kMaxLogMessageBytes = 2048;
constexpr std::chrono::seconds kConfigRetry{5};

std::string readEnd(const fs::path& path, std::size_t bytes) {
    std::ifstream in(path, std::ios::binary | std::ios::ate);
    if (!in) return {};
    auto size = static_cast<std::size_t>(in.tellg());
    in.seekg(static_cast<std::streamoff>(size > bytes ? size - bytes : 0));
    std::string out((std::istreambuf_iterator<char>(in)), {});
    return out;
}

/// The text of CRI log lines ("TIME STREAM TAG text").
std::string textOfLog(const std::string& lines) {
    std::string out;
    for (std::size_t at = 0; at < lines.size();) {
        auto end = std::min(lines.find('\n', at), lines.size());
        auto line = std::string_view(lines).substr(at, end - at);
        at = end + 1;
        for (int i = 0; i < 3; ++i) {
            auto space = line.find(' ');
            line = space == std::string_view::npos ? std::string_view() : line.substr(space + 1);
        }
        out.append(line).append("\n");
    }
    return out;
}

bool writeFile(const fs::path& path, const std::string& text, mode_t mode) {
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << text;
    out.flush();
    ::chmod(path.c_str(), mode);
    return static_cast<bool>(out);
}

}  // namespace

bool PodWorker::startContainer(Round& round, const StartContainer& start) {
    const auto& pod = round.pod();
    const auto found = findContainer(pod, start.name);
    if (!found || !round.view.sandbox()) return false;
    const auto& container = *found;
    if (auto held = m_startRetry.find(start.name); held != m_startRetry.end() && round.steady < held->second) {
        round.wakeAt(held->second);
        return false;
    }
    auto uid = m_identity.uid;
    auto wake = m_context.wake;
    auto answer = m_context.images.ensure(pod, container, [&] { return pullSecrets(pod); }, [wake, uid] { wake(uid); });
    if (answer.pulling) {
        m_waiting.erase(start.name);
        return false;
    }
    if (!answer.image) {
        m_waiting[start.name] = *answer.wait;
        round.wakeAt(answer.retryAt.value_or(round.now + kConfigRetry));
        return false;
    }
    auto fail = [&](std::string reason, std::string message) {
        m_context.events.pod(pod, "Warning", "Failed", "Error: " + message, start.name);
        m_waiting[start.name] = {std::move(reason), std::move(message)};
        m_startRetry[start.name] = round.steady + kConfigRetry;
        round.wakeAt(m_startRetry[start.name]);
        return false;
    };
    if (auto* last = round.view.newest(start.name); last && last->state == cri::ContainerState::Exited)
        m_restarts.next(start.name, round.now);
    auto config = configure(round, container, start, *answer.image);
    if (!config) return fail(config.error().reason, config.error().message);

    auto sandbox = sandboxConfig(pod, round.view.sandbox()->attempt, m_context.layout, m_context.dns,
                                 readHostResolver(), m_context.cgroups.parentOf(pod));
    auto id = m_context.runtime.createContainer(round.view.sandbox()->id, *config, sandbox);
    if (!id) return fail("CreateContainerError", id.error().message);
    m_context.events.pod(pod, "Normal", "Created", "Created container: " + start.name, start.name);
    if (auto started = m_context.runtime.startContainer(*id); !started) {
        fail("RunContainerError", started.error().message);
        return true;
    }
    m_context.events.pod(pod, "Normal", "Started", "Started container " + start.name, start.name);
    m_waiting.erase(start.name);
    m_startRetry.erase(start.name);
    afterStart(round, container, *id);
    return true;
}

std::expected<cri::ContainerConfig, WaitReason> PodWorker::configure(Round& round, const corev1::Container& container,
                                                                     const StartContainer& start,
                                                                     const cri::Image& image) {
    const auto& pod = round.pod();
    auto refuse = [](std::string message) {
        return std::unexpected(WaitReason{"CreateContainerConfigError", std::move(message)});
    };
    if (auto checked = verifyNonRoot(pod, container, image); !checked) return refuse(checked.error());
    std::string target;
    if (auto* ephemeral = findEphemeral(pod, container.name); ephemeral && !ephemeral->targetContainerName.empty()) {
        auto* other = round.view.newest(ephemeral->targetContainerName);
        if (!other) return refuse("unable to find target container " + ephemeral->targetContainerName);
        target = other->id;
    }
    auto ips = round.ips();
    auto services = m_context.services(pod.metadata.namespace_);
    auto environment = environmentOf({pod, container, services, m_context.objects, round.node, ips});
    if (!environment) return refuse(environment.error());
    auto mounts = m_context.volumes.mountsOf(pod, container, *environment, round.node.recursiveReadOnly);
    if (!mounts) return refuse(mounts.error());

    auto dir = m_context.layout.pod(m_identity.uid);
    auto hosts = dir / "etc-hosts";
    auto own = pod.spec.hostNetwork ? readEnd("/etc/hosts", 1 << 20) : std::string();
    if (!writeFile(hosts, hostsFile(pod, ips, m_context.dns.domain, own), 0644))
        return refuse("cannot write " + hosts.string());
    auto message = dir / "containers" / container.name / std::format("{}.message", start.attempt);
    if (!writeFile(message, "", 0666)) return refuse("cannot write " + message.string());
    std::error_code error;
    fs::create_directories(
        m_context.layout.podLog(pod.metadata.namespace_, pod.metadata.name, pod.metadata.uid) / container.name, error);
    return containerConfig({pod, container, start.attempt, image, *environment, *mounts, m_context.layout,
                            hosts.string(), message.string(), target, round.node.memoryCapacity});
}

void PodWorker::afterStart(Round& round, const corev1::Container& container, const std::string& id) {
    if (!container.lifecycle || !container.lifecycle->postStart) return;
    {
        std::lock_guard lock(m_mutex);
        m_starting.insert(id);
    }
    auto object = round.object;
    auto ip = round.ip();
    m_context.tasks.run([self = shared_from_this(), object, id, ip, name = container.name] {
        const auto& pod = object->as<corev1::Pod>();
        auto spec = findContainer(pod, name);
        auto result =
            self->m_context.checker.hook({pod, *spec, id, ip}, *spec->lifecycle->postStart, std::chrono::seconds(0));
        if (!result.good()) {
            self->m_context.events.pod(pod, "Warning", "FailedPostStartHook", "PostStartHook failed", name);
            self->m_context.events.pod(pod, "Normal", "Killing", "FailedPostStartHook", name);
            (void)self->m_context.runtime.stopContainer(
                id, std::chrono::seconds(pod.spec.terminationGracePeriodSeconds.value_or(30)));
        }
        {
            std::lock_guard lock(self->m_mutex);
            self->m_starting.erase(id);
        }
        self->m_context.wake(self->m_identity.uid);
    });
}

std::vector<corev1::Secret> PodWorker::pullSecrets(const corev1::Pod& pod) {
    std::vector<corev1::Secret> out;
    std::string missing;
    for (const auto& reference : pod.spec.imagePullSecrets)
        if (auto secret = m_context.objects.secret(pod.metadata.namespace_, reference.name))
            out.push_back((*secret)->as<corev1::Secret>());
        else
            missing += (missing.empty() ? "" : ", ") + reference.name;
    if (!missing.empty())
        m_context.events.pod(pod, "Warning", "FailedToRetrieveImagePullSecret",
                             std::format("Unable to retrieve some image pull secrets ({}); attempting to pull the "
                                         "image may not succeed.",
                                         missing));
    return out;
}

void PodWorker::readEndMessages(Round& round) {
    for (const auto& container : round.view.containers) {
        if (container.state != cri::ContainerState::Exited || m_endMessages.contains(container.id)) continue;
        auto annotation = [&](const char* key) {
            auto it = container.annotations.find(key);
            return it == container.annotations.end() ? std::string() : it->second;
        };
        auto message = readEnd(annotation(keys::kMessageFile), kMaxMessageBytes);
        bool fromLog = annotation(keys::kMessagePolicy) == corev1::kTerminationMessageFallbackToLogsOnError;
        if (message.empty() && fromLog && container.exitCode != 0 && !container.logPath.empty()) {
            message = textOfLog(readEnd(container.logPath, kMaxLogMessageBytes * 2));
            if (message.size() > kMaxLogMessageBytes) message.erase(0, message.size() - kMaxLogMessageBytes);
        }
        m_endMessages[container.id] = std::move(message);
    }
    std::erase_if(m_endMessages, [&](const auto& pair) { return !round.view.byId(pair.first); });
}

}  // namespace armillary::agent
