#include <doctest/doctest.h>

#include "tests/unit/scheduler/cluster.h"

using armillary::scheduler::VolumeState;
using Kind = VolumeState::Kind;

namespace {

const std::string kPod =
    R"({"containers":[{"name":"c","image":"i"}],"volumes":[{"name":"data","persistentVolumeClaim":{"claimName":"data"}}]})";

std::string claim(const std::string& spec, const std::string& annotations = "{}",
                  const std::string& phase = "Pending") {
    return R"({"kind":"PersistentVolumeClaim","apiVersion":"v1","metadata":{"name":"data","namespace":"default","uid":"c1","annotations":)" +
           annotations + R"(},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}},)" +
           spec + R"(},"status":{"phase":")" + phase + R"("}})";
}

std::string volume(const std::string& name, const std::string& size, const std::string& more = "",
                   const std::string& labels = "{}") {
    return R"({"kind":"PersistentVolume","apiVersion":"v1","metadata":{"name":")" + name + R"(","labels":)" + labels +
           R"(},"spec":{"capacity":{"storage":")" + size +
           R"("},"accessModes":["ReadWriteOnce"],"storageClassName":"local","local":{"path":"/x"})" + more +
           R"(},"status":{"phase":"Available"}})";
}

std::string onNode(const std::string& host) {
    return R"(,"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"host","operator":"In","values":[")" +
           host + R"("]}]}]}})";
}

std::string storageClass(const std::string& provisioner, const std::string& more = "") {
    return R"({"kind":"StorageClass","apiVersion":"storage.k8s.io/v1","metadata":{"name":"local"},"provisioner":")" +
           provisioner + R"(","volumeBindingMode":"WaitForFirstConsumer")" + more + "}";
}

struct TwoNodes : PaperCluster {
    TwoNodes() { node("a", R"({"host":"a"})").node("b", R"({"host":"b"})"); }
};

const std::string kBound = R"({"pv.kubernetes.io/bind-completed":"yes"})";

}  // namespace

TEST_CASE("a claim must be there, and bound unless it waits for the pod") {
    TwoNodes cluster;
    CHECK(cluster.preempt(kPod).message() ==
          "0/2 nodes are available: persistentvolumeclaim \"data\" not found. preemption: 0/2 nodes are available: 2 "
          "Preemption is not helpful for scheduling.");
    cluster.storage(Kind::Claim, claim(R"("storageClassName":"")"));
    CHECK(cluster.decide(kPod).message() ==
          "0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims.");
    cluster.storage(Kind::Claim, claim(R"("volumeName":"gone")", kBound, "Lost"));
    CHECK(cluster.decide(kPod).message() ==
          "0/2 nodes are available: persistentvolumeclaim \"data\" bound to non-existent persistentvolume \"gone\".");
}

TEST_CASE("a bound claim draws the pod to its volume") {
    TwoNodes cluster;
    cluster.storage(Kind::Claim, claim(R"("volumeName":"v")", kBound, "Bound"));
    CHECK(cluster.decide(kPod).message() ==
          "0/2 nodes are available: 2 node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s).");
    cluster.storage(Kind::Volume, volume("v", "1Gi", onNode("b")));
    for (int i = 0; i < 4; ++i) CHECK(cluster.decide(kPod).node == "b");
    cluster.storage(Kind::Volume, volume("v", "1Gi", onNode("c")));
    CHECK(cluster.decide(kPod).message() == "0/2 nodes are available: 2 node(s) had volume node affinity conflict.");
}

TEST_CASE("a claim that waits takes the smallest volume that its node can reach") {
    TwoNodes cluster;
    cluster.storage(Kind::Claim, claim(R"("storageClassName":"local")"))
        .storage(Kind::StorageClass, storageClass("kubernetes.io/no-provisioner"));
    CHECK(cluster.decide(kPod).message() ==
          "0/2 nodes are available: 2 node(s) didn't find available persistent volumes to bind.");
    cluster.storage(Kind::Volume, volume("large", "5Gi", onNode("b")))
        .storage(Kind::Volume, volume("fitting", "2Gi", onNode("b")))
        .storage(Kind::Volume, volume("small", "100Mi", onNode("a")));
    CHECK(cluster.decide(kPod).node == "b");
    const auto pod = PaperCluster::pod("p", kPod);
    const auto claims = cluster.volumes().claimsOf(*pod);
    REQUIRE(claims.has_value());
    const auto plan = cluster.volumes().plan(*claims, *cluster.state().node("b"));
    REQUIRE(plan.has_value());
    REQUIRE(plan->bind.size() == 1);
    CHECK(plan->bind.front().volume->name() == "fitting");
    CHECK(plan->provision.empty());
}

