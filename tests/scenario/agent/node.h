#pragma once

#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>
#include <format>
#include <fstream>

#include "nodes/agent/pod/workers.h"
#include "nodes/agent/volume/object_cache.h"
#include "nodes/cri/fake/fake_runtime.h"
#include "tests/scenario/agent/fake_client.h"

namespace armillary::agent {

class Events final : public EventSink {
public:
    void pod(const corev1::Pod&, std::string_view type, std::string_view reason, std::string message,
             std::string_view) override {
        all.push_back(std::format("{} {}: {}", type, reason, message));
    }
    void node(std::string_view, std::string_view, std::string) override {}
    bool has(std::string_view text) const { return count(text) > 0; }
    std::ptrdiff_t count(std::string_view text) const {
        return std::ranges::count_if(all, [&](const auto& event) { return event.contains(text); });
    }
    std::vector<std::string> all;
};

/// Answers probes and hooks as the test says.
class ScriptedChecker final : public Checker {
public:
    CheckResult check(const ProbeTarget& target, const corev1::Probe&) override {
        address = target.podIp;
        return failing.contains(target.container.name) ? CheckResult{CheckResult::Outcome::Failure, "no"}
                                                       : CheckResult{};
    }
    CheckResult hook(const ProbeTarget& target, const corev1::LifecycleHandler&, std::chrono::seconds) override {
        hooks.push_back(target.container.name);
        return failing.contains("hook/" + target.container.name) ? CheckResult{CheckResult::Outcome::Failure, "no", 3}
                                                                 : CheckResult{};
    }
    std::set<std::string> failing;
    std::vector<std::string> hooks;
    std::string address;  ///< that was checked last
};

/// In the caller's own thread, at once, or when the test lets go of them.
class HeldTasks final : public Tasks {
public:
    void run(std::function<void()> task) override {
        if (hold)
            m_held.push_back(std::move(task));
        else
            task();
    }
    void release() {
        hold = false;
        for (auto& task : std::exchange(m_held, {})) task();
    }
    /// The one that came as number `index`, from nought; the others stay.
    void releaseOne(std::size_t index) {
        auto task = std::move(m_held.at(index));
        m_held.erase(m_held.begin() + static_cast<std::ptrdiff_t>(index));
        task();
    }
    std::size_t held() const { return m_held.size(); }
    bool hold = false;

private:
    std::vector<std::function<void()>> m_held;
};

/// A node's pods on the fake runtime, a manual clock and a server in a map, every thread being a step that the test
/// takes.
class Node {
public:
    Node() {
        char name[] = "/tmp/armillary-scenario.XXXXXX";
        layout.dataDir = ::mkdtemp(name);
        runtime.addImage("web:1");
        build();
    }
    ~Node() { std::filesystem::remove_all(layout.dataDir); }

    /// As a new agent process on what is there.
    void restart() {
        workers.reset();
        build();
        for (const auto& name : m_pods) sync(name);
        workers->relist(true);
        settle();
    }

