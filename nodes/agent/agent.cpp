#include "nodes/agent/agent.h"

#include <malloc.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <format>
#include <limits>
#include <thread>

#include "engine/async/guard.h"
#include "engine/async/identifiers.h"
#include "engine/client/events.h"
#include "engine/client/http/http_client.h"
#include "engine/client/informer.h"
#include "engine/schema/api/nodev1.h"
#include "nodes/agent/access/gatekeeper.h"
#include "nodes/agent/access/pod_access.h"
#include "nodes/agent/image/archives.h"
#include "nodes/agent/join/certificates.h"
#include "nodes/agent/join/identity.h"
#include "nodes/agent/log.h"
#include "nodes/agent/node/admission.h"
#include "nodes/agent/node/feature_admission.h"
#include "nodes/agent/node/heartbeat.h"
#include "nodes/agent/pod/runtime_watch.h"
#include "nodes/agent/pod/static_pods.h"
#include "nodes/agent/pod/workers.h"
#include "nodes/agent/runtime_paths.h"
#include "nodes/agent/runtime_wait.h"
#include "nodes/agent/upkeep/chores.h"
#include "nodes/agent/upkeep/evictor.h"
#include "nodes/agent/upkeep/image_collection.h"
#include "nodes/agent/upkeep/log_rotation.h"
#include "nodes/agent/volume/host_path_volumes.h"
#include "nodes/agent/volume/object_cache.h"
#include "nodes/cri/containerd/leftovers.h"
#include "nodes/cri/grpc/client.h"
#include "nodes/network/leases.h"
#include "nodes/network/network.h"

namespace armillary::agent {

namespace fs = std::filesystem;

namespace {

constexpr unsigned kWorkerThreads = 6;
constexpr std::size_t kTaskThreads = 128, kPullThreads = 4, kChoreThreads = 8;
/// As many as can be wanted at once, so that nobody's probe waits for another's.
constexpr std::size_t kProbeThreads = kMaxPods * Prober::kAtOnce;
constexpr ImageLimits kAllImages{.collectBelow = std::numeric_limits<std::int64_t>::max(),
                                 .collectTo = std::numeric_limits<std::int64_t>::max()};

/// Pods' and the node's events, by way of the recorder.
class RecordedEvents final : public EventSink {
public:
    RecordedEvents(client::EventRecorder& recorder, const Settings& settings)
        : m_recorder(recorder), m_nodeName(settings.nodeName) {}
    void pod(const corev1::Pod& pod, std::string_view type, std::string_view reason, std::string message,
             std::string_view container) override {
        corev1::ObjectReference about;
        about.kind = "Pod";
        about.apiVersion = "v1";
        about.namespace_ = pod.metadata.namespace_;
        about.name = pod.metadata.name;
        about.uid = pod.metadata.uid;
        about.resourceVersion = pod.metadata.resourceVersion;
        if (!container.empty()) {
            bool init = std::ranges::contains(pod.spec.initContainers, container, &corev1::Container::name);
            auto list = init ? "initContainers" : findEphemeral(pod, container) ? "ephemeralContainers" : "containers";
            about.fieldPath = std::format("spec.{}{{{}}}", list, container);
        }
        m_recorder.record(about, type, reason, std::move(message));
    }
    void node(std::string_view type, std::string_view reason, std::string message) override {
        corev1::ObjectReference about;
        about.kind = "Node";
        about.name = m_nodeName;
        about.uid = m_nodeName;  // upstream's kubelet: a node's events carry its name as UID
        m_recorder.record(about, type, reason, std::move(message));
    }

private:
    client::EventRecorder& m_recorder;
    std::string m_nodeName;
};

class NodeAgent final : public Agent {
public:
    NodeAgent(const AgentConfig& config, Settings settings, async::Clock& clock)
        : m_config(config),
          m_settings(std::move(settings)),
          m_port(config.port),
          m_clock(clock),
          m_shortages(clock),
          m_certificates(m_config.layout, m_settings, clock, m_identifiers),
          m_containerd(containerdConfig(m_config.layout, m_settings)),
          m_cgroups(m_settings.tag(), m_settings.nodeName) {}

