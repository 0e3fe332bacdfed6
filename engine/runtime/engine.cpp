#include "engine/runtime/engine.h"

#include <charconv>
#include <condition_variable>
#include <format>
#include <functional>
#include <future>
#include <iostream>
#include <mutex>
#include <thread>

#include "engine/async/clock.h"
#include "engine/async/host.h"
#include "engine/async/identifiers.h"
#include "engine/client/kubeconfig.h"
#include "engine/client/local/local_client.h"
#include "engine/controllers/manager.h"
#include "engine/runtime/argo_definitions.h"
#include "engine/runtime/backup.h"
#include "engine/runtime/credentials.h"
#include "engine/runtime/join_token.h"
#include "engine/runtime/published.h"
#include "engine/runtime/ranges.h"
#include "engine/scheduler/scheduler.h"
#include "engine/schema/api/corev1.h"
#include "engine/server/health.h"
#include "engine/server/listener.h"
#include "engine/server/server.h"
#include "engine/store/compactor.h"
#include "engine/store/memory/memory_store.h"
#include "engine/store/sqlite/sqlite_store.h"
#include "engine/watch/cache.h"

namespace armillary::runtime {

namespace {

namespace fs = std::filesystem;

constexpr auto kProgressEvery = std::chrono::seconds(1);
/// As upstream's server calls what publishAuthentication() does.
constexpr std::string_view kAuthenticationHook = "start-cluster-authentication-info-controller";
constexpr std::string_view kIssuer = "https://kubernetes.default.svc.cluster.local";

/// Tells idle watchers, now and then, how far the log has come.
class ProgressTimer {
public:
    explicit ProgressTimer(watch::Cache& cache)
        : m_thread([this, &cache](const std::stop_token& stop) {
              std::unique_lock lock(m_mutex);
              while (!m_wake.wait_for(lock, stop, kProgressEvery, [&] { return stop.stop_requested(); }))
                  cache.sendProgress();
          }) {}

private:
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::jthread m_thread;
};

/// Members are in the order in which they are made; they go in the opposite one.
class EngineParts final : public Engine {
public:
    explicit EngineParts(EngineConfig config) : m_config(std::move(config)) {}
    /// Who asks whether to send more here hears of it while the rest comes to an end.
    ~EngineParts() override { m_health.shutDown(); }
    EngineParts(const EngineParts&) = delete;
    EngineParts& operator=(const EngineParts&) = delete;

    std::expected<void, std::string> start() {
        using Step = std::expected<void, std::string> (EngineParts::*)();
        for (const Step step : {&EngineParts::makeDataDir, &EngineParts::takeRanges, &EngineParts::openStore,
                                &EngineParts::makeCredentials, &EngineParts::serve, &EngineParts::bootstrap,
                                &EngineParts::writeKubeconfig, &EngineParts::startLoops})
            if (auto done = (this->*step)(); !done) return done;
        return {};
    }

    std::string url() const override { return std::format("https://{}:{}", urlHost(), m_listener->port()); }
    fs::path kubeconfig() const override { return m_config.dataDir / "admin.kubeconfig"; }
    client::Client& adminClient() override { return *m_admin; }

    Result<JoinToken> createJoinToken(std::chrono::seconds lifetime) override {
        auto token = createBootstrapToken(*m_admin, m_clock, lifetime);
        if (!token) return std::unexpected(token.error());
        return JoinToken{std::move(*token), m_credentials->authority.pin()};
    }

private:
    std::string urlHost() const {
        return m_config.address.contains(':') ? "[" + m_config.address + "]" : m_config.address;
    }
    fs::path portFile() const { return m_config.dataDir / "run" / "port"; }
    std::unique_ptr<client::Client> clientOf(controllers::Identity who) {
        return client::makeLocalClient(
            *m_api, {.name = std::move(who.name), .uid = std::move(who.uid), .groups = std::move(who.groups)},
            std::move(who.userAgent));
    }

    std::expected<void, std::string> makeDataDir() {
        std::error_code failed;
        fs::create_directories(m_config.dataDir / "run", failed);
        if (!failed) fs::create_directories(m_config.dataDir / "log", failed);
        if (!failed) fs::permissions(m_config.dataDir, fs::perms::owner_all, failed);
        if (failed)
            return std::unexpected(std::format("cannot use {} as data directory: {}; choose another with --data-dir",
                                               m_config.dataDir.string(), failed.message()));
        if (m_config.port == 0)
            if (const auto kept = readFile(portFile()))
                m_portIsKept =
                    std::from_chars(kept->data(), kept->data() + kept->size(), m_config.port).ec == std::errc();
        return {};
    }

