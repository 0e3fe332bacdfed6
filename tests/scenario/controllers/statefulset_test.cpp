#include <doctest/doctest.h>

#include <algorithm>

#include "tests/scenario/controllers/cluster.h"

using namespace armillary;
using namespace armillary::test;
using appsv1::StatefulSet;
using corev1::PersistentVolumeClaim;
using corev1::Pod;

namespace {

const auto kDb = client::target<StatefulSet>("default", "db");

StatefulSet database(std::int32_t replicas) {
    StatefulSet set;
    set.metadata.name = "db";
    set.metadata.namespace_ = "default";
    set.spec.replicas = replicas;
    set.spec.serviceName = "db";
    set.spec.selector.ensure().matchLabels["app"] = "db";
    set.spec.template_.metadata.labels["app"] = "db";
    auto& container = set.spec.template_.spec.containers.emplace_back();
    container.name = "c";
    container.image = "example.test/db:1";
    auto& claim = set.spec.volumeClaimTemplates.emplace_back();
    claim.metadata.name = "data";
    claim.spec.accessModes = {"ReadWriteOnce"};
    claim.spec.resources.requests["storage"] = *schema::Quantity::parse("1Gi");
    return set;
}

std::set<std::string> names(Cluster& cluster) {
    std::set<std::string> all;
    for (const auto& pod : cluster.all<Pod>("default")) all.insert(pod.metadata.name);
    return all;
}

appsv1::StatefulSetStatus statusNow(Cluster& cluster) {
    return cluster.find<StatefulSet>("default", "db")->status;
}

/// As `kubectl rollout status` judges it.
bool rolledOut(Cluster& cluster, std::int32_t replicas) {
    const auto set = *cluster.find<StatefulSet>("default", "db");
    const auto& status = set.status;
    return status.observedGeneration >= set.metadata.generation && status.replicas == replicas &&
           status.readyReplicas == replicas && status.availableReplicas == replicas &&
           status.updatedReplicas == replicas && status.currentRevision == status.updateRevision;
}

void setImage(Cluster& cluster, const std::string& image) {
    REQUIRE(cluster.patch(
        kDb,
        std::format(R"({{"spec":{{"template":{{"spec":{{"containers":[{{"name":"c","image":"{}"}}]}}}}}}}})", image)));
}

using Names = std::set<std::string>;

}  // namespace

TEST_CASE("a stateful set is made in order, updated, undone, scaled and deleted") {
    Cluster cluster;
    REQUIRE(client::create(*cluster.client, database(3)));
    REQUIRE(cluster.eventually([&] { return rolledOut(cluster, 3); }));
    CHECK(names(cluster) == Names{"db-0", "db-1", "db-2"});
    CHECK(cluster.all<PersistentVolumeClaim>("default").size() == 3);
    const auto first = *cluster.find<Pod>("default", "db-0"), last = *cluster.find<Pod>("default", "db-2");
    CHECK(first.metadata.creationTimestamp <= last.metadata.creationTimestamp);
    const std::string before = statusNow(cluster).currentRevision;
    CHECK(first.metadata.labels.at("controller-revision-hash") == before);

    setImage(cluster, "example.test/db:2");
    REQUIRE(cluster.eventually([&] { return rolledOut(cluster, 3) && statusNow(cluster).currentRevision != before; }));
    CHECK(cluster.find<Pod>("default", "db-0")->metadata.uid != first.metadata.uid);
    CHECK(cluster.all<appsv1::ControllerRevision>("default").size() == 2);

    // As `kubectl rollout undo`: the first revision's patch.
    const auto old = *cluster.find<appsv1::ControllerRevision>("default", before);
    CHECK(old.revision == 1);
    REQUIRE(cluster.patch(kDb, old.data.text));
    REQUIRE(cluster.eventually([&] { return rolledOut(cluster, 3) && statusNow(cluster).currentRevision == before; }));
    CHECK(cluster.find<appsv1::ControllerRevision>("default", before)->revision == 3);

    REQUIRE(cluster.client->patch(client::target<StatefulSet>("default", "db", "scale"), client::PatchType::Merge,
                                  R"({"spec":{"replicas":1}})"));
    REQUIRE(cluster.eventually([&] { return names(cluster) == Names{"db-0"} && rolledOut(cluster, 1); }));
    CHECK(cluster.all<PersistentVolumeClaim>("default").size() == 3);

    client::DeleteOptions options;
    options.propagationPolicy = "Background";
    REQUIRE(client::remove<StatefulSet>(*cluster.client, "default", "db", options));
    REQUIRE(cluster.eventually(
        [&] { return names(cluster).empty() && cluster.all<appsv1::ControllerRevision>("default").empty(); }));
    CHECK(cluster.all<PersistentVolumeClaim>("default").size() == 3);
}

