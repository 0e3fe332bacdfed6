#include "nodes/agent/access/pod_access.h"

#include <signal.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <format>

#include "nodes/agent/access/stats.h"
#include "nodes/agent/node/node_status.h"
#include "nodes/agent/pod/view.h"
#include "nodes/cri/containerd/commands.h"

namespace armillary::agent {

namespace json = boost::json;

namespace {

constexpr const char* kDefaultContainer = "kubectl.kubernetes.io/default-container";

class Followed final : public ExecSession {
public:
    explicit Followed(std::unique_ptr<cri::Commands::Ticket> ticket) : m_ticket(std::move(ticket)) {}
    void ended() override { m_ticket->ended(); }

private:
    std::unique_ptr<cri::Commands::Ticket> m_ticket;
};

class Access final : public PodAccess {
public:
    Access(PodWorkers& workers, StatusManager& statuses, cri::Runtime& runtime, const Prober& prober,
           async::Clock& clock, Tasks& tasks, AccessNode node)
        : m_workers(workers),
          m_statuses(statuses),
          m_runtime(runtime),
          m_prober(prober),
          m_node(std::move(node)),
          m_usage(runtime, clock, m_node.name, m_node.dataDir),
          m_volumes(clock, tasks),
          m_commands(clock, cri::Proc(), [](pid_t pid) { ::kill(pid, SIGKILL); }) {
        m_commands.start();
    }

    Result<std::string> logPath(const ContainerAddress& address, bool previous) override {
        auto found = find(address);
        if (!found) return std::unexpected(found.error());
        const auto* container = runOf(*found, previous);
        if (!container) {
            if (previous)
                return std::unexpected(status::badRequest(std::format(
                    "previous terminated container \"{}\" in pod \"{}\" not found", found->container, address.pod)));
            return std::unexpected(status::badRequest(
                std::format("container \"{}\" in pod \"{}\" is waiting to start: {}", found->container, address.pod,
                            waitReason(found->uid, found->container))));
        }
        if (container->logPath.empty() || !std::filesystem::exists(container->logPath))
            return std::unexpected(status::notFound("logs", found->container));
        return container->logPath;
    }

    bool isRunning(const ContainerAddress& address, const std::string& logPath) override {
        auto found = find(address);
        return found && std::ranges::any_of(found->view.containers, [&](const auto& container) {
                   return container.logPath == logPath && container.state == cri::ContainerState::Running;
               });
    }

    Result<std::string> execUrl(const ContainerAddress& address, const ExecOptions& options) override {
        auto id = running(address);
        if (!id) return std::unexpected(id.error());
        return answer(
            m_runtime.exec(*id, options.command, options.tty, options.stdin_, options.stdout_, options.stderr_));
    }

    std::shared_ptr<ExecSession> followExec(const ContainerAddress& address,
                                            const std::vector<std::string>& command) override {
        auto id = running(address);
        return id ? std::make_shared<Followed>(m_commands.follow(*id, command)) : nullptr;
    }

    Result<std::string> attachUrl(const ContainerAddress& address, const ExecOptions& options) override {
        auto id = running(address);
        if (!id) return std::unexpected(id.error());
        return answer(m_runtime.attach(*id, options.tty, options.stdin_, options.stdout_, options.stderr_));
    }

    Result<std::string> portForwardUrl(const std::string& namespace_, const std::string& pod) override {
        auto object = m_workers.find(namespace_, pod);
        if (!object) return std::unexpected(status::notFound("pods", pod));
        auto view = observePod(m_runtime, object->uid());
        if (!view) return std::unexpected(status::internalError(view.error().message));
        auto* sandbox = view->sandbox();
        if (!sandbox || !sandbox->ready)
            return std::unexpected(
                status::badRequest(std::format("unable to forward port because pod is not running. Current status={}",
                                               object->as<corev1::Pod>().status.phase)));
        return answer(m_runtime.portForward(sandbox->id));
    }

    std::string podsJson() override {
        std::string out = R"({"kind":"PodList","apiVersion":"v1","metadata":{},"items":[)";
        bool first = true;
        for (const auto& object : m_workers.pods()) {
            auto pod = object->as<corev1::Pod>();
            if (auto status = m_statuses.get(object->uid())) pod.status = *status;
            if (!std::exchange(first, false)) out += ',';
            out += schema::toJson(pod);
        }
        return out + "]}";
    }

    std::string runningPodsJson() override {
        const auto sandboxes = m_runtime.listSandboxes();
        const auto containers = m_runtime.listContainers();
        json::array items;
        for (const auto& sandbox : sandboxes ? *sandboxes : std::vector<cri::Sandbox>()) {
            if (!sandbox.ready || !sandbox.labels.contains(keys::kPodUid)) continue;
            json::array running;
            for (const auto& container : containers ? *containers : std::vector<cri::Container>())
                if (container.sandboxId == sandbox.id && container.state == cri::ContainerState::Running)
                    running.push_back(
                        {{"name", container.name}, {"image", container.image}, {"resources", json::object()}});
            items.push_back(
                {{"metadata", {{"name", sandbox.name}, {"namespace", sandbox.namespace_}, {"uid", sandbox.uid}}},
                 {"spec", {{"containers", std::move(running)}}},
                 {"status", json::object()}});
        }
        return json::serialize(json::object{
            {"kind", "PodList"}, {"apiVersion", "v1"}, {"metadata", json::object()}, {"items", std::move(items)}});
    }