    ~NodeAgent() override {
        m_leaving = true;
        if (m_watch) m_watch->stop();
        m_follower.stop();
        if (m_chores) m_chores->stop();
        m_chored.reset();
        // From the outside in: first nobody asks any more, then the workers end, then what they used.
        m_endpoint.reset();
        m_policies.reset();  // it may start informers
        if (m_informers) m_informers->stop();
        m_hostPathVolumes.reset();
        if (m_prober) m_prober->stop();
        if (m_workers) m_workers->stop();
        if (m_heartbeat) m_heartbeat->stop();
        m_certificates.stop();
        m_pulls.reset();
        m_probes.reset();
        m_commandProbes.reset();
        m_tasks.reset();
        if (m_statuses) m_statuses->stop();
    }

    std::expected<void, std::string> start(const std::function<bool()>& stopped) {
        if (auto missing = network::missingKernelFeature(); !missing.empty()) return std::unexpected(missing);
        if (auto loaded = m_certificates.load(); !loaded) return loaded;
        if (auto started = startRuntime(stopped); !started) return started;
        client::HttpConfig http;
        http.url = m_settings.server;
        http.caPem = m_certificates.caPem();
        http.credential = [this] { return m_certificates.client(); };
        http.userAgent = std::format("kubelet/{}", kKubeletVersion);  // names it in managedFields
        auto client = client::makeHttpClient(http);
        if (!client) return std::unexpected(client.error().message);
        m_client = std::move(*client);
        m_recorder = client::makeEventRecorder(*m_client, m_clock, m_identifiers, "kubelet", m_settings.nodeName);
        m_events = std::make_unique<RecordedEvents>(*m_recorder, m_settings);
        http.credential = {};  // what is public is read as nobody
        auto asking = client::makeHttpClient(http);
        if (!asking) return std::unexpected(asking.error().message);
        m_identity = std::make_unique<ClusterIdentity>(m_config.layout, m_settings, std::move(*asking), m_clock);
        if (auto same = m_identity->await(stopped); !same) return same;
        removeLeftovers();
        makeWorkers();
        if (auto started = startEndpoint(); !started) return started;
        if (auto registered = registerNode(stopped); !registered) return registered;
        if (auto network = startNetwork(stopped); !network) return network;
        startPods(stopped);
        return {};
    }

private:
    std::expected<void, std::string> startRuntime(const std::function<bool()>& stopped) {
        auto socket = m_config.runtimeSocket;
        if (socket.empty()) {
            log(LogLevel::Info, "starting containerd");
            if (auto running = m_containerd.ensureRunning(); !running) return running;
            socket = m_containerd.config().socket();
        }
        m_runtime = cri::connectGrpc({socket});
        auto version = awaitRuntime(
            *m_runtime, m_clock,
            {.stopped = stopped,
             .pause = [](std::chrono::milliseconds length) { std::this_thread::sleep_for(length); },
             .told =
                 [](std::string_view why) {
                     log(LogLevel::Info, std::format("waiting for the container runtime, which is starting: {}", why));
                 }});
        if (!version)
            return std::unexpected("the container runtime does not answer on " + socket.string() + ": " +
                                   version.error().message);
        m_runtimeVersion = version->runtimeName + "://" + version->runtimeVersion;
        if (!m_config.images.empty() && m_config.runtimeSocket.empty())
            for (const auto& problem : importArchives(m_config.images, m_containerd, *m_runtime))
                log(LogLevel::Warning, problem);
        if (auto status = m_runtime->status()) m_handlers = std::move(status->handlers);
        m_machine = readMachine(m_config.layout.dataDir);
        refreshImages();
        return {};
    }

    /// What a runtime that was killed forgot. Nobody asks for sandboxes yet, and what those before us still had asked
    /// for ended with them.
    void removeLeftovers() {
        const auto known = [this]() -> std::optional<std::set<std::string>> {
            const auto sandboxes = m_runtime->listSandboxes();
            if (!sandboxes) return std::nullopt;
            std::set<std::string> ids;
            for (const auto& sandbox : *sandboxes) ids.insert(sandbox.id);
            return ids;
        };
        const cri::Proc proc;
        const auto self = proc.info(::getpid());
        if (m_config.runtimeSocket.empty() && self)
            for (const auto& shim : cri::leftoverShims(m_containerd.config(), proc, *self, known)) {
                log(LogLevel::Warning, "ending what is left of a sandbox that the runtime forgot: " + shim.sandboxId);
                cri::removeShim(m_containerd.config(), proc, shim);
            }
        const auto released =
            network::releaseLeases(networkConfig(m_config.layout, m_settings), fs::file_time_type::clock::now(), known);
        if (released > 0) log(LogLevel::Info, std::format("gave {} addresses of lost sandboxes back", released));
    }