TEST_CASE("a partition holds an update back; the history is cut") {
    Cluster cluster;
    auto db = database(2);
    db.spec.revisionHistoryLimit = 1;
    db.spec.updateStrategy.type = "RollingUpdate";
    db.spec.updateStrategy.rollingUpdate.ensure().partition = 1;
    REQUIRE(client::create(*cluster.client, db));
    REQUIRE(cluster.eventually([&] { return rolledOut(cluster, 2); }));
    setImage(cluster, "example.test/db:2");
    REQUIRE(cluster.eventually(
        [&] { return statusNow(cluster).updatedReplicas == 1 && statusNow(cluster).readyReplicas == 2; }));
    CHECK(cluster.find<Pod>("default", "db-0")->spec.containers[0].image == "example.test/db:1");
    CHECK(cluster.find<Pod>("default", "db-1")->spec.containers[0].image == "example.test/db:2");
    CHECK(statusNow(cluster).currentReplicas == 1);

    // A pod below the partition comes back as it was.
    REQUIRE(client::remove<Pod>(*cluster.client, "default", "db-0"));
    REQUIRE(cluster.eventually([&] {
        const auto pod = cluster.find<Pod>("default", "db-0");
        return pod && !pod->metadata.deletionTimestamp && statusNow(cluster).readyReplicas == 2;
    }));
    CHECK(cluster.find<Pod>("default", "db-0")->spec.containers[0].image == "example.test/db:1");

    REQUIRE(cluster.patch(kDb, R"({"spec":{"updateStrategy":{"rollingUpdate":{"partition":0}}}})"));
    for (const char* image : {"example.test/db:3", "example.test/db:4", "example.test/db:5"}) {
        setImage(cluster, image);
        REQUIRE(cluster.eventually([&] { return rolledOut(cluster, 2); }));
    }
    REQUIRE(cluster.eventually([&] { return cluster.all<appsv1::ControllerRevision>("default").size() == 2; }));
}

TEST_CASE("parallel pods with claims that go with them; failed pods come back; ordinals move") {
    Cluster cluster;
    auto db = database(3);
    db.spec.podManagementPolicy = "Parallel";
    db.spec.ordinals.ensure().start = 2;
    auto& retention = db.spec.persistentVolumeClaimRetentionPolicy.ensure();
    retention.whenDeleted = retention.whenScaled = "Delete";
    REQUIRE(client::create(*cluster.client, db));
    REQUIRE(cluster.eventually([&] { return rolledOut(cluster, 3); }));
    CHECK(names(cluster) == Names{"db-2", "db-3", "db-4"});

    const auto failing = *cluster.find<Pod>("default", "db-3");
    REQUIRE(cluster.patch(client::target<Pod>("default", "db-3", "status"), R"({"status":{"phase":"Failed"}})"));
    REQUIRE(cluster.eventually([&] {
        const auto pod = cluster.find<Pod>("default", "db-3");
        return pod && pod->metadata.uid != failing.metadata.uid && rolledOut(cluster, 3);
    }));

    REQUIRE(cluster.patch(kDb, R"({"spec":{"replicas":1}})"));
    REQUIRE(cluster.eventually(
        [&] { return names(cluster) == Names{"db-2"} && cluster.all<PersistentVolumeClaim>("default").size() == 1; }));
    client::DeleteOptions options;
    options.propagationPolicy = "Background";
    REQUIRE(client::remove<StatefulSet>(*cluster.client, "default", "db", options));
    REQUIRE(cluster.eventually(
        [&] { return names(cluster).empty() && cluster.all<PersistentVolumeClaim>("default").empty(); }));
}

TEST_CASE("a replication controller keeps, adopts and releases pods, and says when it cannot") {
    using corev1::ReplicationController;
    Cluster cluster;
    ReplicationController web;
    web.metadata.name = "web";
    web.metadata.namespace_ = "default";
    web.spec.replicas = 2;
    auto& podTemplate = web.spec.template_.ensure();
    podTemplate.metadata.labels["app"] = "web";
    auto& container = podTemplate.spec.containers.emplace_back();
    container.name = "c";
    container.image = "example.test/web:1";

    Pod orphan;
    orphan.metadata.name = "orphan";
    orphan.metadata.namespace_ = "default";
    orphan.metadata.labels["app"] = "web";
    orphan.spec = podTemplate.spec;
    REQUIRE(client::create(*cluster.client, orphan));
    REQUIRE(client::create(*cluster.client, web));
    const auto now = [&] { return *cluster.find<ReplicationController>("default", "web"); };
    REQUIRE(cluster.eventually([&] { return now().status.availableReplicas == 2; }));
    CHECK(now().status.fullyLabeledReplicas == 2);
    const auto adopted = *cluster.find<Pod>("default", "orphan");
    REQUIRE(adopted.metadata.ownerReferences.size() == 1);
    CHECK(adopted.metadata.ownerReferences[0].kind == "ReplicationController");

    REQUIRE(cluster.patch(client::target<Pod>("default", "orphan"), R"({"metadata":{"labels":{"app":"other"}}})"));
    REQUIRE(cluster.eventually([&] {
        return cluster.find<Pod>("default", "orphan")->metadata.ownerReferences.empty() &&
               cluster.all<Pod>("default").size() == 3;
    }));

    corev1::ResourceQuota quota;
    quota.metadata.name = "few";
    quota.metadata.namespace_ = "default";
    quota.spec.hard["pods"] = schema::Quantity::fromUnits(3);
    REQUIRE(client::create(*cluster.client, quota));
    REQUIRE(cluster.client->patch(client::target<ReplicationController>("default", "web", "scale"),
                                  client::PatchType::Merge, R"({"spec":{"replicas":4}})"));
    const auto failure = [&]() -> std::string {
        for (const auto& condition : now().status.conditions)
            if (condition.type == "ReplicaFailure") return condition.reason;
        return {};
    };
    REQUIRE(cluster.eventually([&] { return failure() == "FailedCreate"; }));
    REQUIRE(cluster.client->patch(client::target<ReplicationController>("default", "web", "scale"),
                                  client::PatchType::Merge, R"({"spec":{"replicas":2}})"));
    REQUIRE(cluster.eventually([&] { return failure().empty() && now().status.replicas == 2; }));
}
