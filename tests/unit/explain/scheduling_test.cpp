#include <doctest/doctest.h>

#include "tests/unit/explain/scripted_evidence.h"

using namespace armillary;
using namespace armillary::test;

namespace {

const std::string kUnschedulable =
    R"({"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable","message":"0/2 nodes are available: 2 whatever.","lastTransitionTime":"2026-01-01T12:00:00Z"}]})";

struct Cluster : ScriptedEvidence {
    Told place(const std::string& more, const std::string& status = kUnschedulable) {
        return why(add(podJson({.spec = R"({"containers":[{"name":"c","image":"i"}],)" + more + "}",
                                .status = status,
                                .name = "wanted"})),
                   *this);
    }
    Told ask(const std::string& requests) {
        return why(add(podJson({.spec = R"({"containers":[{"name":"c","image":"i","resources":{"requests":)" +
                                        requests + "}}]}",
                                .status = kUnschedulable,
                                .name = "wanted"})),
                   *this);
    }
};

}  // namespace

TEST_CASE("amounts: what is asked for against the most that a node has free") {
    Cluster cluster;
    cluster.add(nodeJson("a"));
    cluster.add(nodeJson("b"));
    cluster.add(
        podJson({.spec = R"({"nodeName":"a","containers":[{"name":"c","resources":{"requests":{"cpu":"1500m"}}}]})",
                 .status = kReadyStatus,
                 .name = "other"}));
    const auto big = cluster.ask(R"({"cpu":"900"})");
    CHECK(big.id() == "unschedulable");
    CHECK(big.says("asks for cpu 900, and the most that a node has free is 2 of 2 (b)"));
    CHECK(big.cites("field", "NodeResourcesFit: cpu asked 900, free 500m of 2"));
    CHECK(big.cites("field", "0/2 nodes are available"));
    CHECK(cluster.ask(R"({"memory":"5Gi"})").says("memory 5Gi, and the most that a node has free is 4Gi of 4Gi"));
    CHECK(cluster.ask(R"({"example.com/gpu":"1"})").says("no node has any example.com/gpu"));
    cluster.refuse("Pod");
    CHECK(cluster.ask(R"({"cpu":"900"})").says("the largest node has 2"));
}

TEST_CASE("labels, affinity, taints, cordons: what is missing is named") {
    Cluster cluster;
    CHECK(cluster.place(R"("nodeSelector":{"disk":"ssd"})").says("There is no node"));
    cluster.add(nodeJson("a", R"({"disk":"hdd"})"));
    const auto disk = cluster.place(R"("nodeSelector":{"disk":"ssd"})");
    CHECK(disk.says("no node has label disk=ssd (there is disk=hdd)"));
    CHECK(disk.next() == "kubectl label node NODE disk=ssd, or correct spec.nodeSelector");
    CHECK(cluster.place(R"("nodeSelector":{"dsik":"hdd"})").says("(there is disk)"));
    CHECK(
        cluster
            .place(
                R"("affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"zone","operator":"In","values":["x","y"]}]}]}}})")
            .says("zone In [x, y]"));

    Cluster tainted;
    tainted.add(nodeJson("a", "{}", R"({"taints":[{"key":"team","value":"ml","effect":"NoSchedule"}]})"));
    tainted.add(nodeJson(
        "b", "{}",
        R"({"unschedulable":true,"taints":[{"key":"node.kubernetes.io/unschedulable","effect":"NoSchedule"}]})"));
    const auto told = tainted.place(R"("restartPolicy":"Always")");
    CHECK(told.says("node a is tainted team=ml:NoSchedule, which it does not tolerate"));
    CHECK(told.says("node b is cordoned"));
    CHECK_FALSE(tainted.place(R"("tolerations":[{"key":"team","operator":"Exists"}])").says("team=ml"));
}

