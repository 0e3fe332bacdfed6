#include "app/offline/offline_cluster.h"

#include <algorithm>
#include <optional>

#include "app/offline/bring_up.h"
#include "app/offline/restlessness.h"
#include "app/offline/temporary_folder.h"
#include "engine/async/clock.h"
#include "engine/runtime/engine.h"
#include "nodes/machines/simulated/simulated_nodes.h"

namespace armillary::app {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

/// How things go while somebody looks on.
constexpr machines::Pace kLifelike{.start = 3s, .run = 20s, .crash = 4s, .stop = 3s};

/// Members are in the order in which they are made; they go in the opposite one.
class OfflineParts final : public OfflineCluster {
public:
    OfflineParts(TemporaryFolder folder, const OfflineOptions& options)
        : m_options(options), m_folder(std::move(folder)) {}

    std::expected<void, std::string> start() {
        auto engine = runtime::Engine::start({.dataDir = m_folder.path(),
                                              .inMemory = true,
                                              .controllers = m_options.controllers,
                                              .scheduler = m_options.controllers});
        if (!engine) return std::unexpected(engine.error());
        m_engine = std::move(*engine);
        const std::vector<SampleWorkload> workloads = sampleWorkloads(m_options.pods);
        if (!m_options.controllers) return writeDirectly(client(), m_options, workloads);

        auto nodes = machines::SimulatedNodes::create(client(), async::realClock(), machineSize(m_options));
        if (!nodes) return std::unexpected("cannot start the simulated machines: " + nodes.error().message);
        m_nodes = std::move(*nodes);
        if (auto done = bringUp(client(), m_options, workloads); !done) return done;
        if (!m_options.lively) return {};
        m_nodes->setPace(kLifelike);
        m_restlessness.emplace(client(), workloads, m_options.seed);
        return {};
    }

    client::Client& client() override { return m_engine->adminClient(); }
    fs::path kubeconfig() const override { return m_engine->kubeconfig(); }

private:
    const OfflineOptions m_options;
    TemporaryFolder m_folder;
    std::unique_ptr<runtime::Engine> m_engine;
    std::unique_ptr<machines::SimulatedNodes> m_nodes;
    std::optional<Restlessness> m_restlessness;
};

}  // namespace

machines::SimulatedOptions machineSize(const OfflineOptions& options) {
    const std::int64_t share = options.pods / std::max(options.nodes, 1) + 1;
    return {.count = options.nodes,
            .prefix = "node",
            .first = 1,
            .cpus = std::max<std::int64_t>(8, share / 4),
            .memoryBytes = std::max<std::int64_t>(16, share / 6) << 30,
            .pods = std::max<std::int64_t>(110, 2 * share)};
}

std::expected<std::shared_ptr<OfflineCluster>, std::string> makeOfflineCluster(const OfflineOptions& options) {
    auto folder = TemporaryFolder::create();
    if (!folder) return std::unexpected(folder.error());
    auto cluster = std::make_shared<OfflineParts>(std::move(*folder), options);
    if (auto started = cluster->start(); !started) return std::unexpected(started.error());
    return cluster;
}

}  // namespace armillary::app
