#include <doctest/doctest.h>

#include "tests/unit/scheduler/cluster.h"

namespace {

std::string pod(const std::string& cpu, int priority, const std::string& more = "") {
    return R"({"priority":)" + std::to_string(priority) +
           R"(,"containers":[{"name":"c","image":"i","resources":{"requests":{"cpu":")" + cpu + R"("}}}])" + more + "}";
}

std::string startedAt(const std::string& minute) {
    return R"({"startTime":"2026-01-01T00:)" + minute + R"(:00Z"})";
}

armillary::ObjectRef budget(const std::string& app, int allowed, const std::string& disrupted = "{}") {
    return PaperCluster::object(R"({"kind":"PodDisruptionBudget","apiVersion":"policy/v1","metadata":{"name":")" + app +
                                R"(","namespace":"default"},"spec":{"selector":{"matchLabels":{"app":")" + app +
                                R"("}}},"status":{"disruptionsAllowed":)" + std::to_string(allowed) +
                                R"(,"currentHealthy":0,"desiredHealthy":0,"expectedPods":0,"disruptedPods":)" +
                                disrupted + "}}");
}

}  // namespace

TEST_CASE("the fewest of the less important go") {
    PaperCluster cluster;
    cluster.node("a").runs("a", "small", pod("1", 0)).runs("a", "large", pod("3", 0));
    auto attempt = cluster.preempt(pod("2", 10));
    CHECK(attempt.preemption.node == "a");
    CHECK(attempt.victims() == "large");
    // Nothing was changed by trying.
    CHECK(cluster.preempt(pod("2", 10)).victims() == "large");
    CHECK(cluster.decide(pod("1", 10)).message() == "0/1 nodes are available: 1 Insufficient cpu.");
}

TEST_CASE("equals and betters stay") {
    PaperCluster cluster;
    cluster.node("a").runs("a", "equal", pod("4", 10));
    const auto attempt = cluster.preempt(pod("1", 10));
    CHECK(attempt.preemption.node.empty());
    CHECK(attempt.message() ==
          "0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 No preemption victims "
          "found for incoming pod.");
}

TEST_CASE("who must never preempt does not") {
    PaperCluster cluster;
    cluster.node("a").runs("a", "low", pod("4", 0));
    const auto attempt = cluster.preempt(pod("1", 10, R"(,"preemptionPolicy":"Never")"));
    CHECK(attempt.preemption.node.empty());
    CHECK(attempt.message() ==
          "0/1 nodes are available: 1 Insufficient cpu. preemption: not eligible due to preemptionPolicy=Never.");
}

TEST_CASE("nodes that stay impossible are not cleared") {
    PaperCluster cluster;
    cluster.node("tainted", "{}", R"({"taints":[{"key":"team","value":"ml","effect":"NoSchedule"}]})")
        .node("full")
        .runs("tainted", "one", pod("4", 0))
        .runs("full", "two", pod("4", 20));
    CHECK(cluster.preempt(pod("1", 10)).message() ==
          "0/2 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint {team: ml}. preemption: 0/2 "
          "nodes "
          "are available: 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling.");
}

TEST_CASE("a node without violated budgets is preferred") {
    PaperCluster cluster;
    cluster.node("guarded").node("free");
    cluster.runs("guarded", "one", pod("4", 0), R"({"app":"db"})").runs("free", "two", pod("4", 5), R"({"app":"x"})");
    CHECK(cluster.preempt(pod("1", 10), {budget("db", 0)}).preemption.node == "free");
    // The lowest highest priority decides among equals; what a budget allows violates nothing.
    CHECK(cluster.preempt(pod("1", 10), {budget("db", 1)}).preemption.node == "guarded");
    CHECK(cluster.preempt(pod("1", 10), {budget("db", 0, R"({"one":"2026-01-01T00:00:00Z"})")}).preemption.node ==
          "guarded");
}

TEST_CASE("budgets are violated only where there is no other way") {
    PaperCluster cluster;
    cluster.node("a").runs("a", "guarded", pod("2", 0), R"({"app":"db"})").runs("a", "plain", pod("2", 0));
    CHECK(cluster.preempt(pod("2", 10), {budget("db", 0)}).victims() == "plain");
    CHECK(cluster.preempt(pod("4", 10), {budget("db", 0)}).victims() == "guarded,plain");
}