    void makeWorkers() {
        m_tasks = std::make_unique<ThreadTasks>("pod-tasks", kTaskThreads);
        m_pulls = std::make_unique<ThreadTasks>("image-pulls", kPullThreads);
        m_probes = std::make_unique<ThreadTasks>("probes", kProbeThreads);
        m_commandProbes = std::make_unique<ThreadTasks>("exec-probes", kProbeThreads);
        m_chored = std::make_unique<ThreadTasks>("chores", kChoreThreads);
        m_chores = std::make_unique<Chores>(m_clock, *m_chored);
        m_watch = std::make_unique<RuntimeWatch>(*m_runtime, m_clock);
        auto wake = [this](const std::string& uid) { m_workers->wake(uid); };
        m_objects = std::make_unique<ObjectCache>(*m_client, m_clock,
                                                  [this](const std::string& namespace_, const std::string& name) {
                                                      m_workers->wakeUsersOf(namespace_, name);
                                                  });
        m_tokens = std::make_unique<TokenSource>(*m_client, m_clock);
        m_claims = std::make_unique<ClaimResolver>(*m_client, m_config.layout.volumes());
        m_volumes = std::make_unique<Volumes>(m_config.layout, *m_objects, *m_tokens, *m_claims, m_mounter, m_clock);
        m_images = std::make_unique<ImagePuller>(*m_runtime, m_clock, *m_events, *m_pulls);
        m_checker = makeChecker(*m_runtime);
        m_prober =
            std::make_unique<Prober>(*m_checker, m_clock, *m_events, Prober::Lanes{*m_probes, *m_commandProbes}, wake);
        m_statuses = std::make_unique<StatusManager>(*m_client, m_clock, wake);
        m_context = std::make_unique<WorkerContext>(
            WorkerContext{*m_runtime,
                          m_clock,
                          *m_objects,
                          *m_volumes,
                          *m_images,
                          *m_checker,
                          *m_prober,
                          *m_events,
                          *m_statuses,
                          *m_tasks,
                          m_config.layout,
                          m_cgroups,
                          {m_settings.dnsAddress, m_settings.clusterDomain},
                          [this] { return factsOf(look()); },
                          [this](const std::string& namespace_) { return servicesFor(namespace_); },
                          [this](const corev1::Pod& pod) { return admitted(pod); },
                          [this](const std::string& name) { return runtimeHandler(name); },
                          wake});
        m_workers = std::make_unique<PodWorkers>(*m_context, kWorkerThreads);
        m_static = std::make_unique<StaticPods>(*m_client, m_clock, *m_workers, *m_statuses, *m_tasks,
                                                m_config.layout.manifests(), m_settings.nodeName);
        std::error_code ignored;
        fs::create_directories(m_config.layout.manifests(), ignored);
        m_evictor = std::make_unique<Evictor>(*m_workers, *m_runtime, m_config.layout, m_clock, *m_events,
                                              [this] { removeUnusedImages(kAllImages); });
    }

    std::expected<void, std::string> startEndpoint() {
        m_access = makePodAccess(*m_workers, *m_statuses, *m_runtime, *m_prober, m_clock, *m_tasks,
                                 {m_settings.nodeName,
                                  m_config.layout.dataDir,
                                  {m_settings.dnsAddress, m_settings.clusterDomain},
                                  [this](const corev1::Pod& pod) { return m_volumes->placesOf(pod); }});
        m_gatekeeper = std::make_unique<ClusterGatekeeper>(*m_client, m_clock, m_settings.nodeName);
        EndpointConfig config;
        config.address = m_settings.nodeIp;
        config.port = m_config.port;
        config.serving = [this] { return m_certificates.serving(); };
        config.clientCaPem = m_certificates.caPem();
        config.gatekeeper = m_gatekeeper.get();
        auto endpoint = Endpoint::start(std::move(config), *m_access);
        if (!endpoint) return std::unexpected(endpoint.error());
        m_endpoint = std::move(*endpoint);
        m_port = m_endpoint->port();
        return {};
    }

