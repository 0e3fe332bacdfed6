#include <doctest/doctest.h>

#include "tests/unit/scheduler/cluster.h"

using namespace armillary::scheduler;

namespace {

const std::string kPlain = R"({"containers":[{"name":"c","image":"i"}]})";

std::string asking(const std::string& cpu, const std::string& memory = "1Mi") {
    return R"({"containers":[{"name":"c","image":"i","resources":{"requests":{"cpu":")" + cpu + R"(","memory":")" +
           memory + R"("}}}]})";
}

/// A spec with one container and one more member.
std::string with(const std::string& member) {
    return R"({"containers":[{"name":"c","image":"i"}],)" + member + "}";
}

}  // namespace

TEST_CASE("no nodes at all") {
    PaperCluster cluster;
    CHECK(cluster.decide(kPlain).message() == "no nodes available to schedule pods");
}

TEST_CASE("what is asked for must be free") {
    PaperCluster cluster;
    cluster.node("small", "{}", "{}", R"({"cpu":"1","memory":"1Gi","pods":"110"})").node("large");
    CHECK(cluster.decide(asking("2")).node == "large");
    cluster.runs("large", "there", asking("3"));
    const auto decision = cluster.decide(asking("2"));
    CHECK(decision.node.empty());
    CHECK(decision.message() == "0/2 nodes are available: 2 Insufficient cpu.");
    CHECK(cluster.decide(asking("2", "100Gi")).message() ==
          "0/2 nodes are available: 2 Insufficient cpu, 2 Insufficient memory.");
}

TEST_CASE("sidecars add up, init containers take turns") {
    const auto pod =
        PaperCluster::pod("p", R"({"containers":[{"name":"c","image":"i","resources":{"requests":{"cpu":"1"}}}],
        "initContainers":[{"name":"big","image":"i","resources":{"requests":{"cpu":"3"}}},
                          {"name":"side","image":"i","restartPolicy":"Always","resources":{"requests":{"cpu":"500m"}}},
                          {"name":"later","image":"i","resources":{"requests":{"cpu":"2"}}}]})");
    CHECK(pod->request.milliCpu == 3000);
    const auto sidecar =
        PaperCluster::pod("q", R"({"containers":[{"name":"c","image":"i","resources":{"requests":{"cpu":"3"}}}],
        "initContainers":[{"name":"side","image":"i","restartPolicy":"Always","resources":{"requests":{"cpu":"500m"}}}]})");
    CHECK(sidecar->request.milliCpu == 3500);
}

TEST_CASE("a node holds no more pods than it says") {
    PaperCluster cluster;
    cluster.node("full", "{}", "{}", R"({"cpu":"4","memory":"8Gi","pods":"1"})").runs("full", "one", kPlain);
    CHECK(cluster.decide(kPlain).message() == "0/1 nodes are available: 1 Too many pods.");
}

TEST_CASE("selectors and node affinity") {
    PaperCluster cluster;
    cluster.node("a", R"({"disk":"ssd","rank":"5"})").node("b", R"({"disk":"hdd","rank":"9"})");
    CHECK(cluster.decide(with(R"("nodeSelector":{"disk":"ssd"})")).node == "a");
    CHECK(cluster.decide(with(R"("nodeSelector":{"disk":"tape"})")).message() ==
          "0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector.");
    const auto required = [](const std::string& expression) {
        return with(
            R"("affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchExpressions":[)" +
            expression + "]}]}}}");
    };
    CHECK(cluster.decide(required(R"({"key":"rank","operator":"Gt","values":["6"]})")).node == "b");
    CHECK(cluster.decide(required(R"({"key":"rank","operator":"Lt","values":["6"]})")).node == "a");
    CHECK(cluster.decide(required(R"({"key":"disk","operator":"NotIn","values":["ssd"]})")).node == "b");
    CHECK(cluster.decide(required(R"({"key":"gone","operator":"Exists"})")).node.empty());
    CHECK(
        cluster
            .decide(with(
                R"("affinity":{"nodeAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":50,"preference":
        {"matchExpressions":[{"key":"disk","operator":"In","values":["hdd"]}]}}]}})"))
            .node == "b");
    CHECK(cluster.decide(with(R"("nodeName":"a")")).node == "a");
}