    std::string statsJson() override { return summaryJson(useWithVolumes()); }
    std::string metrics() override { return agentMetrics(useWithVolumes(), std::string(kKubeletVersion)); }
    std::string cadvisorMetrics() override { return agent::cadvisorMetrics(m_usage.read()); }
    std::string probeMetrics() override { return m_prober.metrics(); }
    std::string resourceMetrics() override { return agent::resourceMetrics(m_usage.read()); }

    std::string configJson() override {
        const json::object config{{"kind", "KubeletConfiguration"},
                                  {"apiVersion", "kubelet.config.k8s.io/v1beta1"},
                                  {"clusterDNS", json::array{m_node.dns.address}},
                                  {"clusterDomain", m_node.dns.domain},
                                  {"maxPods", kMaxPods},
                                  {"cgroupDriver", "cgroupfs"},
                                  {"cgroupsPerQOS", true},
                                  {"enforceNodeAllocatable", json::array{"pods"}},
                                  {"enableServer", true},
                                  {"rotateCertificates", true},
                                  {"serverTLSBootstrap", true},
                                  {"containerLogMaxSize", "10Mi"},
                                  {"containerLogMaxFiles", 5},
                                  {"imageGCHighThresholdPercent", 85},
                                  {"imageGCLowThresholdPercent", 80},
                                  {"nodeStatusUpdateFrequency", "10s"},
                                  {"nodeLeaseDurationSeconds", 40}};
        return json::serialize(json::object{{"kubeletconfig", config}});
    }

private:
    NodeUse useWithVolumes() {
        NodeUse use = m_usage.read();
        VolumeReader::Places places;
        for (const ObjectRef& object : m_workers.pods())
            if (std::ranges::contains(use.pods, object->uid(), &PodUse::uid))
                places[object->uid()] = m_node.volumesOf(object->as<corev1::Pod>());
        VolumeReader::Uses volumes = m_volumes.read(places);
        for (PodUse& pod : use.pods) pod.volumes = std::move(volumes[pod.uid]);
        return use;
    }

    struct Found {
        std::string uid, container;
        PodView view;
    };

    Result<Found> find(const ContainerAddress& address) {
        auto object = m_workers.find(address.namespace_, address.pod);
        if (!object) return std::unexpected(status::notFound("pods", address.pod));
        const auto& pod = object->as<corev1::Pod>();
        Found found{object->uid(), address.container, {}};
        if (found.container.empty()) {
            auto annotated = pod.metadata.annotations.find(kDefaultContainer);
            found.container = annotated != pod.metadata.annotations.end() ? annotated->second
                              : pod.spec.containers.empty()               ? ""
                                                                          : pod.spec.containers.front().name;
        }
        if (!findContainer(pod, found.container))
            return std::unexpected(
                status::badRequest(std::format("container {} is not valid for pod {}", found.container, address.pod)));
        auto view = observePod(m_runtime, found.uid);
        if (!view) return std::unexpected(status::internalError(view.error().message));
        found.view = std::move(*view);
        return found;
    }

    /// As upstream, by what the status shows: while a container waits for its next run, the one that has just ended is
    /// both the present and the previous one. One that could not be started has no log.
    const cri::ContainerStatus* runOf(const Found& found, bool previous) {
        const auto* newest = found.view.newest(found.container);
        if (!newest) return nullptr;
        if (newest->state == cri::ContainerState::Created) return found.view.previous(found.container);
        const bool waits = newest->state == cri::ContainerState::Exited && waitingOf(found.uid, found.container);
        return previous && !waits ? found.view.previous(found.container) : newest;
    }

    Result<std::string> running(const ContainerAddress& address) {
        auto found = find(address);
        if (!found) return std::unexpected(found.error());
        auto* container = found->view.newest(found->container);
        if (!container || container->state != cri::ContainerState::Running)
            return std::unexpected(plainError(500, std::format("container not found (\"{}\")", found->container)));
        return container->id;
    }

    /// The reason for which the container waits, as its status tells.
    std::optional<std::string> waitingOf(const std::string& uid, const std::string& name) {
        auto status = m_statuses.get(uid);
        if (!status) return std::nullopt;
        for (const auto* list :
             {&status->containerStatuses, &status->initContainerStatuses, &status->ephemeralContainerStatuses})
            for (const auto& container : *list)
                if (container.name == name && container.state.waiting) return container.state.waiting->reason;
        return std::nullopt;
    }

    std::string waitReason(const std::string& uid, const std::string& name) {
        const auto reason = waitingOf(uid, name).value_or("ContainerCreating");
        if (reason == "ErrImagePull") return "image can't be pulled";
        return reason == "ImagePullBackOff" ? "trying and failing to pull image" : reason;
    }

    static Status plainError(std::int32_t code, std::string message) {
        Status status;
        status.status = "Failure";
        status.code = code;
        status.message = std::move(message);
        return status;
    }

    static Result<std::string> answer(cri::Outcome<std::string> outcome) {
        if (!outcome)
            return std::unexpected(
                plainError(outcome.error().code == cri::Error::Code::NotFound ? 404 : 500, outcome.error().text()));
        return std::move(*outcome);
    }

    PodWorkers& m_workers;
    StatusManager& m_statuses;
    cri::Runtime& m_runtime;
    const Prober& m_prober;
    const AccessNode m_node;
    UsageReader m_usage;
    VolumeReader m_volumes;
    cri::Commands m_commands;
};

}  // namespace

std::unique_ptr<PodAccess> makePodAccess(PodWorkers& workers, StatusManager& statuses, cri::Runtime& runtime,
                                         const Prober& prober, async::Clock& clock, Tasks& tasks, AccessNode node) {
    return std::make_unique<Access>(workers, statuses, runtime, prober, clock, tasks, std::move(node));
}

}  // namespace armillary::agent