    std::expected<void, std::string> registerNode(const std::function<bool()>& stopped) {
        m_heartbeat = std::make_unique<Heartbeat>(
            *m_client, m_clock, *m_events, [this] { return look(); }, [this] { return mayGoOn(); });
        m_events->node("Normal", "Starting", "Starting kubelet.");
        std::string said;
        while (true) {
            auto registered = m_heartbeat->registerNode();
            if (registered) break;
            if (std::exchange(said, registered.error().message) != registered.error().message)
                log(LogLevel::Warning, "cannot register the node, trying again: " + registered.error().message);
            if (stopped()) return std::unexpected("stopped");
            std::this_thread::sleep_for(std::chrono::milliseconds(500));
        }
        log(LogLevel::Info, "node " + m_settings.nodeName + " is registered");
        m_heartbeat->start();
        m_certificates.start(*m_client);
        return {};
    }

    std::expected<void, std::string> startNetwork(const std::function<bool()>& stopped) {
        while (true) {
            auto node = client::get<corev1::Node>(*m_client, {}, m_settings.nodeName);
            if (node && !(*node)->as<corev1::Node>().spec.podCIDR.empty()) {
                m_settings.podCidr = (*node)->as<corev1::Node>().spec.podCIDR;
                break;
            }
            // The server may be away for a while: what it gave once holds.
            if (!node && !m_settings.podCidr.empty()) break;
            if (stopped()) return std::unexpected("stopped");
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
        }
        if (auto saved = saveSettings(m_config.layout, m_settings); !saved) return saved;
        auto config = networkConfig(m_config.layout, m_settings);
        if (auto done = network::setUpPodNetwork(config); !done)
            return std::unexpected("cannot set up the pod network: " + done.error());
        m_informers = client::Informers::create(*m_client);
        auto proxy = network::ServiceProxy::create(config, *m_informers);
        if (!proxy) return std::unexpected("cannot program services: " + proxy.error());
        m_proxy = std::move(*proxy);
        auto policies = network::PolicyEnforcer::create(config, *m_informers);
        if (!policies) return std::unexpected("cannot enforce network policies: " + policies.error());
        m_policies = std::move(*policies);
        auto routes = network::NodeRoutes::create(config, *m_informers);
        if (!routes) return std::unexpected("cannot route to other nodes: " + routes.error());
        m_routes = std::move(*routes);
        auto dns = network::DnsServer::create(config, *m_informers);
        if (!dns) return std::unexpected("cannot serve cluster DNS: " + dns.error());
        m_dns = std::move(*dns);
        return {};
    }

    /// Asked when the node's object, or a pod's, is gone. When it is another cluster that lacks it, this process ends.
    bool mayGoOn() {
        const auto same = m_identity->await([this] { return m_leaving.load(); });
        if (same) return true;
        if (!m_leaving.exchange(true)) {
            log(LogLevel::Error, same.error());
            ::kill(::getpid(), SIGTERM);
        }
        return false;
    }

    void startPods(const std::function<bool()>& stopped) {
        m_hostPathVolumes = std::make_unique<HostPathVolumes>(*m_client, *m_informers, m_clock,
                                                              m_config.layout.volumes(), m_settings.nodeName);
        m_services = &client::informer<corev1::Service>(*m_informers);
        m_nodes = &client::informer<corev1::Node>(*m_informers);
        m_proxy->pods().addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
            // A pod of the same name may have come in the place of another between two lists.
            if (previous && (!current || current->uid() != previous->uid())) {
                if (!mayGoOn()) return;
                m_workers->removed(previous);
            }
            if (m_static->mirrorChanged(previous, current)) return;
            if (current) m_workers->update(current);
            if (!previous) m_watch->poke();
        });
        m_informers->start();
        m_proxy->start();
        m_policies->start();
        m_routes->start();
        m_dns->start();
        m_statuses->start();
        m_prober->start();
        m_networkReady = true;
        while (!m_informers->waitForSync(std::chrono::milliseconds(500)) && !stopped()) {
        }
        scanManifests();
        m_workers->relist(true);
        m_cgroups.refresh(m_workers->pods(), factsOf(look()));
        m_events->node("Normal", "NodeAllocatableEnforced", "Updated Node Allocatable limit across pods");
        m_workers->start();
        m_hostPathVolumes->start();
        m_watch->start();
        m_follower = async::Thread("runtime", [this](const std::stop_token&) { followRuntime(); });
        addChores();
        m_chores->start();
        m_heartbeat->poke();
        log(LogLevel::Info, "running pods");
    }