TEST_CASE("taints and cordons") {
    PaperCluster cluster;
    cluster.node("tainted", "{}", R"({"taints":[{"key":"team","value":"ml","effect":"NoSchedule"}]})");
    CHECK(cluster.decide(kPlain).message() == "0/1 nodes are available: 1 node(s) had untolerated taint {team: ml}.");
    CHECK(
        cluster.decide(with(R"("tolerations":[{"key":"team","operator":"Equal","value":"ml","effect":"NoSchedule"}])"))
            .node == "tainted");
    CHECK(cluster.decide(with(R"("tolerations":[{"operator":"Exists"}])")).node == "tainted");
    CHECK(cluster.decide(with(R"("tolerations":[{"key":"team","value":"web"}])")).node.empty());
    cluster.node("soft", "{}", R"({"taints":[{"key":"busy","effect":"PreferNoSchedule"}]})").node("clean");
    for (int i = 0; i < 5; ++i) CHECK(cluster.decide(kPlain).node == "clean");

    PaperCluster cordoned;
    cordoned.node("away", "{}", R"({"unschedulable":true})");
    CHECK(cordoned.decide(kPlain).message() == "0/1 nodes are available: 1 node(s) were unschedulable.");
}

TEST_CASE("host ports are given once") {
    const std::string wanted =
        R"({"containers":[{"name":"c","image":"i","ports":[{"containerPort":80,"hostPort":80}]}]})";
    PaperCluster cluster;
    cluster.node("a").node("b").runs("a", "one", wanted);
    CHECK(cluster.decide(wanted).node == "b");
    cluster.runs("b", "two", wanted);
    CHECK(cluster.decide(wanted).message() ==
          "0/2 nodes are available: 2 node(s) didn't have free ports for the requested pod ports.");
}

TEST_CASE("spreading keeps the skew") {
    const std::string constraint = with(
        R"("topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"DoNotSchedule","labelSelector":{"matchLabels":{"app":"w"}}}])");
    const std::string labels = R"({"app":"w"})";
    PaperCluster cluster;
    cluster.node("a", R"({"zone":"1"})").node("b", R"({"zone":"2"})").node("loose");
    cluster.runs("a", "one", kPlain, labels);
    CHECK(cluster.decide(constraint, labels).node == "b");
    cluster.node("b", R"({"zone":"2"})", R"({"unschedulable":true})");
    CHECK(cluster.decide(constraint, labels).message() ==
          "0/3 nodes are available: 1 node(s) didn't match pod topology spread constraints, 1 node(s) didn't match pod "
          "topology spread constraints (missing required label), "
          "1 node(s) were unschedulable.");
}

TEST_CASE("affinity and anti-affinity between pods") {
    const auto term = [](const std::string& kind) {
        return with(
            R"("affinity":{")" + kind +
            R"(":{"requiredDuringSchedulingIgnoredDuringExecution":[{"labelSelector":{"matchLabels":{"app":"db"}},"topologyKey":"host"}]}})");
    };
    PaperCluster cluster;
    cluster.node("a", R"({"host":"a"})").node("b", R"({"host":"b"})").runs("a", "db", kPlain, R"({"app":"db"})");
    CHECK(cluster.decide(term("podAffinity")).node == "a");
    CHECK(cluster.decide(term("podAntiAffinity")).node == "b");
    // The first of a group that wants its own kind may go anywhere.
    PaperCluster empty;
    empty.node("a", R"({"host":"a"})");
    CHECK(empty.decide(term("podAffinity"), R"({"app":"db"})").node == "a");
    CHECK(empty.decide(term("podAffinity")).message() ==
          "0/1 nodes are available: 1 node(s) didn't match pod affinity rules.");
    // What is there already may refuse company.
    PaperCluster guarded;
    guarded.node("a", R"({"host":"a"})").runs("a", "guard", term("podAntiAffinity"), "{}");
    CHECK(guarded.decide(kPlain, R"({"app":"db"})").message() ==
          "0/1 nodes are available: 1 node(s) didn't satisfy existing pods anti-affinity rules.");
}

