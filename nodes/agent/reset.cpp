#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <format>
#include <thread>

#include "engine/async/pool.h"
#include "nodes/agent/agent.h"
#include "nodes/agent/container/cgroups.h"
#include "nodes/agent/pod/view.h"
#include "nodes/agent/runtime_paths.h"
#include "nodes/agent/volume/mounter.h"
#include "nodes/cri/grpc/client.h"

namespace armillary::agent {

namespace fs = std::filesystem;

namespace {

void removeEverythingThatRuns(cri::Runtime& runtime) {
    async::Pool pool({.name = "reset", .threads = 16});
    if (auto containers = runtime.listContainers())
        pool.forEach(containers->size(), [&](std::size_t i) {
            const std::string& id = (*containers)[i].id;
            (void)runtime.stopContainer(id, std::chrono::seconds(0));
            (void)runtime.removeContainer(id);
        });
    if (auto sandboxes = runtime.listSandboxes())
        pool.forEach(sandboxes->size(), [&](std::size_t i) {
            const std::string& id = (*sandboxes)[i].id;
            (void)runtime.stopSandbox(id);
            (void)runtime.removeSandbox(id);
        });
}

/// Shims that outlived their containers, and what hangs on them.
void endShims(const cri::ContainerdConfig& config) {
    for (int round = 0; round < 20; ++round) {
        auto shims = cri::shimsOf(config);
        if (shims.empty()) return;
        for (auto pid : shims) ::kill(pid, round < 10 ? SIGTERM : SIGKILL);
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
}

}  // namespace

std::vector<std::string> reset(const Layout& layout) {
    std::vector<std::string> problems;
    auto settings = loadSettings(layout);
    std::error_code error;
    KernelMounter mounter;
    if (settings) {
        auto config = containerdConfig(layout, *settings);
        cri::Containerd containerd(config);
        bool hasState = fs::exists(config.stateDir / "config.toml", error);
        if (hasState) {
            if (auto running = containerd.ensureRunning(); running) {
                auto runtime = cri::connectGrpc({config.socket()});
                removeEverythingThatRuns(*runtime);
            } else {
                problems.push_back(running.error());
            }
        }
        containerd.stop();
        endShims(config);
        mounter.unmountBelow(config.runDir);
        mounter.unmountBelow(layout.node());
        fs::remove_all(config.runDir, error);
        network::removeNetwork(layout.network(), networkConfig(layout, *settings).tag);
        PodCgroups cgroups(settings->tag(), settings->nodeName);
        bool gone = false;
        for (int i = 0; i < 20 && !(gone = cgroups.removeAll()); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
        if (!gone)
            problems.push_back(std::format("a control group below /armillary-{}/{} is still in use", settings->tag(),
                                           settings->nodeName));
    }
    if (!mounter.unmountBelow(layout.node())) {
        problems.push_back("something is still mounted below " + layout.node().string() +
                           "; nothing there was removed");
        return problems;
    }
    fs::remove_all(layout.node(), error);
    if (error) problems.push_back(std::format("cannot remove {}: {}", layout.node().string(), error.message()));
    fs::remove(layout.pidFile(), error);
    return problems;
}

}  // namespace armillary::agent
