#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "app/offline/offline_cluster.h"
#include "app/offline/sample_documents.h"
#include "app/offline/sample_workloads.h"
#include "app/offline/temporary_folder.h"
#include "engine/client/http/http_client.h"
#include "engine/client/kubeconfig.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/autoscalingv2.h"
#include "engine/schema/api/batchv1.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/api/networkingv1.h"
#include "tests/support/engine/running_engine.h"

using namespace armillary;
using namespace armillary::app;
using test::eventually;

namespace {

std::shared_ptr<OfflineCluster> made(const OfflineOptions& options) {
    auto cluster = makeOfflineCluster(options);
    REQUIRE_MESSAGE(cluster.has_value(), (cluster ? std::string() : cluster.error()));
    return *cluster;
}

template <schema::ApiStruct T>
std::vector<ObjectRef> all(OfflineCluster& cluster, const std::string& selector = "") {
    return cluster.client().list(client::target<T>(), {.labelSelector = selector}).value().items;
}

/// The sample's pods by what they are doing: "Running", or why they do not.
std::map<std::string, int> states(OfflineCluster& cluster) {
    std::map<std::string, int> counts;
    for (const ObjectRef& object : all<corev1::Pod>(cluster)) {
        const auto& pod = object->as<corev1::Pod>();
        std::string state = pod.status.phase;
        for (const auto& container : pod.status.containerStatuses)
            if (container.state.waiting) state = container.state.waiting->reason;
        for (const auto& condition : pod.status.conditions)
            if (condition.status == "False" && condition.reason == "Unschedulable") state = condition.reason;
        // The two take turns.
        if (state == "ErrImagePull") state = "ImagePullBackOff";
        ++counts[pod.metadata.deletionTimestamp ? "Terminating" : state];
    }
    return counts;
}

bool allReady(OfflineCluster& cluster, const std::string& namespace_, const std::string& name) {
    const auto found = client::get<appsv1::Deployment>(cluster.client(), namespace_, name);
    const auto& status = (*found)->as<appsv1::Deployment>().status;
    return status.readyReplicas == (*found)->as<appsv1::Deployment>().spec.replicas &&
           status.updatedReplicas == status.replicas && status.readyReplicas == status.replicas;
}

const std::map<std::string, int> kStillStates = {
    {"Running", 44}, {"CrashLoopBackOff", 2}, {"ImagePullBackOff", 1}, {"Unschedulable", 1}};

}  // namespace

TEST_CASE("the still sample is at rest when it is handed over, and its folder goes with it") {
    std::filesystem::path folder;
    {
        const auto cluster = made({.lively = false});
        CHECK(states(*cluster) == kStillStates);
        CHECK(all<corev1::Node>(*cluster).size() == 4);
        CHECK(all<appsv1::Deployment>(*cluster).size() == 8);
        std::set<std::string> addresses;
        for (const ObjectRef& object : all<corev1::Pod>(*cluster)) {
            const auto& status = object->as<corev1::Pod>().status;
            if (status.podIP.empty()) continue;
            CHECK(status.podIP.starts_with("10.244."));
            addresses.insert(status.podIP);
        }
        CHECK(addresses.size() == 47);
        folder = cluster->kubeconfig().parent_path();
        CHECK(std::filesystem::exists(folder));
    }
    CHECK(!std::filesystem::exists(folder));
}

TEST_CASE("every kind of the sample is there, and served over HTTPS") {
    const auto cluster = made({.nodes = 2, .pods = 8, .lively = false});
    const auto remote =
        client::makeHttpClient(client::loadKubeconfig(cluster->kubeconfig().string(), "armillary").value());
    REQUIRE(remote.has_value());
    CHECK((*remote)->list(client::target<corev1::Service>("shop"))->items.size() == 3);
    for (const char* path :
         {"/api/v1/namespaces/shop/configmaps/storefront-settings",
          "/api/v1/namespaces/shop/secrets/payments-credentials", "/apis/apps/v1/namespaces/data/statefulsets/ledger",
          "/apis/apps/v1/namespaces/platform/daemonsets/node-watcher",
          "/apis/batch/v1/namespaces/data/jobs/rebuild-index", "/apis/batch/v1/namespaces/data/cronjobs/hourly-report",
          "/apis/networking.k8s.io/v1/namespaces/shop/ingresses/storefront",
          "/apis/networking.k8s.io/v1/namespaces/data/networkpolicies/only-from-the-shop",
          "/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers/storefront",
          "/apis/policy/v1/namespaces/shop/poddisruptionbudgets/payments",
          "/apis/shop.example.com/v1/namespaces/shop/coupons/spring",
          "/apis/shop.example.com/v1/namespaces/shop/coupons/welcome"})
        CHECK_MESSAGE((*remote)->getRaw(path).has_value(), path);
    CHECK(all<corev1::Pod>(*cluster).size() == 8);
    // A claim is bound where controllers run.
    CHECK(eventually([&] {
        const auto claim = client::get<corev1::PersistentVolumeClaim>(cluster->client(), "data", "archive");
        return (*claim)->as<corev1::PersistentVolumeClaim>().status.phase == "Bound";
    }));
}

