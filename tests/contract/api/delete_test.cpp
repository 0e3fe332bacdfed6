#include <doctest/doctest.h>

#include "engine/schema/api/corev1.h"
#include "engine/schema/api/policyv1.h"
#include "tests/contract/api/objects.h"
#include "tests/support/api/api_harness.h"

using namespace armillary;
using namespace armillary::test;

TEST_CASE("delete answers with a Status, or with the object where upstream does") {
    ApiHarness harness;
    const auto made = ApiHarness::as<corev1::ConfigMap>(harness.post(kMaps, configMap("a")));
    const auto gone = ApiHarness::statusOf(harness.remove(kMaps + "/a"));
    CHECK(gone.status == "Success");
    REQUIRE(gone.details);
    CHECK(gone.details->name == "a");
    CHECK(gone.details->kind == "configmaps");
    CHECK(gone.details->uid == made.metadata.uid);
    CHECK(harness.remove(kMaps + "/a").code == 404);
    harness.post(kPods, pod("p"));
    CHECK(ApiHarness::as<corev1::Pod>(harness.remove(kPods + "/p")).metadata.name == "p");
    CHECK(harness.get(kPods + "/p").code == 404);
}

TEST_CASE("preconditions") {
    ApiHarness harness;
    const auto made = ApiHarness::as<corev1::ConfigMap>(harness.post(kMaps, configMap("a")));
    const auto wrong = harness.remove(kMaps + "/a", R"({"preconditions":{"uid":"nope"}})");
    CHECK(wrong.code == 409);
    CHECK(ApiHarness::statusOf(wrong).message.find("the UID in the precondition (nope) does not match") !=
          std::string::npos);
    CHECK(harness.remove(kMaps + "/a", R"({"preconditions":{"resourceVersion":"1"}})").code == 409);
    CHECK(harness
              .remove(kMaps + "/a", R"({"kind":"DeleteOptions","apiVersion":"v1","preconditions":{"uid":")" +
                                        made.metadata.uid + "\"}}")
              .code == 200);
    CHECK(harness.remove(kMaps + "/a?propagationPolicy=Sideways").code == 422);
}

TEST_CASE("finalizers hold an object until the last has gone") {
    ApiHarness harness;
    harness.post(kMaps, configMap("a", "1", R"(,"finalizers":["example.test/f"])"));
    const auto held = ApiHarness::as<corev1::ConfigMap>(harness.remove(kMaps + "/a"));
    REQUIRE(held.metadata.deletionTimestamp);
    CHECK(held.metadata.deletionGracePeriodSeconds == 0);
    CHECK(harness.patch(kMaps + "/a", "merge", R"({"metadata":{"finalizers":["example.test/f","example.test/g"]}})")
              .code == 422);
    CHECK(harness.patch(kMaps + "/a", "merge", R"({"metadata":{"finalizers":null}})").code == 200);
    CHECK(harness.get(kMaps + "/a").code == 404);
}

TEST_CASE("propagation policies become finalizers") {
    ApiHarness harness;
    harness.post(kDeployments, deployment("d"));
    const auto foreground = harness.remove(kDeployments + "/d?propagationPolicy=Foreground");
    CHECK(foreground.code == 202);
    CHECK(ApiHarness::as<corev1::ConfigMap>(harness.get(kDeployments + "/d")).metadata.finalizers ==
          std::vector<std::string>{"foregroundDeletion"});
    harness.post(kDeployments, deployment("e"));
    harness.remove(kDeployments + "/e", R"({"propagationPolicy":"Orphan"})");
    CHECK(ApiHarness::as<corev1::ConfigMap>(harness.get(kDeployments + "/e")).metadata.finalizers ==
          std::vector<std::string>{"orphan"});
    harness.post(kDeployments, deployment("f"));
    harness.remove(kDeployments + "/f", R"({"propagationPolicy":"Background"})");
    CHECK(harness.get(kDeployments + "/f").code == 404);
}

namespace {

void bindTo(ApiHarness& harness, const std::string& name, const std::string& node) {
    const auto bound =
        harness.post(kPods + "/" + name + "/binding",
                     R"({"metadata":{"name":")" + name + R"("},"target":{"kind":"Node","name":")" + node + "\"}}");
    REQUIRE_MESSAGE(bound.code == 201, bound.body);
}

}  // namespace

TEST_CASE("a bound pod is deleted gracefully, and its agent ends it") {
    ApiHarness harness;
    harness.post(kPods, pod("p"));
    bindTo(harness, "p", "n1");
    const auto held = ApiHarness::as<corev1::Pod>(harness.remove(kPods + "/p"));
    CHECK(held.metadata.deletionGracePeriodSeconds == 30);
    const auto shorter = ApiHarness::as<corev1::Pod>(harness.remove(kPods + "/p?gracePeriodSeconds=5"));
    CHECK(shorter.metadata.deletionGracePeriodSeconds == 5);
    CHECK(shorter.metadata.deletionTimestamp->seconds == held.metadata.deletionTimestamp->seconds - 25);
    const auto longer = ApiHarness::as<corev1::Pod>(harness.remove(kPods + "/p?gracePeriodSeconds=50"));
    CHECK(longer.metadata.deletionGracePeriodSeconds == 5);
    CHECK(harness.remove(kPods + "/p", R"({"gracePeriodSeconds":0})").code == 200);
    CHECK(harness.get(kPods + "/p").code == 404);
}

