#include <doctest/doctest.h>

#include "engine/resources/flow_control.h"
#include "engine/schema/api/flowcontrolv1.h"
#include "tests/scenario/controllers/cluster.h"

using namespace armillary;
using namespace armillary::test;
using flowcontrolv1::FlowSchema;
using flowcontrolv1::PriorityLevelConfiguration;

namespace {

const std::string kBase = "/apis/flowcontrol.apiserver.k8s.io/v1/";

std::string dangling(Cluster& cluster, const std::string& name) {
    const auto schema = cluster.find<FlowSchema>("", name);
    return schema && !schema->status.conditions.empty() ? schema->status.conditions[0].reason : "";
}

}  // namespace

TEST_CASE("the default configuration of priority and fairness is kept") {
    Cluster cluster;
    CHECK(cluster.eventually([&] { return dangling(cluster, "global-default") == "Found"; }));
    for (const char* path : {"flowschemas/exempt", "flowschemas/probes", "prioritylevelconfigurations/catch-all"})
        REQUIRE(cluster.harness.remove(kBase + path).code == 200);
    CHECK(cluster.eventually([&] {
        return cluster.find<FlowSchema>("", "exempt") && cluster.find<FlowSchema>("", "probes") &&
               cluster.find<PriorityLevelConfiguration>("", "catch-all");
    }));
    // What is kept current is put right; what its owner has taken over is not.
    REQUIRE(cluster.harness
                .patch(kBase + "flowschemas/probes", "merge",
                       R"({"metadata":{"annotations":{"apf.kubernetes.io/autoupdate-spec":"false"}},)"
                       R"("spec":{"matchingPrecedence":7}})")
                .code == 200);
    REQUIRE(cluster.harness
                .patch(kBase + "prioritylevelconfigurations/system", "merge",
                       R"({"spec":{"limited":{"nominalConcurrencyShares":31}}})")
                .code == 200);
    CHECK(cluster.eventually([&] {
        const auto level = cluster.find<PriorityLevelConfiguration>("", "system");
        return level && level->spec.limited->nominalConcurrencyShares == 30;
    }));
    CHECK(cluster.find<FlowSchema>("", "probes")->spec.matchingPrecedence == 7);
}

TEST_CASE("a flow schema says that its priority level does not exist") {
    Cluster cluster;
    REQUIRE(cluster.harness
                .post(kBase + "flowschemas",
                      R"({"metadata":{"name":"mine"},"spec":{"priorityLevelConfiguration":{"name":"missing"}}})")
                .code == 201);
    CHECK(cluster.eventually([&] { return dangling(cluster, "mine") == "NotFound"; }));
    REQUIRE(
        cluster.harness
            .post(
                kBase + "prioritylevelconfigurations",
                R"({"metadata":{"name":"missing"},"spec":{"type":"Limited","limited":{"limitResponse":{"type":"Reject"}}}})")
            .code == 201);
    CHECK(cluster.eventually([&] { return dangling(cluster, "mine") == "Found"; }));
    const auto schema = cluster.find<FlowSchema>("", "mine");
    CHECK(schema->status.conditions[0].message ==
          "This FlowSchema references the PriorityLevelConfiguration object named \"missing\" and it exists");
}