TEST_CASE("it answers as a cluster does: what is scaled grows, what is mended recovers, what is drained moves") {
    const auto cluster = made({.lively = false});
    client::Client& client = cluster->client();
    const auto patch = [&](const client::Target& target, const std::string& json) {
        REQUIRE(client.patch(target, client::PatchType::Merge, json).has_value());
    };
    patch(client::target<appsv1::Deployment>("shop", "basket"), R"({"spec":{"replicas":9}})");
    CHECK(eventually([&] { return all<corev1::Pod>(*cluster, "app=basket").size() == 9; }));
    CHECK(eventually([&] { return allReady(*cluster, "shop", "basket"); }));

    patch(client::target<appsv1::Deployment>("data", "indexer"),
          R"({"spec":{"template":{"metadata":{"annotations":{"armillary.dev/simulate":null}}}}})");
    CHECK(eventually([&] { return allReady(*cluster, "data", "indexer"); }));

    patch(client::target<corev1::Node>({}, "node-1"), R"({"spec":{"unschedulable":true}})");
    for (const ObjectRef& pod : all<corev1::Pod>(*cluster, "app=basket"))
        if (pod->as<corev1::Pod>().spec.nodeName == "node-1")
            CHECK(client::remove<corev1::Pod>(client, pod->namespace_(), pod->name()).has_value());
    CHECK(eventually([&] {
        const auto pods = all<corev1::Pod>(*cluster, "app=basket");
        return pods.size() == 9 && std::ranges::all_of(pods, [](const ObjectRef& object) {
                   const auto& pod = object->as<corev1::Pod>();
                   return pod.spec.nodeName != "node-1" && pod.status.phase == "Running";
               });
    }));

    batchv1::Job job;
    job.metadata.namespace_ = "data";
    job.metadata.name = "once";
    job.spec.completions = 4;
    job.spec.parallelism = 2;
    job.spec.template_.spec.restartPolicy = "Never";
    auto& container = job.spec.template_.spec.containers.emplace_back();
    container.name = "once";
    container.image = "armillary.dev/once:1";
    REQUIRE(client::create(client, job).has_value());
    CHECK(eventually([&] {
        const auto found = client::get<batchv1::Job>(client, "data", "once");
        const auto& status = (*found)->as<batchv1::Job>().status;
        return status.succeeded == 4 && status.completionTime.has_value();
    }));

    REQUIRE(client::remove<corev1::Namespace>(client, {}, "platform").has_value());
    CHECK(eventually([&] { return !client::get<corev1::Namespace>(client, {}, "platform"); }));
}

TEST_CASE("a lively cluster changes by itself, and stops at once") {
    std::set<std::string> uids;
    const auto cluster = made({.nodes = 2, .pods = 16});
    for (const ObjectRef& pod : all<corev1::Pod>(*cluster)) uids.insert(pod->uid());
    CHECK(uids.size() >= 16);
    CHECK(eventually([&] {
        return std::ranges::any_of(all<corev1::Pod>(*cluster),
                                   [&](const ObjectRef& pod) { return !uids.contains(pod->uid()); });
    }));
    CHECK(all<appsv1::Deployment>(*cluster).size() == 8);
}

TEST_CASE("folders that nobody lives in any more go when the next one is made") {
    namespace fs = std::filesystem;
    const auto living = TemporaryFolder::create();
    REQUIRE(living.has_value());
    const fs::path abandoned = living->path().string() + "left", young = living->path().string() + "young";
    fs::create_directories(abandoned / "pki");
    fs::create_directory(young);
    const auto longAgo = fs::file_time_type::clock::now() - std::chrono::hours(1);
    for (const fs::path& folder : {living->path(), abandoned}) fs::last_write_time(folder, longAgo);
    fs::path next;
    {
        const auto made = TemporaryFolder::create();
        REQUIRE(made.has_value());
        next = made->path();
        CHECK(fs::exists(next));
        CHECK(!fs::exists(abandoned));
        CHECK(fs::exists(young));
        CHECK(fs::exists(living->path()));
    }
    CHECK(!fs::exists(next));
    fs::remove(young);
}

TEST_CASE("an empty cluster is empty") {
    const auto cluster = made({.nodes = 0, .pods = 0, .lively = false});
    CHECK(all<corev1::Pod>(*cluster).empty());
    CHECK(all<corev1::Node>(*cluster).empty());
}

TEST_CASE("pods by the hundred are written directly, and all of them run") {
    const auto cluster = made({.nodes = 40, .pods = 500, .controllers = false});
    CHECK(states(*cluster) == std::map<std::string, int>{{"Running", 500}});
    CHECK(all<corev1::Node>(*cluster).size() == 40);
    for (const ObjectRef& node : all<corev1::Node>(*cluster)) CHECK(node->as<corev1::Node>().spec.taints.empty());
    std::set<std::string> nodes;
    for (const ObjectRef& pod : all<corev1::Pod>(*cluster)) nodes.insert(pod->as<corev1::Pod>().spec.nodeName);
    CHECK(nodes.size() == 40);
    CHECK(allReady(*cluster, "shop", "basket"));
}

TEST_CASE("a workload's mistakes cost as many pods as they say") {
    int broken = 0, pods = 0;
    for (const SampleWorkload& workload : sampleWorkloads(48)) {
        broken += workload.broken();
        pods += workload.replicas;
    }
    CHECK(pods == 48);
    CHECK(broken == 4);
    for (const SampleWorkload& workload : sampleWorkloads(0)) CHECK(workload.broken() == 0);
}