    void create(const std::string& name, const std::string& spec, const std::string& extra = "") {
        auto json = R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":")" + name +
                    R"(","namespace":"default","uid":"uid-)" + name + "\"" + extra + R"(},"spec":)" + spec + "}";
        REQUIRE(client.create(client::target<corev1::Pod>("default"), json));
        m_pods.push_back(name);
        sync(name);
        settle();
    }
    void update(const std::string& name, const std::string& spec) {
        REQUIRE(client.patch(client::target<corev1::Pod>("default", name), client::PatchType::Merge,
                             R"({"spec":)" + spec + "}"));
        sync(name);
        settle();
    }
    void erase(const std::string& name, int grace = 30) {
        auto patch = std::format(
            R"({{"metadata":{{"deletionTimestamp":"2026-01-01T00:00:00Z","deletionGracePeriodSeconds":{}}}}})", grace);
        REQUIRE(client.patch(client::target<corev1::Pod>("default", name), client::PatchType::Merge, patch));
        sync(name);
        settle();
    }
    /// The informer's part: hands the server's version to the workers.
    void sync(const std::string& name) {
        auto pod = client.get(client::target<corev1::Pod>("default", name));
        if (pod) {
            m_last[name] = *pod;
            workers->update(*pod);
        } else if (m_last[name] && armillary::status::isNotFound(pod.error())) {
            workers->removed(m_last[name]);
        }
    }
    /// Lets everybody run until nothing is due.
    void settle() {
        for (int i = 0; i < 12; ++i) {
            workers->runDue();
            prober->runDue();
            statuses->runDue();
            for (const auto& name : m_pods) sync(name);
        }
    }
    void advance(std::chrono::seconds by) {
        for (auto left = by; left.count() > 0; left -= std::chrono::seconds(1)) {
            clock.advance(std::chrono::seconds(1));
            workers->relist(true);
            workers->runDue();
            prober->runDue();
            statuses->runDue();
        }
        settle();
    }
    bool exists(const std::string& name) {
        return client.get(client::target<corev1::Pod>("default", name)).has_value();
    }
    corev1::PodStatus status(const std::string& name) {
        auto pod = client.get(client::target<corev1::Pod>("default", name));
        REQUIRE(pod);
        return (*pod)->as<corev1::Pod>().status;
    }
    bool condition(const std::string& name, std::string_view type) {
        for (const auto& condition : status(name).conditions)
            if (condition.type == type) return condition.status == "True";
        return false;
    }
    std::string volume(const std::string& pod, const std::string& plugin, const std::string& name) {
        return (layout.pod("uid-" + pod) / "volumes" / ("kubernetes.io~" + plugin) / name).string();
    }
    static std::string read(const std::string& path) {
        std::ifstream in(path);
        return std::string((std::istreambuf_iterator<char>(in)), {});
    }

    async::ManualClock clock;
    cri::FakeRuntime runtime{clock};
    FakeClient client;
    Layout layout;
    Events events;
    ScriptedChecker checker;
    FakeMounter mounter;
    HeldTasks tasks;
    PodCgroups cgroups{"00000000", "node", "/nonexistent"};
    std::optional<Rejection> rejection;
    NodeFacts facts;
    std::unique_ptr<ObjectCache> objects;
    std::unique_ptr<TokenSource> tokens;
    std::unique_ptr<ClaimResolver> claims;
    std::unique_ptr<Volumes> volumes;
    std::unique_ptr<ImagePuller> images;
    std::unique_ptr<Prober> prober;
    std::unique_ptr<StatusManager> statuses;
    std::unique_ptr<WorkerContext> context;
    std::unique_ptr<PodWorkers> workers;

private:
    void build() {
        auto wake = [this](const std::string& uid) {
            if (workers) workers->wake(uid);
        };
        objects = std::make_unique<ObjectCache>(client, clock,
                                                [this](const std::string& namespace_, const std::string& name) {
                                                    if (workers) workers->wakeUsersOf(namespace_, name);
                                                });
        tokens = std::make_unique<TokenSource>(client, clock);
        claims = std::make_unique<ClaimResolver>(client, layout.volumes());
        volumes = std::make_unique<Volumes>(layout, *objects, *tokens, *claims, mounter, clock);
        images = std::make_unique<ImagePuller>(runtime, clock, events, tasks);
        prober = std::make_unique<Prober>(checker, clock, events, Prober::Lanes{tasks, tasks}, wake);
        statuses = std::make_unique<StatusManager>(client, clock, wake);
        facts.nodeName = "node";
        facts.nodeIp = "192.0.2.1";
        facts.memoryCapacity = 8ll << 30;
        facts.allocatableMilliCpu = 2000;
        facts.allocatableMemory = 7ll << 30;
        context = std::make_unique<WorkerContext>(
            WorkerContext{runtime,
                          clock,
                          *objects,
                          *volumes,
                          *images,
                          checker,
                          *prober,
                          events,
                          *statuses,
                          tasks,
                          layout,
                          cgroups,
                          {"10.96.0.10", "cluster.local"},
                          [this] { return facts; },
                          [](const std::string&) { return std::vector<ObjectRef>(); },
                          [this](const corev1::Pod&) { return rejection; },
                          [](const std::string& name) -> Result<std::string> {
                              if (name == "known") return "handler";
                              return std::unexpected(status::notFound("runtimeclasses", name));
                          },
                          wake});
        workers = std::make_unique<PodWorkers>(*context, 1);
    }

    std::vector<std::string> m_pods;
    std::map<std::string, ObjectRef> m_last;
};

}  // namespace armillary::agent