    /// A cluster in memory is a test's, with no node of this machine.
    std::expected<void, std::string> takeRanges() {
        if (m_config.inMemory) return {};
        std::error_code failed;
        const bool isNew = !fs::exists(m_config.dataDir / "state.db", failed);
        auto kept = loadOrChooseRanges(m_config.dataDir, isNew);
        if (!kept) return std::unexpected(kept.error());
        m_ranges = std::move(*kept);
        m_services.clusterCidr = m_ranges.ranges.serviceCidr;
        return {};
    }

    std::expected<void, std::string> openStore() {
        if (m_config.inMemory) {
            m_store = store::makeMemoryStore();
        } else {
            std::error_code failed;
            // Keys that a cluster's nodes and users trust belong to its state: without it they are no new cluster's.
            const bool hasKeys = fs::exists(m_config.dataDir / "pki" / "ca.crt", failed);
            auto opened = store::openSqliteStore({.path = (m_config.dataDir / "state.db").string(),
                                                  .program = ARMILLARY_VERSION,
                                                  .mustExist = hasKeys,
                                                  .beforeUpgrade = [this](const std::string& from) {
                                                      return backupBeforeUpgrade(m_config.dataDir, from, m_clock);
                                                  }});
            if (!opened) return std::unexpected(opened.error().message);
            m_store = std::move(*opened);
            m_compactor = std::make_unique<store::Compactor>(*m_store, m_clock, store::Compactor::Options());
        }
        auto cache = watch::Cache::create(*m_store);
        if (!cache) return std::unexpected(cache.error().message);
        m_cache = std::move(*cache);
        m_progress = std::make_unique<ProgressTimer>(*m_cache);
        return {};
    }

    std::expected<void, std::string> makeCredentials() {
        const std::vector<std::string> names = {
            "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local",
            "localhost",  async::hostName()};
        std::vector<std::string> addresses = {"127.0.0.1", "::1", server::serviceAddress(m_services, 1), m_advertised};
        if (std::ranges::find(addresses, m_config.address) == addresses.end()) addresses.push_back(m_config.address);
        auto credentials = loadOrCreateCredentials(m_config.dataDir / "pki", names, addresses, m_clock);
        if (!credentials) return std::unexpected(credentials.error());
        m_credentials = std::make_unique<Credentials>(std::move(*credentials));
        m_adminCredential = std::async(std::launch::async, [this] {
            return loadOrCreateAdmin(m_config.dataDir / "pki", m_credentials->authority, m_clock);
        });
        auto signer = pki::TokenSigner::create(m_credentials->tokenKeyPem, std::string(kIssuer));
        if (!signer)
            return std::unexpected(std::format("{} is damaged ({}); restore it from a copy",
                                               (m_config.dataDir / "pki" / "sa.key").string(), signer.error()));
        m_signer = std::move(*signer);
        return {};
    }

    std::expected<void, std::string> serve() {
        m_api = server::makeApi({.store = *m_store,
                                 .cache = *m_cache,
                                 .signer = *m_signer,
                                 .clock = m_clock,
                                 .identifiers = m_identifiers,
                                 .health = m_health,
                                 .services = m_services,
                                 .frontProxy = m_credentials->frontProxy,
                                 .agentClient = m_credentials->proxyClient,
                                 .clusterCaPem = m_credentials->authority.certificatePem()});
        server::expectBootstrap(m_health);
        m_health.expect(kAuthenticationHook);
        server::ListenerConfig listener;
        listener.address = m_config.address;
        listener.port = m_config.port;
        listener.serving = m_credentials->serving;
        listener.proxyClient = m_credentials->proxyClient;
        listener.clientCaPem = m_credentials->authority.certificatePem();
        auto started = server::Listener::start(listener, *m_api);
        if (!started && m_portIsKept) {
            // Any free port was asked for; that it was this one before does not help when somebody else has it now.
            listener.port = m_config.port = 0;
            started = server::Listener::start(std::move(listener), *m_api);
        }
        if (!started) return std::unexpected(started.error());
        m_listener = std::move(*started);
        if (m_config.port == 0)
            if (auto written = writeFileAtomically(portFile(), std::to_string(m_listener->port())); !written)
                return written;
        return {};
    }

