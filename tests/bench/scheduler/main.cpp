// Scheduling 10,000 pods on 1,000 nodes: from the scheduler's start to the last pod's node being durable in the store,
// events included. Nodes and pods are there before; nothing runs the pods.
#include <stdlib.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <format>
#include <thread>

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

std::size_t waiting(client::Client& cluster) {
    const auto left =
        cluster.list(client::target<corev1::Pod>("default"), {.fieldSelector = "spec.nodeName=", .limit = 1});
    return left ? left->items.size() : 1;
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

    const auto start = std::chrono::steady_clock::now();
    const auto scheduler =
        armillary::scheduler::Scheduler::create({.client = cluster, .clock = clock, .identifiers = identifiers});
    if (!scheduler) return std::fprintf(stderr, "%s\n", scheduler.error().message.c_str()), 1;
    while (waiting(cluster) > 0) {
        if (std::chrono::steady_clock::now() - start > std::chrono::seconds(120)) return 1;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const double rate = kPods / seconds;
    std::printf(R"({"name":"scheduler_10000_pods_1000_nodes","value":%.0f,"unit":"pods/s","budget":%.0f,"met":%s})"
                "\n",
                rate, kBudgetPerSecond, rate >= kBudgetPerSecond ? "true" : "false");
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
