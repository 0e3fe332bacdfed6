#include <doctest/doctest.h>

#include <algorithm>

#include "tests/scenario/controllers/cluster.h"

using namespace armillary;
using namespace armillary::test;
using appsv1::Deployment;
using appsv1::ReplicaSet;
using corev1::Pod;

namespace {

const auto kWeb = client::target<Deployment>("default", "web");

/// As `kubectl rollout status` judges it.
bool rolledOut(Cluster& cluster, std::int32_t replicas) {
    const auto web = cluster.find<Deployment>("default", "web");
    return web && web->status.observedGeneration >= web->metadata.generation &&
           web->status.updatedReplicas == replicas && web->status.replicas == replicas &&
           web->status.availableReplicas == replicas;
}

std::string progress(Cluster& cluster) {
    const auto web = *cluster.find<Deployment>("default", "web");
    for (const auto& condition : web.status.conditions)
        if (condition.type == "Progressing") return condition.reason;
    return {};
}

std::string revision(Cluster& cluster) {
    return cluster.find<Deployment>("default", "web")->metadata.annotations["deployment.kubernetes.io/revision"];
}

void setImage(Cluster& cluster, const std::string& image) {
    REQUIRE(cluster.patch(
        kWeb, std::format(R"({{"spec":{{"template":{{"spec":{{"containers":[{{"name":"web","image":"{}"}}]}}}}}}}})",
                          image)));
}

std::vector<std::string> images(Cluster& cluster) {
    std::set<std::string> all;
    for (const auto& pod : cluster.all<Pod>("default")) all.insert(pod.spec.containers.at(0).image);
    return {all.begin(), all.end()};
}
using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("a deployment is made, scaled, updated, undone and deleted") {
    Cluster cluster;
    REQUIRE(client::create(*cluster.client, deployment("web", 3)));
    REQUIRE(cluster.eventually([&] { return rolledOut(cluster, 3); }));
    CHECK(progress(cluster) == "NewReplicaSetAvailable");
    CHECK(revision(cluster) == "1");
    CHECK(cluster.find<Deployment>("default", "web")->metadata.generation == 1);

    REQUIRE(cluster.patch(kWeb, R"({"spec":{"replicas":5}})"));
    REQUIRE(cluster.eventually([&] { return rolledOut(cluster, 5); }));
    CHECK(cluster.all<ReplicaSet>("default").size() == 1);

    setImage(cluster, "example.test/web:2");
    REQUIRE(
        cluster.eventually([&] { return rolledOut(cluster, 5) && images(cluster) == Strings{"example.test/web:2"}; },
                           [&] {
                               std::int32_t asked = 0;
                               for (const auto& set : cluster.all<ReplicaSet>("default")) asked += *set.spec.replicas;
                               // Default limits of 25 %: five may become seven.
                               CHECK(asked <= 7);
                           }));
    CHECK(revision(cluster) == "2");
    auto sets = cluster.all<ReplicaSet>("default");
    REQUIRE(sets.size() == 2);

    // As `kubectl rollout undo` does it: the old set's template without its hash.
    const auto old = std::ranges::find_if(sets, [](const auto& set) { return set.spec.replicas == 0; });
    REQUIRE(old != sets.end());
    CHECK(old->metadata.annotations.at("deployment.kubernetes.io/revision") == "1");
    auto undone = *cluster.find<Deployment>("default", "web");
    undone.spec.template_ = old->spec.template_;
    undone.spec.template_.metadata.labels.erase("pod-template-hash");
    undone.metadata.resourceVersion.clear();
    REQUIRE(client::update(*cluster.client, undone));
    REQUIRE(
        cluster.eventually([&] { return rolledOut(cluster, 5) && images(cluster) == Strings{"example.test/web:1"}; }));
    CHECK(revision(cluster) == "3");
    CHECK(cluster.all<ReplicaSet>("default").size() == 2);

    REQUIRE(client::remove<Deployment>(*cluster.client, "default", "web"));
    REQUIRE(cluster.eventually(
        [&] { return cluster.all<ReplicaSet>("default").empty() && cluster.all<Pod>("default").empty(); }));
}

TEST_CASE("a rollout that cannot become ready stops, times out, and can be undone") {
    Cluster cluster;
    auto web = deployment("web", 4);
    web.spec.progressDeadlineSeconds = 20;
    REQUIRE(client::create(*cluster.client, web));
    REQUIRE(cluster.eventually([&] { return rolledOut(cluster, 4); }));
    setImage(cluster, "example.test/broken:1");
    REQUIRE(cluster.eventually([&] { return progress(cluster) == "ProgressDeadlineExceeded"; }));
    const auto stuck = *cluster.find<Deployment>("default", "web");
    CHECK(stuck.status.availableReplicas >= 3);
    setImage(cluster, "example.test/web:1");
    REQUIRE(cluster.eventually([&] { return rolledOut(cluster, 4) && progress(cluster) == "NewReplicaSetAvailable"; }));
}

TEST_CASE("a paused deployment scales but does not roll out") {
    Cluster cluster;
    REQUIRE(client::create(*cluster.client, deployment("web", 2)));
    REQUIRE(cluster.eventually([&] { return rolledOut(cluster, 2); }));
    REQUIRE(cluster.patch(kWeb, R"({"spec":{"paused":true,"replicas":3}})"));
    setImage(cluster, "example.test/web:2");
    REQUIRE(
        cluster.eventually([&] { return cluster.find<Deployment>("default", "web")->status.availableReplicas == 3; }));
    CHECK(progress(cluster) == "DeploymentPaused");
    CHECK(images(cluster) == Strings{"example.test/web:1"});
    REQUIRE(cluster.patch(kWeb, R"({"spec":{"paused":false}})"));
    REQUIRE(
        cluster.eventually([&] { return rolledOut(cluster, 3) && images(cluster) == Strings{"example.test/web:2"}; }));
}

TEST_CASE("recreate lets the old pods go before the new ones come") {
    Cluster cluster;
    auto web = deployment("web", 3);
    web.spec.strategy.type = "Recreate";
    REQUIRE(client::create(*cluster.client, web));
    REQUIRE(cluster.eventually([&] { return rolledOut(cluster, 3); }));
    setImage(cluster, "example.test/web:2");
    REQUIRE(
        cluster.eventually([&] { return rolledOut(cluster, 3) && images(cluster) == Strings{"example.test/web:2"}; },
                           [&] { CHECK(images(cluster).size() <= 1); }));
}

TEST_CASE("only as many old revisions are kept as the deployment asks for") {
    Cluster cluster;
    auto web = deployment("web", 1);
    web.spec.revisionHistoryLimit = 1;
    REQUIRE(client::create(*cluster.client, web));
    for (int version = 1; version <= 4; ++version) {
        setImage(cluster, std::format("example.test/web:{}", version));
        REQUIRE(cluster.eventually([&] {
            return rolledOut(cluster, 1) && images(cluster) == Strings{std::format("example.test/web:{}", version)};
        }));
    }
    REQUIRE(cluster.eventually([&] { return cluster.all<ReplicaSet>("default").size() == 2; }));
    CHECK(revision(cluster) == "4");
}

TEST_CASE("a replica set replaces lost pods, adopts matching ones and lets strayed ones go") {
    Cluster cluster;
    REQUIRE(client::create(*cluster.client, deployment("web", 2)));
    REQUIRE(cluster.eventually([&] { return rolledOut(cluster, 2); }));
    auto pods = cluster.all<Pod>("default");
    REQUIRE(client::remove<Pod>(*cluster.client, "default", pods[0].metadata.name));
    REQUIRE(cluster.patch(client::target<Pod>("default", pods[1].metadata.name),
                          R"({"metadata":{"labels":{"app":"debug"}}})"));
    const auto released = [&] {
        const auto pod = cluster.find<Pod>("default", pods[1].metadata.name);
        return pod && pod->metadata.ownerReferences.empty();
    };
    REQUIRE(cluster.eventually(
        [&] { return released() && rolledOut(cluster, 2) && cluster.all<Pod>("default", "app=web").size() == 2; }));
    REQUIRE(cluster.patch(client::target<Pod>("default", pods[1].metadata.name),
                          R"({"metadata":{"labels":{"app":"web"}}})"));
    REQUIRE(cluster.eventually([&] {
        const auto now = cluster.all<Pod>("default", "app=web");
        return now.size() == 2 &&
               std::ranges::all_of(now, [](const auto& pod) { return pod.metadata.ownerReferences.size() == 1; });
    }));
}