    std::expected<void, std::string> bootstrap() {
        m_admin =
            client::makeLocalClient(*m_api, {.name = std::string(kAdministrator),
                                             .groups = {std::string(kAdministratorsGroup), "system:authenticated"}});
        if (auto done = server::bootstrap(*m_api, m_health, m_services, m_advertised, m_listener->port()); !done)
            return std::unexpected("cannot write the cluster's first objects: " + done.error().message);
        const auto server = clientOf(controllers::identityOf(controllers::kApiServerAccount));
        if (auto done = publishAuthentication(*server, m_credentials->authority.certificatePem(),
                                              m_credentials->frontProxyCaPem);
            !done)
            return std::unexpected("cannot publish how the API server authenticates: " + done.error().message);
        m_health.hasDone(kAuthenticationHook);
        const auto system = client::get<corev1::Namespace>(*m_admin, {}, "kube-system");
        if (!system) return std::unexpected("cannot read the cluster's identity: " + system.error().message);
        if (auto done = publishClusterInfo(*m_admin, {.url = url(),
                                                      .caPem = m_credentials->authority.certificatePem(),
                                                      .podCidr = m_ranges.ranges.podCidr,
                                                      .serviceCidr = m_services.clusterCidr,
                                                      .dnsAddress = server::serviceAddress(m_services, 10),
                                                      .uid = (*system)->uid()});
            !done)
            return std::unexpected("cannot publish the cluster's address: " + done.error().message);
        return {};
    }

    std::expected<void, std::string> writeKubeconfig() {
        const auto admin = m_adminCredential.get();
        if (!admin) return std::unexpected(admin.error());
        if (auto written = writeFileAtomically(kubeconfig(), kubeconfigOf(*admin)); !written) return written;
        const fs::path folder = m_config.dataDir / "pki";
        const auto superAdmin = loadOrCreateSuperAdmin(folder, m_credentials->authority, m_clock);
        if (!superAdmin) return std::unexpected(superAdmin.error());
        return writeFileAtomically(folder / "super-admin.kubeconfig", kubeconfigOf(*superAdmin));
    }

    std::string kubeconfigOf(const pki::Credential& credential) const {
        return client::adminKubeconfig({.name = "armillary",
                                        .url = url(),
                                        .caPem = m_credentials->authority.certificatePem(),
                                        .credential = credential});
    }

    std::expected<void, std::string> startLoops() {
        if (m_config.controllers) {
            auto manager = controllers::Manager::create({.makeClient = std::bind_front(&EngineParts::clientOf, this),
                                                         .clock = m_clock,
                                                         .identifiers = m_identifiers,
                                                         .authority = m_credentials->authority,
                                                         .signer = *m_signer,
                                                         .frontProxy = m_credentials->frontProxy,
                                                         .podCidr = m_ranges.ranges.podCidr,
                                                         .serviceCidr = m_services.clusterCidr,
                                                         .gitopsCache = m_config.dataDir / "gitops"});
            if (!manager) return std::unexpected("cannot start the controllers: " + manager.error().message);
            m_controllers = std::move(*manager);
            // Nobody waits for it: controllers have to establish them anyway.
            if (!m_config.inMemory)
                m_definitions = std::jthread([this] {
                    if (auto done = serveArgoDefinitions(*m_admin); !done)
                        std::clog << "Argo CD's kinds are not served: " << done.error().message << '\n';
                });
        }
        if (m_config.scheduler) {
            m_schedulerClient = client::makeLocalClient(
                *m_api, {.name = "system:kube-scheduler", .groups = {"system:authenticated"}}, "kube-scheduler");
            auto scheduler = scheduler::Scheduler::create(
                {.client = *m_schedulerClient, .clock = m_clock, .identifiers = m_identifiers});
            if (!scheduler) return std::unexpected("cannot start the scheduler: " + scheduler.error().message);
            m_scheduler = std::move(*scheduler);
        }
        return {};
    }

    EngineConfig m_config;
    bool m_portIsKept = false;  ///< from the last time, for one that was to be any free one
    async::Clock& m_clock = async::realClock();
    async::Identifiers m_identifiers;
    KeptRanges m_ranges;
    server::ServiceRanges m_services;
    const std::string m_advertised = async::primaryAddress();
    std::unique_ptr<store::Store> m_store;
    std::unique_ptr<store::Compactor> m_compactor;
    std::unique_ptr<watch::Cache> m_cache;
    std::unique_ptr<ProgressTimer> m_progress;
    std::unique_ptr<Credentials> m_credentials;
    std::future<std::expected<pki::Credential, std::string>> m_adminCredential;  ///< in the making
    std::unique_ptr<pki::TokenSigner> m_signer;
    server::Health m_health;
    std::unique_ptr<server::Api> m_api;
    std::unique_ptr<server::Listener> m_listener;
    std::unique_ptr<client::Client> m_admin, m_schedulerClient;
    std::unique_ptr<controllers::Manager> m_controllers;
    std::unique_ptr<scheduler::Scheduler> m_scheduler;
    std::jthread m_definitions;  ///< has them served, and ends
};

}  // namespace

std::expected<std::unique_ptr<Engine>, std::string> Engine::start(const EngineConfig& config) {
    auto engine = std::make_unique<EngineParts>(config);
    if (auto started = engine->start(); !started) return std::unexpected(started.error());
    return engine;
}

}  // namespace armillary::runtime