    std::optional<Rejection> admitted(const corev1::Pod& pod) {
        if (auto no = admitFeatures(pod, readAppArmor())) return no;
        if (auto no = admitUnderPressure(pod, look().shortages)) return no;
        const auto self = m_nodes->get({}, m_settings.nodeName);
        if (self)
            if (auto no = admitPlacement(pod, self->as<corev1::Node>())) return no;
        const auto others = m_workers->pods();
        if (auto no = admit(pod, others, factsOf(look()), kMaxPods)) return no;
        return self ? admitScalars(pod, others, self->as<corev1::Node>().status) : std::nullopt;
    }

    Result<std::string> runtimeHandler(const std::string& name) {
        auto found = client::get<nodev1::RuntimeClass>(*m_client, {}, name);
        if (!found) return std::unexpected(found.error());
        return (*found)->as<nodev1::RuntimeClass>().handler;
    }

    std::vector<ObjectRef> servicesFor(const std::string& namespace_) {
        auto out = m_services->list(namespace_);
        // A namespace's own service of that name stands for itself.
        if (namespace_ != "default" && !m_services->get(namespace_, "kubernetes"))
            if (auto kubernetes = m_services->get("default", "kubernetes")) out.push_back(kubernetes);
        return out;
    }

    /// The node as it is now.
    NodeInput look() {
        NodeInput out;
        out.name = m_settings.nodeName;
        out.ip = m_settings.nodeIp;
        out.machine = m_machine;
        out.shortages = m_shortages.note(shortagesOf(readPressure(m_config.layout.dataDir)));
        out.runtimeVersion = m_runtimeVersion;
        out.handlers = m_handlers;
        out.volumesDirectory = std::filesystem::absolute(m_config.layout.volumes()).string();
        out.port = m_port;
        out.now = m_clock.now();
        std::lock_guard lock(m_mutex);
        out.images = m_imageList;
        if (!m_workers->runtimeHealthy())
            out.notReady = "container runtime is down";
        else if (!m_networkReady)
            out.notReady =
                "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network "
                "plugin returns error: cni plugin not initialized";
        return out;
    }

    void scanManifests() {
        if (auto done = m_static->scan(); !done) log(LogLevel::Warning, "static pods: " + done.error());
    }

    void refreshImages() {
        auto images = m_runtime->listImages();
        if (!images) return;
        std::lock_guard lock(m_mutex);
        m_imageList = std::move(*images);
    }

    /// What a container's end must not wait for.
    void addChores() {
        using namespace std::chrono_literals;
        m_chores->add("static pods", 1s, [this] {
            scanManifests();
            m_static->reconcile();
        });
        m_chores->add("log rotation", 10s, [this] { rotateLogs(*m_runtime, m_clock); });
        m_chores->add("eviction", 10s, [this] { m_evictor->check(readPressure(m_config.layout.dataDir)); });
        // What a start or a burst of pods needed goes back to the machine.
        m_chores->add("memory", 30s, [] { ::malloc_trim(0); });
        m_chores->add("images and groups", 60s, [this] {
            refreshImages();
            m_cgroups.refresh(m_workers->pods(), factsOf(look()));
        });
        m_chores->add("objects", 300s, [this] { m_objects->forgetUnused(std::chrono::minutes(15)); });
        m_chores->add("image collection", 300s, [this] { removeUnusedImages(imageLimits(m_machine.diskBytes)); });
        m_chores->add("orphans", 300s, [this] {
            if (m_workers->runtimeHealthy())
                removeOrphans(m_config.layout, m_mounter, [this] { return m_workers->uids(); });
        });
    }

    RuntimeWatch::LastLook lastLook() const {
        using enum RuntimeWatch::LastLook;
        return !m_workers->runtimeHealthy() ? Failed : m_workers->size() == 0 ? Empty : Pods;
    }

    /// Does nothing else, so that a container's end is noticed when it comes.
    void followRuntime() {
        while (m_watch->wait([this] { return lastLook(); })) lookAtRuntime();
    }