TEST_CASE("sum of priorities, then number, then the latest start") {
    PaperCluster bySum;
    bySum.node("a").node("b");
    bySum.runs("a", "a1", pod("2", 5))
        .runs("a", "a2", pod("2", 5))
        .runs("b", "b1", pod("2", 5))
        .runs("b", "b2", pod("2", 1));
    CHECK(bySum.preempt(pod("4", 10)).preemption.node == "b");
    PaperCluster byCount;
    byCount.node("a").node("b");
    byCount.runs("a", "a1", pod("2", 5)).runs("a", "a2", pod("2", 5)).runs("b", "b1", pod("4", 5));
    CHECK(byCount.preempt(pod("4", 10)).preemption.node == "b");
    PaperCluster byStart;
    byStart.node("a").node("b");
    byStart.runs("a", "a1", pod("4", 5), "{}", startedAt("10")).runs("b", "b1", pod("4", 5), "{}", startedAt("20"));
    CHECK(byStart.preempt(pod("4", 10)).preemption.node == "b");
}

TEST_CASE("of equals on one node the younger goes") {
    PaperCluster cluster;
    cluster.node("a")
        .runs("a", "old", pod("2", 0), "{}", startedAt("10"))
        .runs("a", "young", pod("2", 0), "{}", startedAt("20"));
    CHECK(cluster.preempt(pod("2", 10)).victims() == "young");
}

TEST_CASE("what others were promised is not taken, unless they matter less") {
    PaperCluster cluster;
    cluster.node("a").expects("a", "coming", pod("3", 10));
    CHECK(cluster.decide(pod("2", 10)).message() == "0/1 nodes are available: 1 Insufficient cpu.");
    CHECK(cluster.decide(pod("2", 20)).node == "a");
}

TEST_CASE("a pod with a promise takes it, and waits for its victims") {
    PaperCluster cluster;
    cluster.node("a").node("b").expects("b", "wanted", pod("1", 10));
    for (int i = 0; i < 5; ++i) CHECK(cluster.decide(pod("1", 10)).node == "b");
    const std::string ending =
        R"({"conditions":[{"type":"DisruptionTarget","status":"True","reason":"PreemptionByScheduler"}]})";
    auto going = PaperCluster::object(
        R"({"kind":"Pod","apiVersion":"v1","metadata":{"namespace":"default","name":"going","deletionTimestamp":"2026-01-01T00:00:00Z"},"spec":)" +
        pod("4", 0) + R"(,"status":)" + ending + "}");
    cluster.state().setPod(armillary::scheduler::PodInfo::make(going), "b");
    cluster.runs("a", "stays", pod("4", 50));
    CHECK(cluster.preempt(pod("1", 10)).message() ==
          "0/2 nodes are available: 2 Insufficient cpu. preemption: not eligible due to a terminating pod on the "
          "nominated "
          "node.");
}

TEST_CASE("victims in other places are seen through affinity and spreading") {
    const std::string apart =
        R"(,"affinity":{"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"labelSelector":{"matchLabels":{"app":"db"}},"topologyKey":"host"}]}})";
    PaperCluster cluster;
    cluster.node("a", R"({"host":"a"})")
        .runs("a", "db", pod("1", 0), R"({"app":"db"})")
        .runs("a", "other", pod("1", 0));
    CHECK(cluster.preempt(pod("1", 10, apart)).victims() == "db");
    const std::string spread =
        R"(,"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"host","whenUnsatisfiable":"DoNotSchedule","labelSelector":{"matchLabels":{"app":"w"}}}])";
    PaperCluster zones;
    zones.node("a", R"({"host":"a"})").node("b", R"({"host":"b"})", R"({"unschedulable":true})");
    zones.runs("a", "w1", pod("1", 0), R"({"app":"w"})").runs("a", "x", pod("1", 0));
    CHECK(zones.preempt(pod("1", 10, spread), {}, R"({"app":"w"})").victims() == "w1");
}
