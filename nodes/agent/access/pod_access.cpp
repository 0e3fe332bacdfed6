#include "nodes/agent/access/pod_access.h"

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <format>

#include "nodes/agent/access/stats.h"
#include "nodes/agent/node/node_status.h"
#include "nodes/agent/pod/view.h"

namespace armillary::agent {

namespace json = boost::json;

namespace {

constexpr const char* kDefaultContainer = "kubectl.kubernetes.io/default-container";

class Access final : public PodAccess {
public:
    Access(PodWorkers& workers, StatusManager& statuses, cri::Runtime& runtime, async::Clock& clock, AccessNode node)
        : m_workers(workers),
          m_statuses(statuses),
          m_runtime(runtime),
          m_node(std::move(node)),
          m_usage(runtime, clock, m_node.name, m_node.dataDir) {}

    Result<std::string> logPath(const ContainerAddress& address, bool previous) override {
        auto found = find(address);
        if (!found) return std::unexpected(found.error());
        const auto* container =
            previous ? found->view.previous(found->container) : found->view.newest(found->container);
        if (container && container->state == cri::ContainerState::Created) container = nullptr;
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

    bool isRunning(const ContainerAddress& address) override {
        auto found = find(address);
        if (!found) return false;
        auto* container = found->view.newest(found->container);
        return container && container->state == cri::ContainerState::Running;
    }

    Result<std::string> execUrl(const ContainerAddress& address, const ExecOptions& options) override {
        auto id = running(address);
        if (!id) return std::unexpected(id.error());
        return answer(
            m_runtime.exec(*id, options.command, options.tty, options.stdin_, options.stdout_, options.stderr_));
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

    std::string statsJson() override { return summaryJson(m_usage.read()); }
    std::string metrics() override { return agentMetrics(m_usage.read(), std::string(kKubeletVersion)); }
    std::string cadvisorMetrics() override { return agent::cadvisorMetrics(m_usage.read()); }
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

    Result<std::string> running(const ContainerAddress& address) {
        auto found = find(address);
        if (!found) return std::unexpected(found.error());
        auto* container = found->view.newest(found->container);
        if (!container || container->state != cri::ContainerState::Running)
            return std::unexpected(plainError(500, std::format("container not found (\"{}\")", found->container)));
        return container->id;
    }

    std::string waitReason(const std::string& uid, const std::string& name) {
        auto status = m_statuses.get(uid);
        if (!status) return "ContainerCreating";
        for (const auto* list :
             {&status->containerStatuses, &status->initContainerStatuses, &status->ephemeralContainerStatuses})
            for (const auto& container : *list)
                if (container.name == name && container.state.waiting) {
                    const auto& waiting = *container.state.waiting;
                    bool pull = waiting.reason == "ErrImagePull" || waiting.reason == "ImagePullBackOff";
                    return pull ? std::string("trying and failing to pull image") : waiting.reason;
                }
        return "ContainerCreating";
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
    const AccessNode m_node;
    UsageReader m_usage;
};

}  // namespace

std::unique_ptr<PodAccess> makePodAccess(PodWorkers& workers, StatusManager& statuses, cri::Runtime& runtime,
                                         async::Clock& clock, AccessNode node) {
    return std::make_unique<Access>(workers, statuses, runtime, clock, std::move(node));
}

}  // namespace armillary::agent