TEST_CASE("who asks for more than a node has is not helped by anybody's going") {
    PaperCluster cluster;
    cluster.node("a").runs("a", "low", asking("3"));
    CHECK(
        cluster.preempt(asking("8")).message() ==
        "0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 Preemption is not helpful "
        "for scheduling.");
}

TEST_CASE("extended resources are counted") {
    const std::string wants =
        R"({"containers":[{"name":"c","image":"i","resources":{"requests":{"example.com/fakecpu":"2"}}}]})";
    PaperCluster cluster;
    cluster.node("without").node("with", "{}", "{}",
                                 R"({"cpu":"4","memory":"8Gi","pods":"110","example.com/fakecpu":"3"})");
    CHECK(cluster.decide(wants).node == "with");
    cluster.runs("with", "one", wants);
    CHECK(cluster.decide(wants).message() == "0/2 nodes are available: 2 Insufficient example.com/fakecpu.");
}

TEST_CASE("overhead counts as the pod's own") {
    const auto pod = PaperCluster::pod(
        "p",
        R"({"containers":[{"name":"c","image":"i","resources":{"requests":{"cpu":"1"}}}],"overhead":{"cpu":"250m","memory":"1Mi"}})");
    CHECK(pod->request.milliCpu == 1250);
    CHECK(pod->request.memory == 1 << 20);
}

TEST_CASE("a pod of one named node is held against that node alone") {
    const std::string named = with(
        R"("affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchFields":[{"key":"metadata.name","operator":"In","values":["b"]}]}]}}})");
    PaperCluster cluster;
    cluster.node("a").node("b").node("c");
    CHECK(cluster.decide(named).node == "b");
    cluster.node("b", "{}", R"({"taints":[{"key":"team","value":"ml","effect":"NoSchedule"}]})");
    CHECK(cluster.preempt(named).message() ==
          "0/3 nodes are available: 1 node(s) had untolerated taint {team: ml}, 2 node(s) didn't satisfy plugin(s) "
          "[NodeAffinity]. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.");
}

TEST_CASE("constraints count only the nodes that they mean") {
    const auto constraint = [](const std::string& more) {
        return with(
            R"("nodeSelector":{"pool":"x"},"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"DoNotSchedule","labelSelector":{"matchLabels":{"app":"w"}})" +
            more + "}]");
    };
    const std::string labels = R"({"app":"w","version":"2"})";
    PaperCluster cluster;
    cluster.node("a", R"({"zone":"1","pool":"x"})").node("b", R"({"zone":"2","pool":"y"})");
    cluster.runs("a", "one", kPlain, R"({"app":"w","version":"1"})");
    // Zone 2 has no node for this pod, so it does not count as empty; unless the policy says that it does.
    CHECK(cluster.decide(constraint(""), labels).node == "a");
    CHECK(cluster.decide(constraint(R"(,"nodeAffinityPolicy":"Ignore")"), labels).message() ==
          "0/2 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 1 node(s) didn't match pod "
          "topology spread constraints.");
    CHECK(cluster.decide(constraint(R"(,"nodeAffinityPolicy":"Ignore","matchLabelKeys":["version"])"), labels).node ==
          "a");
    // As long as there are fewer domains than there must be, the emptiest counts as empty.
    CHECK(cluster.decide(constraint(R"(,"minDomains":2)"), labels).node.empty());
}

