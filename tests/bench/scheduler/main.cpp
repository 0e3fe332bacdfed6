// Scheduling 10,000 pods on 1,000 nodes: from the scheduler's start to the last pod's node and the last pod's event
// being durable in the store, seen by a watch. Nodes and pods are there before; nothing runs the pods.
#include <stdlib.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <filesystem>
#include <format>
#include <mutex>
#include <thread>
#include <type_traits>

#include "engine/async/clock.h"
#include "engine/async/identifiers.h"
#include "engine/runtime/engine.h"
#include "engine/scheduler/scheduler.h"
#include "engine/schema/api/corev1.h"
#include "nodes/machines/simulated/simulated_nodes.h"

namespace {

namespace fs = std::filesystem;
namespace client = armillary::client;
namespace corev1 = armillary::corev1;

constexpr int kNodes = 1000, kPods = 10'000, kCreators = 16;
constexpr double kBudgetPerSecond = 5000;

corev1::Pod pod(int index) {
    corev1::Pod made;
    made.metadata.namespace_ = "default";
    made.metadata.name = std::format("pod-{}", index);
    corev1::Container& container = made.spec.containers.emplace_back();
    container.name = "c";
    container.image = "armillary.dev/sample-web:1";
    container.resources.requests["cpu"] = armillary::schema::Quantity::fromMilli(100);
    container.resources.requests["memory"] = armillary::schema::Quantity::fromBytes(64ll << 20);
    return made;
}

bool createPods(client::Client& cluster) {
    corev1::ServiceAccount account;
    account.metadata.namespace_ = "default";
    account.metadata.name = "default";
    if (!client::create(cluster, account)) return false;
    std::atomic<int> next = 0, failed = 0;
    std::vector<std::jthread> creators;
    for (int i = 0; i < kCreators; ++i)
        creators.emplace_back([&] {
            for (int index = next++; index < kPods; index = next++)
                if (!client::create(cluster, pod(index))) ++failed;
        });
    creators.clear();
    return failed == 0;
}

/// New nodes are tainted until a controller finds them ready; no controller runs here.
bool removeTaints(client::Client& cluster) {
    const auto nodes = cluster.list(client::target<corev1::Node>());
    if (!nodes) return false;
    return std::ranges::all_of(nodes->items, [&](const armillary::ObjectRef& node) {
        return cluster
            .patch(client::target<corev1::Node>({}, node->name()), client::PatchType::Merge,
                   R"({"spec":{"taints":null}})")
            .has_value();
    });
}

/// Counts what the scheduler has written, by watching: pods that got a node, and events that say so.
class Progress {
public:
    explicit Progress(client::Client& cluster) {
        const auto pods = cluster.list(client::target<corev1::Pod>("default"), {.limit = 1});
        const auto follow = [&]<class T>(std::type_identity<T>, auto counts) {
            return cluster
                .watch(client::target<T>("default"), {.resourceVersion = pods->resourceVersion},
                       [this, counts](const client::WatchEvent& event) {
                           if (event.object && counts(event)) count(event.object->kind() == "Pod" ? m_bound : m_told);
                       })
                .value();
        };
        m_pods = follow(std::type_identity<corev1::Pod>(),
                        [](const client::WatchEvent& event) { return event.type == client::WatchEventType::Modified; });
        m_events = follow(std::type_identity<corev1::Event>(),
                          [](const client::WatchEvent& event) { return event.type == client::WatchEventType::Added; });
    }

    struct Times {
        std::chrono::steady_clock::time_point bound, told;
    };
    /// When all pods were bound, and told of; false after `limit`.
    std::optional<Times> await(std::chrono::seconds limit) {
        std::unique_lock lock(m_mutex);
        if (!m_changed.wait_for(lock, limit, [&] { return m_bound.count == kPods && m_told.count == kPods; }))
            return std::nullopt;
        return Times{m_bound.last, m_told.last};
    }

private:
    struct Counter {
        int count = 0;
        std::chrono::steady_clock::time_point last;
    };
    void count(Counter& counter) {
        const std::lock_guard lock(m_mutex);
        ++counter.count;
        counter.last = std::chrono::steady_clock::now();
        if (counter.count == kPods) m_changed.notify_all();
    }

    std::mutex m_mutex;
    std::condition_variable m_changed;
    Counter m_bound, m_told;
    std::unique_ptr<client::Watch> m_pods, m_events;
};

void print(const char* name, double rate) {
    std::printf(R"({"name":"%s","value":%.0f,"unit":"pods/s","budget":%.0f,"met":%s})"
                "\n",
                name, rate, kBudgetPerSecond, rate >= kBudgetPerSecond ? "true" : "false");
}

int measure(const fs::path& dir) {
    auto engine = armillary::runtime::Engine::start({.dataDir = dir, .controllers = false, .scheduler = false});
    if (!engine) return std::fprintf(stderr, "%s\n", engine.error().c_str()), 1;
    client::Client& cluster = (*engine)->adminClient();
    armillary::async::Clock& clock = armillary::async::realClock();
    armillary::async::Identifiers identifiers;
    {
        const auto nodes = armillary::machines::SimulatedNodes::create(cluster, clock, {.count = kNodes});
        if (!nodes) return std::fprintf(stderr, "nodes: %s\n", nodes.error().message.c_str()), 1;
    }
    if (!removeTaints(cluster)) return std::fprintf(stderr, "the nodes' taints could not be removed\n"), 1;
    if (!createPods(cluster)) return std::fprintf(stderr, "the pods could not be created\n"), 1;

    Progress progress(cluster);
    const auto start = std::chrono::steady_clock::now();
    const auto scheduler =
        armillary::scheduler::Scheduler::create({.client = cluster, .clock = clock, .identifiers = identifiers});
    if (!scheduler) return std::fprintf(stderr, "%s\n", scheduler.error().message.c_str()), 1;
    const auto times = progress.await(std::chrono::seconds(180));
    if (!times) return std::fprintf(stderr, "not all pods were bound and told of within three minutes\n"), 1;
    const auto rate = [&](std::chrono::steady_clock::time_point end) {
        return kPods / std::chrono::duration<double>(end - start).count();
    };
    print("scheduler_10000_pods_1000_nodes", rate(std::max(times->bound, times->told)));
    print("scheduler_10000_pods_1000_nodes_bound", rate(times->bound));
    return 0;
}

}  // namespace

int main() {
    std::string pattern = (fs::temp_directory_path() / "armillary-bench.XXXXXX").string();
    const fs::path dir = mkdtemp(pattern.data());
    const int status = measure(dir);
    fs::remove_all(dir);
    return status;
}