TEST_CASE("what only the scheduler knows is said in plain words") {
    Cluster cluster;
    cluster.add(nodeJson("a"));
    const auto saying = [&](const std::string& message) {
        return cluster.place(
            R"("restartPolicy":"Always")",
            R"({"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable","message":")" +
                message + R"("}]})");
    };
    CHECK(saying("1 node(s) didn't match pod anti-affinity rules").says("its anti-affinity keeps it"));
    CHECK(saying("1 node(s) didn't have free ports for the requested pod ports").says("host ports"));
    CHECK(saying("1 node(s) had a mood").says("had a mood"));
    const auto gated = cluster.place(
        R"("schedulingGates":[{"name":"x.org/wait"}])",
        R"({"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"SchedulingGated","message":"blocked"}]})");
    CHECK(gated.says("scheduling gate x.org/wait"));
    cluster.refuse("Node");
    const auto blind = saying("1 node(s) had a mood");
    CHECK(blind.says("had a mood"));
    CHECK(blind.cites("unknown", "no permission for nodes"));
}

TEST_CASE("claims: missing, without class, waiting for the first pod") {
    Cluster cluster;
    cluster.add(nodeJson("a"));
    const std::string mounts = R"("volumes":[{"name":"v","persistentVolumeClaim":{"claimName":"data"}}])";
    const std::string status =
        R"({"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable","message":"pod has unbound immediate PersistentVolumeClaims"}]})";
    CHECK(cluster.place(mounts, status).id() == "missing-reference");
    cluster.add(
        R"({"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"standard"},"provisioner":"x.org/p","volumeBindingMode":"WaitForFirstConsumer"})");
    const auto claim = cluster.add(
        R"({"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"data","namespace":"default"},"spec":{"storageClassName":"stadnard","resources":{"requests":{"storage":"1Gi"}}},"status":{"phase":"Pending"}})");
    const auto told = cluster.place(mounts, status);
    CHECK(told.id() == "unbound-claim");
    CHECK(told.says("StorageClass stadnard is not there; did you mean standard?"));
    CHECK(told.cites("field", "spec.volumes[0].persistentVolumeClaim.claimName"));
    CHECK(why(claim, cluster).id() == "unbound-claim");

    Cluster waits;
    waits.add(
        R"({"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"standard"},"provisioner":"x.org/p","volumeBindingMode":"WaitForFirstConsumer"})");
    const auto first = waits.add(
        R"({"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"data","namespace":"default"},"spec":{"storageClassName":"standard"},"status":{"phase":"Pending"}})");
    CHECK(why(first, waits).says("waits for the first pod"));
    // The claim waits for the pod: the pod's own trouble counts.
    waits.add(nodeJson("a"));
    CHECK(waits.place(mounts + R"(,"nodeSelector":{"disk":"ssd"})").id() == "unschedulable");
}

TEST_CASE("claims that no volume fits") {
    Cluster cluster;
    const auto claim = [&](const std::string& spec, const std::string& phase = "Pending") {
        return cluster.add(
            R"({"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"data","namespace":"default","uid":"c"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"5Gi"}},)" +
            spec + R"(},"status":{"phase":")" + phase + R"("}})");
    };
    CHECK(why(claim(R"("volumeMode":"Filesystem")"), cluster).says("none is the default"));
    CHECK(why(claim(R"("storageClassName":"")"), cluster).says("no volume of its class"));
    cluster.add(
        R"({"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"pv"},"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"]}})");
    CHECK(why(claim(R"("storageClassName":"")"), cluster).says("1 smaller than 5Gi"));
    CHECK(why(claim(R"("storageClassName":"","volumeName":"gone")"), cluster)
              .says("volume gone, which it asks for, is not there"));
    CHECK(why(claim(R"("volumeName":"pv","storageClassName":"")", "Lost"), cluster)
              .says("is gone, and the data with it"));
    CHECK(why(claim(R"("volumeName":"pv")", "Bound"), cluster).id() == "fine");
    cluster.add(
        R"({"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"far"},"provisioner":"far.example.org"})");
    CHECK(why(claim(R"("storageClassName":"far")"), cluster).says("provisioner far.example.org"));
    cluster.event("PersistentVolumeClaim", "data", "ProvisioningFailed", "the array is full");
    CHECK(why(claim(R"("storageClassName":"far")"), cluster).cites("event", "the array is full"));
}