TEST_CASE("a zone that is tainted away counts, unless taints are honoured") {
    const auto constraint = [](const std::string& more) {
        return with(
            R"("topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"DoNotSchedule","labelSelector":{"matchLabels":{"app":"w"}})" +
            more + "}]");
    };
    PaperCluster cluster;
    cluster.node("a", R"({"zone":"1"})")
        .node("b", R"({"zone":"2"})", R"({"taints":[{"key":"t","effect":"NoSchedule"}]})");
    cluster.runs("a", "one", kPlain, R"({"app":"w"})");
    CHECK(cluster.decide(constraint(""), R"({"app":"w"})").node.empty());
    CHECK(cluster.decide(constraint(R"(,"nodeTaintsPolicy":"Honor")"), R"({"app":"w"})").node == "a");
}

TEST_CASE("preferred spreading prefers") {
    const std::string constraint = with(
        R"("topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"ScheduleAnyway","labelSelector":{"matchLabels":{"app":"w"}}}])");
    PaperCluster cluster;
    cluster.node("a", R"({"zone":"1"})").node("b", R"({"zone":"2"})").node("loose");
    cluster.runs("a", "one", kPlain, R"({"app":"w"})").runs("a", "two", kPlain, R"({"app":"w"})");
    for (int i = 0; i < 5; ++i) CHECK(cluster.decide(constraint, R"({"app":"w"})").node == "b");
}

TEST_CASE("pods of one service spread by default over nodes and zones, whoever owns them") {
    const auto zoned = [](const std::string& name, const std::string& zone) {
        return R"({"kubernetes.io/hostname":")" + name + R"(","topology.kubernetes.io/zone":")" + zone + R"("})";
    };
    PaperCluster cluster;
    cluster.node("a", zoned("a", "1")).node("b", zoned("b", "1")).node("c", zoned("c", "2"));
    cluster.runs("a", "one", kPlain, R"({"app":"w","tier":"x"})").runs("c", "other", kPlain, R"({"app":"z"})");
    // Nothing selects the pod: the emptiest node is as good as any; b is the only one without pods.
    for (int i = 0; i < 5; ++i) CHECK(cluster.decide(kPlain, R"({"app":"w"})").node != "a");
    cluster.workload(DefaultSpreading::Kind::Service,
                     R"({"apiVersion":"v1","kind":"Service","metadata":{"namespace":"default","name":"w"},)"
                     R"("spec":{"selector":{"app":"w"}}})");
    for (int i = 0; i < 5; ++i) CHECK(cluster.decide(kPlain, R"({"app":"w"})").node == "c");
    // One in each zone: the empty node of the first.
    cluster.runs("c", "two", kPlain, R"({"app":"w"})");
    for (int i = 0; i < 5; ++i) CHECK(cluster.decide(kPlain, R"({"app":"w"})").node == "b");
    // A pod that goes does not count.
    cluster.state().removePod("default/one");
    cluster.state().removePod("default/other");
    for (int i = 0; i < 5; ++i) CHECK(cluster.decide(kPlain, R"({"app":"w"})").node != "c");
}