TEST_CASE("binding assigns a node once") {
    ApiHarness harness;
    harness.post(kPods, pod("p"));
    bindTo(harness, "p", "n1");
    const auto bound = ApiHarness::as<corev1::Pod>(harness.get(kPods + "/p"));
    CHECK(bound.spec.nodeName == "n1");
    REQUIRE(bound.status.conditions.size() == 1);
    CHECK(bound.status.conditions[0].type == "PodScheduled");
    const auto again =
        harness.post(kPods + "/p/binding", R"({"metadata":{"name":"p"},"target":{"kind":"Node","name":"n2"}})");
    CHECK(again.code == 409);
    CHECK(ApiHarness::statusOf(again).message.find("pod p is already assigned to node \"n1\"") != std::string::npos);
    harness.post(kPods, pod("q"));
    CHECK(harness.post("/api/v1/namespaces/default/bindings", R"({"metadata":{"name":"q"},"target":{"name":"n1"}})")
              .code == 201);
    CHECK(harness.post(kPods + "/q/binding", R"({"metadata":{"name":"q"},"target":{}})").code == 422);
}

TEST_CASE("deletecollection deletes what is selected") {
    ApiHarness harness;
    harness.post(kMaps, configMap("a", "1", R"(,"labels":{"x":"1"})"));
    harness.post(kMaps, configMap("b", "1", R"(,"labels":{"x":"2"})"));
    CHECK(harness.remove(kMaps + "?labelSelector=x%3D1").code == 200);
    CHECK(harness.get(kMaps + "/a").code == 404);
    CHECK(harness.get(kMaps + "/b").code == 200);
}

TEST_CASE("a namespace goes when nothing holds it any more") {
    ApiHarness harness;
    harness.post("/api/v1/namespaces", R"({"metadata":{"name":"tmp"}})");
    const auto held = ApiHarness::as<corev1::Namespace>(harness.remove("/api/v1/namespaces/tmp"));
    CHECK(held.status.phase == "Terminating");
    CHECK(held.metadata.deletionTimestamp);
    const auto refused = harness.post("/api/v1/namespaces/tmp/configmaps", configMap("late"));
    CHECK(refused.code == 403);
    CHECK(ApiHarness::statusOf(refused).message.find("because it is being terminated") != std::string::npos);
    CHECK(harness.put("/api/v1/namespaces/tmp/finalize", R"({"metadata":{"name":"tmp"},"spec":{"finalizers":[]}})")
              .code == 200);
    CHECK(harness.get("/api/v1/namespaces/tmp").code == 404);
    CHECK(harness.remove("/api/v1/namespaces/kube-system").code == 403);
}

TEST_CASE("an eviction asks the disruption budget") {
    ApiHarness harness;
    harness.post(kPods, pod("p", R"(,"labels":{"app":"x"})"));
    bindTo(harness, "p", "n1");
    harness.patch(kPods + "/p/status", "merge",
                  R"({"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}})");
    const std::string budgets = "/apis/policy/v1/namespaces/default/poddisruptionbudgets";
    REQUIRE(harness
                .post(budgets,
                      R"({"metadata":{"name":"b"},"spec":{"minAvailable":1,"selector":{"matchLabels":{"app":"x"}}}})")
                .code == 201);
    harness.patch(
        budgets + "/b/status", "merge",
        R"({"status":{"observedGeneration":1,"desiredHealthy":1,"currentHealthy":1,"expectedPods":1,"disruptionsAllowed":0}})");
    const std::string eviction = R"({"metadata":{"name":"p","namespace":"default"}})";
    const auto refused = harness.post(kPods + "/p/eviction", eviction);
    CHECK(refused.code == 429);
    const Status status = ApiHarness::statusOf(refused);
    CHECK(status.message == "Cannot evict pod as it would violate the pod's disruption budget.");
    REQUIRE(status.details);
    REQUIRE(status.details->causes.size() == 1);
    CHECK(status.details->causes[0].reason == "DisruptionBudget");
    harness.patch(budgets + "/b/status", "merge", R"({"status":{"disruptionsAllowed":1}})");
    CHECK(harness.post(kPods + "/p/eviction", eviction).code == 201);
    const auto evicted = ApiHarness::as<corev1::Pod>(harness.get(kPods + "/p"));
    CHECK(evicted.metadata.deletionTimestamp);
    const auto budget = ApiHarness::as<policyv1::PodDisruptionBudget>(harness.get(budgets + "/b"));
    CHECK(budget.status.disruptionsAllowed == 0);
    CHECK(budget.status.disruptedPods.contains("p"));
}

TEST_CASE("jobs and replication controllers leave their pods behind unless told otherwise") {
    ApiHarness harness;
    const std::string jobs = "/apis/batch/v1/namespaces/default/jobs";
    const std::string body =
        R"({"metadata":{"name":"j"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[)"
        R"({"name":"c","image":"example.test/i:1"}]}}}})";
    REQUIRE(harness.post(jobs, body).code == 201);
    const auto finalizers = [&](const std::string& query) {
        return ApiHarness::as<metav1::PartialObjectMetadata>(harness.remove(jobs + "/j" + query + "dryRun=All"))
            .metadata.finalizers;
    };
    CHECK(finalizers("?") == std::vector<std::string>{"orphan"});
    CHECK(finalizers("?propagationPolicy=Foreground&") == std::vector<std::string>{"foregroundDeletion"});
    CHECK(harness.remove(jobs + "/j?propagationPolicy=Background").code == 200);
    CHECK(harness.get(jobs + "/j").code == 404);
}