TEST_CASE("a class with a provisioner makes what is not there, where it may") {
    TwoNodes cluster;
    cluster.storage(Kind::Claim, claim(R"("storageClassName":"local")"))
        .storage(Kind::StorageClass,
                 storageClass("example.com/maker",
                              R"(,"allowedTopologies":[{"matchLabelExpressions":[{"key":"host","values":["a"]}]}])"));
    for (int i = 0; i < 4; ++i) CHECK(cluster.decide(kPod).node == "a");
    // A node that was chosen before stays chosen.
    cluster.storage(Kind::Claim,
                    claim(R"("storageClassName":"local")", R"({"volume.kubernetes.io/selected-node":"b"})"));
    for (int i = 0; i < 4; ++i) CHECK(cluster.decide(kPod).node == "b");
    // A driver that says how much it has is believed.
    cluster.storage(Kind::Claim, claim(R"("storageClassName":"local")"))
        .storage(
            Kind::CsiDriver,
            R"({"kind":"CSIDriver","apiVersion":"storage.k8s.io/v1","metadata":{"name":"example.com/maker"},"spec":{"storageCapacity":true}})");
    CHECK(cluster.decide(kPod).message() ==
          "0/2 nodes are available: 1 node(s) did not have enough free storage, 1 node(s) didn't find available "
          "persistent volumes to bind.");
    cluster.storage(
        Kind::CsiCapacity,
        R"({"kind":"CSIStorageCapacity","apiVersion":"storage.k8s.io/v1","metadata":{"name":"x","namespace":"default"},"storageClassName":"local","nodeTopology":{"matchLabels":{"host":"a"}},"capacity":"2Gi"})");
    CHECK(cluster.decide(kPod).node == "a");
}

TEST_CASE("a claim for one pod is for one pod, unless the other one goes") {
    TwoNodes cluster;
    std::string only = claim(R"("volumeName":"v")", kBound, "Bound");
    only.replace(only.find("ReadWriteOnce"), 13, "ReadWriteOncePod");
    cluster.storage(Kind::Claim, only).storage(Kind::Volume, volume("v", "1Gi"));
    CHECK(!cluster.decide(kPod).node.empty());
    cluster.runs("a", "first", kPod);
    CHECK(cluster.preempt(kPod).message() ==
          "0/2 nodes are available: 2 node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod "
          "access mode. preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.");
    std::string urgent = kPod;
    urgent.insert(1, R"("priority":10,)");
    CHECK(cluster.preempt(urgent).victims() == "first");
}

TEST_CASE("volumes stay in their zones, and drivers within their limits") {
    PaperCluster cluster;
    cluster.node("a", R"({"topology.kubernetes.io/zone":"1"})").node("b", R"({"topology.kubernetes.io/zone":"2"})");
    cluster.storage(Kind::Claim, claim(R"("volumeName":"v")", kBound, "Bound"))
        .storage(Kind::Volume, volume("v", "1Gi", "", R"({"topology.kubernetes.io/zone":"2__3"})"));
    for (int i = 0; i < 4; ++i) CHECK(cluster.decide(kPod).node == "b");
    cluster.storage(Kind::Volume, volume("v", "1Gi", "", R"({"topology.kubernetes.io/zone":"4"})"));
    CHECK(cluster.decide(kPod).message() == "0/2 nodes are available: 2 node(s) had no available volume zone.");

    std::string csi = volume("v", "1Gi");
    csi.replace(csi.find(R"("local":{"path":"/x"})"), 21, R"("csi":{"driver":"d","volumeHandle":"h"})");
    cluster.storage(Kind::Volume, csi);
    CHECK(!cluster.decide(kPod).node.empty());
    for (const std::string node : {"a", "b"})
        cluster.storage(Kind::CsiNode,
                        R"({"kind":"CSINode","apiVersion":"storage.k8s.io/v1","metadata":{"name":")" + node +
                            R"("},"spec":{"drivers":[{"name":"d","nodeID":"n","allocatable":{"count":0}}]}})");
    CHECK(cluster.decide(kPod).message() == "0/2 nodes are available: 2 node(s) exceed max volume count.");
}