TEST_CASE("what selects a pod by default is all its services and its owner together") {
    DefaultSpreading spreading;
    const auto change = [&](DefaultSpreading::Kind kind, const std::string& name, const std::string& spec) {
        spreading.change(kind, nullptr,
                         PaperCluster::object(R"({"metadata":{"namespace":"default","name":")" + name +
                                              R"("},"spec":)" + spec + "}"));
    };
    const auto pod = [](const std::string& labels, const std::string& owner = "", const std::string& version = "") {
        return PodInfo::make(PaperCluster::object(
            R"({"kind":"Pod","apiVersion":"v1","metadata":{"namespace":"default","name":"p","labels":)" + labels +
            (owner.empty() ? ""
                           : R"(,"ownerReferences":[{"controller":true,"name":"web","uid":"u","kind":")" + owner +
                                 R"(","apiVersion":")" + version + R"("}])") +
            "}}"));
    };
    const NodeInfo node;
    const auto count = [&](const PodInfoRef& wanted) -> std::int64_t {
        const auto counts = spreading.alike(*wanted);
        if (!counts) return -1;
        return counts->empty() ? 0 : counts->at(&node);
    };
    spreading.count(*pod(R"({"app":"w","hash":"1"})"), node, 1);
    spreading.count(*pod(R"({"app":"w","hash":"1"})"), node, 1);
    spreading.count(*pod(R"({"app":"w","hash":"2"})"), node, 1);
    CHECK(count(pod(R"({"app":"w","hash":"1"})")) == -1);
    CHECK(count(pod(R"({"app":"w","hash":"1"})", "ReplicaSet", "apps/v1")) == -1);
    change(DefaultSpreading::Kind::ReplicaSet, "web", R"({"selector":{"matchLabels":{"app":"w","hash":"1"}}})");
    CHECK(count(pod(R"({"app":"w","hash":"1"})", "ReplicaSet", "apps/v1")) == 2);
    CHECK(count(pod(R"({"app":"w","hash":"1"})", "ReplicaSet", "example.com/v1")) == -1);
    CHECK(count(pod(R"({"app":"w","hash":"1"})", "Job", "batch/v1")) == -1);
    change(DefaultSpreading::Kind::Service, "web", R"({"selector":{"app":"w"}})");
    change(DefaultSpreading::Kind::Service, "all", R"({})");
    CHECK(count(pod(R"({"app":"w"})")) == 3);
    CHECK(count(pod(R"({"app":"w","hash":"1"})", "ReplicaSet", "apps/v1")) == 2);
    CHECK(count(pod(R"({"app":"z"})")) == -1);
    change(DefaultSpreading::Kind::ReplicationController, "web", R"({"selector":{"app":"w","hash":"2"}})");
    CHECK(count(pod(R"({"app":"w","hash":"2"})", "ReplicationController", "v1")) == 1);
    spreading.count(*pod(R"({"app":"w","hash":"2"})"), node, -1);
    CHECK(count(pod(R"({"app":"w","hash":"2"})", "ReplicationController", "v1")) == 0);
}

TEST_CASE("pods that are there already are drawn to each other") {
    const std::string prefers = with(
        R"("affinity":{"podAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":100,"podAffinityTerm":{"labelSelector":{"matchLabels":{"app":"web"}},"topologyKey":"host"}}]}})");
    PaperCluster cluster;
    cluster.node("a", R"({"host":"a"})").node("b", R"({"host":"b"})").runs("b", "fan", prefers);
    for (int i = 0; i < 5; ++i) CHECK(cluster.decide(kPlain, R"({"app":"web"})").node == "b");
}

TEST_CASE("the emptier node is better") {
    PaperCluster cluster;
    cluster.node("busy").node("idle").runs("busy", "one", asking("3", "6Gi"));
    for (int i = 0; i < 5; ++i) CHECK(cluster.decide(asking("100m")).node == "idle");
}

TEST_CASE("a large image draws its pods to the nodes that have it") {
    PaperCluster cluster;
    cluster.node("without").node(
        "with", "{}", "{}",
        R"({"cpu":"4","memory":"8Gi","pods":"110"},"images":[{"names":["big:latest"],"sizeBytes":2000000000}])");
    for (int i = 0; i < 5; ++i) CHECK(cluster.decide(R"({"containers":[{"name":"c","image":"big"}]})").node == "with");
}

TEST_CASE("CPU and memory are used in like measure") {
    PaperCluster cluster;
    const std::string room = R"({"cpu":"10","memory":"10Gi","pods":"110"})";
    cluster.node("cpu", "{}", "{}", room).node("even", "{}", "{}", room);
    cluster.runs("cpu", "one", asking("5", "1Gi")).runs("even", "two", asking("3", "3Gi"));
    for (int i = 0; i < 5; ++i) CHECK(cluster.decide(asking("2", "1Gi")).node == "even");
}
