#include <doctest/doctest.h>

#include <algorithm>

#include "tests/scenario/controllers/cluster.h"

using namespace armillary;
using namespace armillary::test;
using corev1::Pod;

namespace {

corev1::PodTemplateSpec templateFor(const std::string& app) {
    corev1::PodTemplateSpec made;
    made.metadata.labels["app"] = app;
    auto& container = made.spec.containers.emplace_back();
    container.name = "c";
    container.image = "example.test/web:1";
    return made;
}

}  // namespace

TEST_CASE("a daemon set's status is true even where a quota refuses its pods") {
    Cluster cluster;
    cluster.kubelet.add(node("n2"));
    corev1::ResourceQuota quota;
    quota.metadata.name = "one";
    quota.metadata.namespace_ = "default";
    quota.spec.hard["pods"] = schema::Quantity::fromUnits(1);
    REQUIRE(client::create(*cluster.client, quota));
    REQUIRE(cluster.eventually(
        [&] { return !cluster.find<corev1::ResourceQuota>("default", "one")->status.hard.empty(); }));
    appsv1::DaemonSet daemon;
    daemon.metadata.name = "agent";
    daemon.metadata.namespace_ = "default";
    daemon.spec.selector.ensure().matchLabels["app"] = "agent";
    daemon.spec.template_ = templateFor("agent");
    REQUIRE(client::create(*cluster.client, daemon));
    const auto status = [&] { return cluster.find<appsv1::DaemonSet>("default", "agent")->status; };
    REQUIRE(cluster.eventually([&] { return status().currentNumberScheduled == 1 && status().numberReady == 1; }));
    CHECK(status().desiredNumberScheduled == 2);
    CHECK(status().observedGeneration == 1);
    CHECK_FALSE(status().collisionCount);
}

TEST_CASE("a mark of disruption that nothing follows is taken back") {
    Cluster cluster;
    Pod pod;
    pod.metadata.name = "spared";
    pod.metadata.namespace_ = "default";
    pod.spec = templateFor("spared").spec;
    REQUIRE(client::create(*cluster.client, pod));
    const auto marked = cluster.harness.clock().now();
    REQUIRE(
        cluster.patch(client::target<Pod>("default", "spared", "status"),
                      std::format(R"({{"status":{{"conditions":[{{"type":"DisruptionTarget","status":"True",)"
                                  R"("reason":"EvictionByEvictionAPI","message":"m","lastTransitionTime":"{}"}}]}}}})",
                                  schema::Time(marked).text())));
    corev1::PodCondition condition;
    REQUIRE(cluster.eventually([&] {
        const auto conditions = cluster.find<Pod>("default", "spared")->status.conditions;
        condition = *std::ranges::find(conditions, "DisruptionTarget", &corev1::PodCondition::type);
        return condition.status == "False";
    }));
    CHECK(condition.reason.empty());
    CHECK(cluster.harness.clock().now() - marked >= std::chrono::minutes(2));
}

TEST_CASE("an owner in another namespace is none, and an event says so") {
    Cluster cluster;
    corev1::ConfigMap owner;
    owner.metadata.name = "owner";
    owner.metadata.namespace_ = "kube-system";
    const auto made = client::create(*cluster.client, owner);
    REQUIRE(made);
    corev1::ConfigMap dependent;
    dependent.metadata.name = "dependent";
    dependent.metadata.namespace_ = "default";
    auto& reference = dependent.metadata.ownerReferences.emplace_back();
    reference.apiVersion = "v1";
    reference.kind = "ConfigMap";
    reference.name = "owner";
    reference.uid = (*made)->uid();
    REQUIRE(client::create(*cluster.client, dependent));
    REQUIRE(cluster.eventually([&] { return !cluster.find<corev1::ConfigMap>("default", "dependent"); }));
    CHECK(cluster.find<corev1::ConfigMap>("kube-system", "owner"));
    REQUIRE(cluster.eventually([&] {
        return std::ranges::any_of(cluster.all<corev1::Event>("default"), [&](const corev1::Event& event) {
            return event.reason == "OwnerRefInvalidNamespace" &&
                   event.message == std::format(
                                        "ownerRef [v1/ConfigMap, namespace: default, name: owner, uid: {}] "
                                        "does not exist in namespace \"default\"",
                                        reference.uid);
        });
    }));
}

TEST_CASE("a stateful set scaled up again waits for the former pod's claim to be gone, and no longer") {
    Cluster cluster;
    appsv1::StatefulSet set;
    set.metadata.name = "db";
    set.metadata.namespace_ = "default";
    set.spec.replicas = 1;
    set.spec.serviceName = "db";
    set.spec.selector.ensure().matchLabels["app"] = "db";
    set.spec.template_ = templateFor("db");
    set.spec.persistentVolumeClaimRetentionPolicy.ensure().whenScaled = "Delete";
    auto& claim = set.spec.volumeClaimTemplates.emplace_back();
    claim.metadata.name = "data";
    claim.metadata.finalizers = {"example.test/hold"};
    claim.spec.accessModes = {"ReadWriteOnce"};
    claim.spec.resources.requests["storage"] = schema::Quantity::fromUnits(1024);
    REQUIRE(client::create(*cluster.client, set));
    const auto scale = [&](int replicas) {
        REQUIRE(cluster.patch(client::target<appsv1::StatefulSet>("default", "db"),
                              std::format(R"({{"spec":{{"replicas":{}}}}})", replicas)));
    };
    const auto heldClaim = [&] {
        return cluster.find<corev1::PersistentVolumeClaim>("default", "data-db-0")->metadata.deletionTimestamp;
    };
    REQUIRE(cluster.eventually([&] { return cluster.find<Pod>("default", "db-0").has_value(); }));
    scale(0);
    REQUIRE(cluster.eventually([&] { return heldClaim() && cluster.all<Pod>("default").empty(); }));
    scale(1);
    cluster.letPass(std::chrono::seconds(5));
    CHECK(cluster.all<Pod>("default").empty());
    REQUIRE(cluster.client->patch(client::target<corev1::PersistentVolumeClaim>("default", "data-db-0"),
                                  client::PatchType::Merge, R"({"metadata":{"finalizers":null}})"));
    REQUIRE(cluster.eventually([&] { return cluster.find<Pod>("default", "db-0").has_value(); }));
}