    void lookAtRuntime() {
        const bool healthy = m_workers->runtimeHealthy();
        m_workers->relist(true);
        if (!m_workers->runtimeHealthy() && m_config.runtimeSocket.empty() && !m_containerd.running()) {
            log(LogLevel::Warning, "containerd is gone, starting it again; containers are not touched");
            if (auto running = m_containerd.ensureRunning(); !running) log(LogLevel::Error, running.error());
            m_workers->relist(true);
        }
        if (healthy != m_workers->runtimeHealthy()) m_heartbeat->poke();
    }

    void removeUnusedImages(const ImageLimits& limits) {
        auto available = [this] { return readPressure(m_config.layout.dataDir).diskAvailable; };
        // What came with the program can be had from no registry.
        std::vector<std::string> kept;
        {
            std::lock_guard lock(m_mutex);
            for (const auto& image : m_imageList)
                for (const auto& tag : image.tags)
                    if (tag.starts_with("armillary.dev/")) kept.push_back(tag);
        }
        collectImages(*m_runtime, available, kept, limits);
    }

    const AgentConfig m_config;
    Settings m_settings;
    std::atomic<std::uint16_t> m_port;  ///< of the endpoint, whether it still stands or not
    async::Clock& m_clock;
    RecentShortages m_shortages;
    async::Identifiers m_identifiers;
    Certificates m_certificates;
    cri::Containerd m_containerd;
    PodCgroups m_cgroups;
    KernelMounter m_mounter;
    Machine m_machine;
    std::string m_runtimeVersion;
    std::vector<cri::RuntimeStatus::Handler> m_handlers;
    std::unique_ptr<cri::Runtime> m_runtime;
    std::unique_ptr<client::Client> m_client;
    std::unique_ptr<ClusterIdentity> m_identity;
    std::atomic<bool> m_leaving{false};  ///< the agent ends, or must
    std::unique_ptr<client::EventRecorder> m_recorder;
    std::unique_ptr<EventSink> m_events;
    std::unique_ptr<ObjectCache> m_objects;
    std::unique_ptr<TokenSource> m_tokens;
    std::unique_ptr<ClaimResolver> m_claims;
    std::unique_ptr<Volumes> m_volumes;
    std::unique_ptr<Checker> m_checker;
    std::unique_ptr<ThreadTasks> m_tasks, m_pulls, m_probes, m_commandProbes, m_chored;
    std::unique_ptr<ImagePuller> m_images;
    std::unique_ptr<Prober> m_prober;
    std::unique_ptr<StatusManager> m_statuses;
    std::unique_ptr<WorkerContext> m_context;
    std::unique_ptr<PodWorkers> m_workers;
    std::unique_ptr<StaticPods> m_static;
    std::unique_ptr<Evictor> m_evictor;
    std::unique_ptr<PodAccess> m_access;
    std::unique_ptr<ClusterGatekeeper> m_gatekeeper;
    std::unique_ptr<Endpoint> m_endpoint;
    std::unique_ptr<Heartbeat> m_heartbeat;
    std::unique_ptr<client::Informers> m_informers;
    std::unique_ptr<HostPathVolumes> m_hostPathVolumes;
    client::Informer *m_services = nullptr, *m_nodes = nullptr;
    std::unique_ptr<network::ServiceProxy> m_proxy;
    std::unique_ptr<network::PolicyEnforcer> m_policies;
    std::unique_ptr<network::NodeRoutes> m_routes;
    std::unique_ptr<network::DnsServer> m_dns;
    std::mutex m_mutex;
    std::vector<cri::Image> m_imageList;
    std::atomic<bool> m_networkReady{false};
    std::unique_ptr<RuntimeWatch> m_watch;
    std::unique_ptr<Chores> m_chores;
    async::Thread m_follower;
};

}  // namespace

std::expected<std::unique_ptr<Agent>, std::string> Agent::start(const AgentConfig& config, async::Clock& clock,
                                                                const std::function<bool()>& stopped) {
    auto settings = loadSettings(config.layout);
    if (!settings) return std::unexpected(settings.error());
    auto agent = std::make_unique<NodeAgent>(config, std::move(*settings), clock);
    if (auto started = agent->start(stopped); !started) return std::unexpected(started.error());
    return agent;
}

}  // namespace armillary::agent
