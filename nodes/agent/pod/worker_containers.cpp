#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <format>
#include <fstream>

#include "engine/async/file.h"
#include "engine/async/guard.h"
#include "engine/schema/text.h"
#include "nodes/agent/container/config.h"
#include "nodes/agent/container/security.h"
#include "nodes/agent/endpoint/log_reader.h"
#include "nodes/agent/pod/worker_round.h"

/// How a pod's worker starts containers, and what it reads when they have ended.
namespace armillary::agent {

namespace fs = std::filesystem;

namespace {

/// Longest termination message, as upstream bounds it.
constexpr std::size_t kMaxMessageBytes = 4096, kMaxLogMessageBytes = 2048;
constexpr std::int64_t kMaxLogMessageLines = 80;
constexpr std::chrono::seconds kConfigRetry{5};

/// What the container said last: so many lines at most, and so many bytes of them.
std::string endOfLog(const std::string& path) {
    LogOptions options;
    options.tailLines = kMaxLogMessageLines;
    LogReader reader(path, options);
    std::string out;
    if (!reader.open()) return out;
    while (reader.read(out))
        if (out.size() > kMaxLogMessageBytes) out.erase(0, out.size() - kMaxLogMessageBytes);
    if (out.size() > kMaxLogMessageBytes) out.erase(0, out.size() - kMaxLogMessageBytes);
    return out;
}

/// In upstream's words, as the container's status shows them.
std::string hookError(const corev1::Pod& pod, const corev1::Container& container,
                      const corev1::LifecycleHandler& handler, const CheckResult& result) {
    const auto where = std::format("for Container \"{}\" in Pod \"{}_{}({})\" failed - error: ", container.name,
                                   pod.metadata.name, pod.metadata.namespace_, pod.metadata.uid);
    if (handler.httpGet)
        return std::format("Http lifecycle hook ({}) {}{}", handler.httpGet->path, where, result.output);
    if (!handler.exec) return result.output;
    std::string command;
    for (const auto& word : handler.exec->command) command += (command.empty() ? "" : " ") + word;
    const auto error = result.outcome == CheckResult::Outcome::Error
                           ? result.output
                           : std::format("command '{}' exited with {}: {}", command, result.exitCode, result.output);
    return std::format("Exec lifecycle hook ([{}]) {}{}, message: {}", command, where, error,
                       schema::quoted(result.output));
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
    // Read once for a start: for the pull, or without one for the event alone that tells of a missing secret.
    const auto secrets = [&] {
        m_secretsRead.insert(start.name);
        return pullSecrets(pod);
    };
    auto answer = m_context.images.ensure(pod, container, secrets, [wake, uid] { wake(uid); });
    if (answer.pulling) {
        m_waiting.erase(start.name);
        return false;
    }
    const bool secretsRead = m_secretsRead.erase(start.name) > 0;
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
        m_restarts.next(restartKey(container), endOf(*last), round.now);
    if (!secretsRead) (void)pullSecrets(pod);
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
    auto own = pod.spec.hostNetwork ? async::readFileEnd("/etc/hosts", 1 << 20).value_or("") : std::string();
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
        async::guarded("hook of pod " + self->m_identity.name, [&] { self->postStart(object, name, id, ip); });
        {
            std::lock_guard lock(self->m_mutex);
            self->m_starting.erase(id);
        }
        self->m_context.wake(self->m_identity.uid);
    });
}

void PodWorker::postStart(const ObjectRef& object, const std::string& name, const std::string& id,
                          const std::string& ip) {
    const auto& pod = object->as<corev1::Pod>();
    const auto spec = findContainer(pod, name);
    const auto& hook = *spec->lifecycle->postStart;
    const auto result = m_context.checker.hook({pod, *spec, id, ip}, hook, std::chrono::seconds(0));
    if (result.good()) return;
    m_context.events.pod(pod, "Warning", "FailedPostStartHook", "PostStartHook failed", name);
    m_context.events.pod(pod, "Normal", "Killing", "FailedPostStartHook", name);
    (void)m_context.runtime.stopContainer(id,
                                          std::chrono::seconds(pod.spec.terminationGracePeriodSeconds.value_or(30)));
    std::lock_guard lock(m_mutex);
    m_hookErrors[name] = hookError(pod, *spec, hook, result);
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
        auto message = async::readFileEnd(annotation(keys::kMessageFile), kMaxMessageBytes).value_or("");
        bool fromLog = annotation(keys::kMessagePolicy) == corev1::kTerminationMessageFallbackToLogsOnError;
        if (message.empty() && fromLog && container.exitCode != 0 && !container.logPath.empty())
            message = endOfLog(container.logPath);
        m_endMessages[container.id] = std::move(message);
    }
    std::erase_if(m_endMessages, [&](const auto& pair) { return !round.view.byId(pair.first); });
}

}  // namespace armillary::agent
