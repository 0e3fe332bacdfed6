#include <doctest/doctest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include "engine/async/clock.h"
#include "nodes/cri/containerd/containerd.h"
#include "nodes/cri/fake/fake_runtime.h"
#include "nodes/cri/grpc/client.h"

/// One suite for every runtime: the fake always, a real containerd where one can be started (root, runc, the images).
namespace armillary::cri {
namespace {

namespace fs = std::filesystem;
constexpr const char* kCgroup = "/armillary-contract";
constexpr const char* kImage = "armillary.dev/sample-web:1";

void unmountBelow(const fs::path& dir) {
    std::vector<std::string> points;
    std::ifstream in("/proc/self/mounts");
    for (std::string device, point, rest; in >> device >> point && std::getline(in, rest);)
        if (point.starts_with(dir.string())) points.push_back(point);
    for (const auto& point : points) ::umount2(point.c_str(), MNT_DETACH);
}

/// A containerd of the test's own, in temporary folders; gone with all that it made at the end.
class RealRuntime {
public:
    static std::string missing() {
        if (::geteuid() != 0) return "not root";
        if (!fs::exists(fs::path(ARMILLARY_TEST_IMAGES) / "pause.tar")) return "images are not built";
        return "";
    }
    RealRuntime() {
        char name[] = "/tmp/armillary-cri.XXXXXX";
        m_dir = ::mkdtemp(name);
        m_config.stateDir = m_dir / "containerd";
        m_config.runDir = m_dir / "run";
        m_config.cniConfigDir = m_dir / "cni";
        m_config.cniBinaryDir = "/usr/lib/cni";
        fs::create_directories(m_config.cniConfigDir);
        // Only the loopback: what the runtime needs to give an address is not this suite's subject.
        std::ofstream(m_config.cniConfigDir / "10-test.conflist")
            << R"({"cniVersion":"1.0.0","name":"test","plugins":[{"type":"loopback"}]})";
        m_containerd = std::make_unique<Containerd>(m_config);
        auto started = m_containerd->ensureRunning();
        REQUIRE_MESSAGE(started, started.error());
        for (const char* archive : {"pause.tar", "sample-web-1.tar"}) {
            auto imported = m_containerd->import(fs::path(ARMILLARY_TEST_IMAGES) / archive);
            REQUIRE_MESSAGE(imported, imported.error());
        }
        m_runtime = connectGrpc({m_config.socket()});
    }
    ~RealRuntime() {
        if (auto containers = m_runtime->listContainers())
            for (const auto& container : *containers) (void)m_runtime->removeContainer(container.id);
        if (auto sandboxes = m_runtime->listSandboxes())
            for (const auto& sandbox : *sandboxes)
                (void)m_runtime->stopSandbox(sandbox.id), (void)m_runtime->removeSandbox(sandbox.id);
        m_containerd->stop();
        for (auto pid : shimsOf(m_config)) ::kill(pid, SIGKILL);
        unmountBelow(m_dir);
        for (const auto& hierarchy : fs::directory_iterator("/sys/fs/cgroup"))
            ::rmdir((hierarchy.path().string() + kCgroup).c_str());
        ::rmdir((std::string("/sys/fs/cgroup") + kCgroup).c_str());
        std::error_code ignored;
        fs::remove_all(m_dir, ignored);
    }
    Runtime& runtime() { return *m_runtime; }
    Containerd& containerd() { return *m_containerd; }
    const fs::path& dir() const { return m_dir; }

private:
    fs::path m_dir;
    ContainerdConfig m_config;
    std::unique_ptr<Containerd> m_containerd;
    std::unique_ptr<Runtime> m_runtime;
};

SandboxConfig sandboxFor(const fs::path& logs) {
    SandboxConfig config;
    config.name = "web";
    config.uid = "uid-1";
    config.namespace_ = "default";
    config.logDirectory = logs.string();
    config.labels = {{"io.kubernetes.pod.uid", "uid-1"}};
    // The host's network: the suite runs where bridges may be forbidden.
    config.security.namespaces.network = NamespaceMode::Node;
    config.cgroupParent = kCgroup;
    return config;
}

ContainerConfig containerFor(std::vector<std::string> command) {
    ContainerConfig config;
    config.name = "main";
    config.image = kImage;
    config.command = std::move(command);
    config.env = {{"COLOUR", "blue"}};
    config.labels = {{"io.kubernetes.pod.uid", "uid-1"}};
    config.annotations = {{"io.kubernetes.container.restartCount", "0"}};
    config.logPath = "main/0.log";
    config.resources.memoryLimitBytes = 64 << 20;
    return config;
}

bool eventually(const std::function<bool()>& condition) {
    for (int i = 0; i < 1200; ++i) {
        if (condition()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return false;
}

void check(Runtime& runtime, const fs::path& logs, bool real) {
    auto version = runtime.version();
    REQUIRE_MESSAGE(version, version.error().message);
    CHECK(version->runtimeName == "containerd");
    auto state = runtime.status();
    REQUIRE(state);
    CHECK(state->runtime.ready);

    // Images.
    auto image = runtime.imageStatus(kImage);
    REQUIRE(image);
    REQUIRE(*image);
    CHECK(std::ranges::contains((*image)->tags, kImage));
    auto absent = runtime.imageStatus("armillary.dev/absent:1");
    REQUIRE(absent);
    CHECK_FALSE(*absent);
    CHECK_FALSE(runtime.pullImage("127.0.0.1:1/absent:1", std::nullopt));

    // Changes are told from here on.
    auto events = runtime.events();
    std::atomic<int> told = 0;
    std::atomic<bool> over = false;
    std::thread listening([&] {
        while (events->next()) ++told;
        over = true;
    });
    struct Joined {
        Events& events;
        std::thread& thread;
        ~Joined() {
            events.cancel();
            thread.join();
        }
    } joined{*events, listening};
    // A subscription may take a moment to reach the runtime.
    std::this_thread::sleep_for(std::chrono::milliseconds(real ? 500 : 20));

    // A sandbox.
    auto sandboxConfig = sandboxFor(logs);
    fs::create_directories(logs / "main");
    auto sandbox = runtime.runSandbox(sandboxConfig);
    REQUIRE_MESSAGE(sandbox, sandbox.error().message);
    auto status = runtime.sandboxStatus(*sandbox);
    REQUIRE(status);
    CHECK(status->ready);
    CHECK(status->name == "web");
    CHECK(eventually([&] { return told > 0; }));
    CHECK(status->labels.at("io.kubernetes.pod.uid") == "uid-1");
    CHECK(runtime.listSandboxes({{{"io.kubernetes.pod.uid", "uid-1"}}, {}})->size() == 1);
    CHECK(runtime.listSandboxes({{{"io.kubernetes.pod.uid", "uid-2"}}, {}})->empty());

    // A container's life.
    auto id = runtime.createContainer(
        *sandbox,
        containerFor({"/bin/sh", "-c", "trap 'exit 0' TERM; echo hello $COLOUR; while :; do sleep 0.1; done"}),
        sandboxConfig);
    REQUIRE_MESSAGE(id, id.error().message);
    CHECK(runtime.containerStatus(*id)->state == ContainerState::Created);
    auto started = runtime.startContainer(*id);
    REQUIRE_MESSAGE(started, started.error().message);
    CHECK(runtime.containerStatus(*id)->state == ContainerState::Running);
    CHECK(runtime.containerStatus(*id)->startedAt > 0);
    CHECK(runtime.containerStatus(*id)->annotations.at("io.kubernetes.container.restartCount") == "0");
    CHECK(runtime.listContainers({{}, *sandbox})->size() == 1);

    auto result = runtime.execSync(*id, {"/bin/sh", "-c", "exit 7"}, std::chrono::seconds(5));
    if (real) {
        REQUIRE_MESSAGE(result, result.error().message);
        CHECK(result->exitCode == 7);
        CHECK(eventually([&] { return fs::file_size(logs / "main" / "0.log") > 0; }));
        auto slow = runtime.execSync(*id, {"/bin/sleep", "30"}, std::chrono::seconds(1));
        CHECK_FALSE(slow);
        auto stats = runtime.containerStats({{{"io.kubernetes.pod.uid", "uid-1"}}, {}});
        REQUIRE(stats);
        CHECK(stats->size() == 1);
        auto sandboxes = runtime.sandboxStats({{{"io.kubernetes.pod.uid", "uid-1"}}, {}});
        REQUIRE_MESSAGE(sandboxes, sandboxes.error().message);
        CHECK(sandboxes->size() == 1);
    } else {
        CHECK(result);
    }
    CHECK(runtime.exec(*id, {"/bin/sh"}, false, false, true, true)->starts_with("http://127.0.0.1:"));
    CHECK(runtime.attach(*id, false, false, true, true)->starts_with("http://127.0.0.1:"));
    CHECK(runtime.portForward(*sandbox)->starts_with("http://127.0.0.1:"));
    CHECK(runtime.reopenLog(*id));

    const int before = told;
    CHECK(runtime.stopContainer(*id, std::chrono::seconds(10)));
    CHECK(eventually([&] { return told > before; }));
    auto ended = runtime.containerStatus(*id);
    REQUIRE(ended);
    CHECK(ended->state == ContainerState::Exited);
    CHECK(ended->exitCode == 0);
    CHECK(ended->reason == "Completed");
    CHECK(ended->finishedAt >= ended->startedAt);

    // What is gone, is gone; asking again for that succeeds.
    CHECK(runtime.removeContainer(*id));
    CHECK(runtime.removeContainer(*id));
    CHECK(runtime.containerStatus(*id).error().code == Error::Code::NotFound);
    CHECK(runtime.stopSandbox(*sandbox));
    CHECK_FALSE(runtime.sandboxStatus(*sandbox)->ready);
    CHECK(runtime.removeSandbox(*sandbox));
    CHECK(runtime.removeSandbox(*sandbox));
    CHECK(runtime.listSandboxes()->empty());

    CHECK_FALSE(over);
    events->cancel();
    CHECK(eventually([&] { return over.load(); }));
}

TEST_CASE("the fake runtime keeps the contract") {
    async::ManualClock clock;
    FakeRuntime runtime(clock);
    runtime.addImage(kImage);
    char name[] = "/tmp/armillary-fake.XXXXXX";
    fs::path dir = ::mkdtemp(name);
    check(runtime, dir, false);
    fs::remove_all(dir);
}

TEST_CASE("containerd keeps the contract, and its containers outlive it") {
    if (auto why = RealRuntime::missing(); !why.empty()) {
        MESSAGE("containerd cannot be tried here: " << why);
        return;
    }
    RealRuntime real;
    check(real.runtime(), real.dir() / "logs", true);

    // A crash of containerd ends no container.
    auto config = sandboxFor(real.dir() / "logs");
    auto sandbox = real.runtime().runSandbox(config);
    REQUIRE_MESSAGE(sandbox, sandbox.error().message);
    auto id = real.runtime().createContainer(*sandbox, containerFor({"/bin/sleep", "1000"}), config);
    REQUIRE_MESSAGE(id, id.error().message);
    REQUIRE(real.runtime().startContainer(*id));
    auto events = real.runtime().events();
    auto before = real.containerd().pid();
    ::kill(before, SIGKILL);
    CHECK(eventually([&] { return !real.containerd().running(); }));
    while (events->next()) {  // what was told before; it ends with containerd
    }
    REQUIRE(real.containerd().ensureRunning());
    CHECK(real.containerd().pid() != before);
    CHECK(eventually([&] {
        auto status = real.runtime().containerStatus(*id);
        return status && status->state == ContainerState::Running;
    }));
    CHECK(real.containerd().ensureRunning());
}

}  // namespace
}  // namespace armillary::cri
