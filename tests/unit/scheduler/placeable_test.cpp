#include "engine/scheduler/placeable.h"

#include <doctest/doctest.h>

#include "cluster.h"

using namespace armillary;
using scheduler::Placeable;

namespace {

ObjectRef podObject(const std::string& name, const std::string& spec, const std::string& phase = "") {
    auto object = Object::parse(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":")" + name +
                                R"(","namespace":"shop","labels":{"app":"a"}},"spec":)" + spec +
                                R"(,"status":{"phase":")" + phase + R"("}})");
    REQUIRE(object);
    return *object;
}
std::string asking(const std::string& cpu, const std::string& more = "") {
    return R"({"containers":[{"name":"c","resources":{"requests":{"cpu":")" + cpu + R"("}}}])" + more + "}";
}

}  // namespace

TEST_CASE("as many are placed as there is room for, and none stays") {
    Placeable placeable(
        {.nodes = {PaperCluster::nodeObject("a"), PaperCluster::nodeObject("b")},
         .pods = {podObject("one", asking("3", R"(,"nodeName":"a")")),
                  podObject("over", asking("3", R"(,"nodeName":"b")"), "Succeeded"), podObject("waits", asking("3"))}});
    for (int again = 0; again < 2; ++again) {
        const auto outcome = placeable.place(podObject("next", asking("2")), 3);
        CHECK(outcome.wanted == 3);
        CHECK(outcome.placed == 2);
        CHECK(outcome.nodes == 2);
        CHECK(outcome.message == "0/2 nodes are available: 2 Insufficient cpu.");
        CHECK(outcome.reasons == std::map<std::string, int>{{"Insufficient cpu", 2}});
    }
    CHECK(placeable.place(podObject("next", asking("2")), 3, {"shop/one"}).placed == 3);
    CHECK(placeable.place(podObject("next", asking("2")), 3).placed == 2);
    CHECK(placeable.place(podObject("next", asking("1m")), 10'000).wanted == Placeable::kMostPods);
}

TEST_CASE("the plugins decide as they do for the scheduler") {
    Placeable placeable(
        {.nodes = {PaperCluster::nodeObject("a", R"({"zone":"x"})"), PaperCluster::nodeObject("b", R"({"zone":"y"})"),
                   PaperCluster::nodeObject("c", R"({"zone":"y"})")}});
    const std::string spread =
        R"(,"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"DoNotSchedule",)"
        R"("labelSelector":{"matchLabels":{"app":"a"}}}])";
    CHECK(placeable.place(podObject("next", asking("1", spread)), 8).placed == 8);
    const auto full = placeable.place(podObject("next", asking("1", spread)), 12);
    CHECK(full.placed == 9);
    CHECK(full.message ==
          "0/3 nodes are available: 1 node(s) didn't match pod topology spread constraints, 2 "
          "Insufficient cpu.");
    CHECK(placeable.place(podObject("next", asking("1", R"(,"nodeSelector":{"zone":"z"})")), 1).message ==
          "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector.");
    CHECK(Placeable({}).place(podObject("next", asking("1")), 1).message == "no nodes available to schedule pods");
}
