#include "nodes/agent/probe/prober.h"

#include <doctest/doctest.h>

#include <atomic>
#include <format>
#include <latch>
#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>
#include <thread>

#include "tests/unit/agent/stand_ins.h"

namespace armillary::agent {
namespace {

using namespace std::chrono_literals;

/// Commands hang until they are let go; other checks succeed, or throw where they are to.
class HangingChecker final : public Checker {
public:
    CheckResult check(const ProbeTarget& target, const corev1::Probe& probe) override {
        ++checks;
        if (broken) throw std::runtime_error("broken");
        if (!probe.exec || !target.pod.metadata.name.starts_with("hung")) return {};
        {
            const std::lock_guard lock(m_mutex);
            auto& running = m_running[target.pod.metadata.name];
            most = std::max(most.load(), ++running);
        }
        go.wait();
        return {CheckResult::Outcome::Failure, "too late"};
    }
    CheckResult hook(const ProbeTarget&, const corev1::LifecycleHandler&, std::chrono::seconds) override { return {}; }

    std::latch go{1};
    std::atomic<int> checks = 0, most = 0;
    std::atomic<bool> broken = false;

private:
    std::mutex m_mutex;
    std::map<std::string, int> m_running;
};

ObjectRef pod(const std::string& name, const std::string& containers) {
    auto object = Object::parse(std::format(
        R"({{"apiVersion":"v1","kind":"Pod","metadata":{{"name":"{0}","namespace":"n","uid":"uid-{0}"}},"spec":{{"containers":[{1}]}}}})",
        name, containers));
    REQUIRE(object.has_value());
    return *object;
}

PodView running(const ObjectRef& pod) {
    PodView view;
    for (const auto& container : pod->as<corev1::Pod>().spec.containers) {
        cri::ContainerStatus status;
        status.id = pod->name() + "/" + container.name;
        status.name = container.name;
        status.state = cri::ContainerState::Running;
        view.containers.push_back(status);
    }
    return view;
}

std::string probed(const std::string& container, const char* how) {
    return std::format(R"({{"name":"{}","readinessProbe":{{"periodSeconds":1,{}}}}})", container, how);
}

constexpr const char* kCommand = R"("exec":{"command":["true"]})";
constexpr const char* kHttp = R"("httpGet":{"port":80})";

/// On threads, which end before the prober does, whatever hangs.
struct Threaded {
    explicit Threaded(std::size_t commandThreads) : commands(std::in_place, "exec-probes", commandThreads) {}
    ~Threaded() {
        if (!checker.go.try_wait()) checker.go.count_down();
        network.reset();
        commands.reset();
    }

    async::ManualClock clock;
    NoEvents events;
    HangingChecker checker;
    std::optional<ThreadTasks> network{std::in_place, "probes", 2}, commands;
    Prober prober{checker, clock, events, {*network, *commands}, [](const std::string&) {}};
};

TEST_CASE("commands that hang in twenty pods hold up no other pod's probe") {
    Threaded node(21 * Prober::kAtOnce);
    auto& checker = node.checker;
    auto& prober = node.prober;
    for (int i = 0; i < 20; ++i) {
        const auto hung = pod(std::format("hung-{}", i), probed("a", kCommand) + "," + probed("b", kCommand) + "," +
                                                             probed("c", kCommand) + "," + probed("d", kCommand));
        prober.follow(hung, running(hung), "192.0.2.1", false);
    }
    prober.runDue();
    REQUIRE(soon([&] { return checker.checks == 20 * int(Prober::kAtOnce); }));
    const auto healthy = pod("healthy", probed("command", kCommand) + "," + probed("http", kHttp));
    const auto view = running(healthy);
    prober.follow(healthy, view, "192.0.2.2", false);
    prober.runDue();
    CHECK(soon([&] {
        const auto states = prober.statesOf(healthy->as<corev1::Pod>(), view);
        return states.at("healthy/command").ready && states.at("healthy/http").ready;
    }));
    CHECK(checker.most == int(Prober::kAtOnce));
}

TEST_CASE("a pod's probes take turns") {
    Threaded node(2);
    auto& prober = node.prober;
    node.checker.go.count_down();  // nobody hangs
    std::string containers;
    for (int i = 0; i < 9; ++i) containers += (i > 0 ? "," : "") + probed(std::format("c{}", i), kCommand);
    const auto many = pod("many", containers);
    const auto view = running(many);
    prober.follow(many, view, "192.0.2.1", false);
    CHECK(soon([&] {
        prober.runDue();
        const auto states = prober.statesOf(many->as<corev1::Pod>(), view);
        return std::ranges::all_of(states, [](const auto& state) { return state.second.ready; });
    }));
}

TEST_CASE("a probe that broke off runs again") {
    async::ManualClock clock;
    NoEvents events;
    HangingChecker checker;
    checker.broken = true;
    InlineTasks tasks;
    Prober prober(checker, clock, events, {tasks, tasks}, [](const std::string&) {});
    const auto web = pod("web", probed("c", kHttp));
    const auto view = running(web);
    prober.follow(web, view, "192.0.2.1", false);
    prober.runDue();
    CHECK_FALSE(prober.statesOf(web->as<corev1::Pod>(), view).at("web/c").ready);
    CHECK(prober.metrics().contains(R"(result="unknown"} 1)"));
    checker.broken = false;
    clock.advance(2s);
    prober.runDue();
    CHECK(prober.statesOf(web->as<corev1::Pod>(), view).at("web/c").ready);
}

/// Holds what it is given until the test lets go of it.
class LaterTasks final : public Tasks {
public:
    void run(std::function<void()> task) override { m_tasks.push_back(std::move(task)); }
    void release() {
        for (auto& task : std::exchange(m_tasks, {})) task();
    }

private:
    std::vector<std::function<void()>> m_tasks;
};

TEST_CASE("a probe that was gone when its turn came runs when it is back") {
    async::ManualClock clock;
    NoEvents events;
    HangingChecker checker;
    LaterTasks tasks;
    Prober prober(checker, clock, events, {tasks, tasks}, [](const std::string&) {});
    const auto with = pod("web", probed("c", kHttp)), without = pod("web", R"({"name":"c"})");
    const auto view = running(with);
    prober.follow(with, view, "192.0.2.1", false);
    prober.runDue();
    prober.follow(without, view, "192.0.2.1", false);
    tasks.release();
    CHECK(checker.checks == 0);
    prober.follow(with, view, "192.0.2.1", false);
    clock.advance(2s);
    prober.runDue();
    tasks.release();
    CHECK(checker.checks == 1);
    CHECK(prober.statesOf(with->as<corev1::Pod>(), view).at("web/c").ready);
}

}  // namespace
}  // namespace armillary::agent
