#include <doctest/doctest.h>

#include <algorithm>

#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/autoscalingv1.h"
#include "engine/schema/api/corev1.h"
#include "tests/contract/api/objects.h"
#include "tests/support/api/api_harness.h"

using namespace armillary;
using namespace armillary::test;

namespace {

server::Response apply(ApiHarness& harness, const std::string& target, std::string body) {
    return harness.send("PATCH", target, std::move(body), {{"content-type", "application/apply-patch+yaml"}});
}

template <schema::ApiStruct T>
T applied(ApiHarness& harness, const std::string& target, std::string body) {
    return ApiHarness::as<T>(apply(harness, target, std::move(body)));
}

std::string messageOf(const server::Response& response) {
    return ApiHarness::statusOf(response).message;
}

/// "manager/operation/apiVersion[/subresource] fields", in order.
std::vector<std::string> managed(const metav1::ObjectMeta& meta) {
    std::vector<std::string> all;
    for (const auto& entry : meta.managedFields)
        all.push_back(entry.manager + "/" + entry.operation + "/" + entry.apiVersion +
                      (entry.subresource.empty() ? "" : "/" + entry.subresource) + " " + entry.fieldsV1->text);
    return all;
}
using Lines = std::vector<std::string>;

std::string map(const std::string& data, const std::string& metadata = "") {
    return R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a")" + metadata + R"(},"data":{)" + data + "}}";
}

}  // namespace

TEST_CASE("apply creates, changes, and takes away what is no longer applied") {
    ApiHarness harness;
    const std::string target = kMaps + "/a?fieldManager=one";
    const auto created = apply(harness, target, map(R"("x":"1","y":"2")"));
    REQUIRE(created.code == 201);
    const auto first = ApiHarness::as<corev1::ConfigMap>(created);
    CHECK(managed(first.metadata) == Lines{R"(one/Apply/v1 {"f:data":{"f:x":{},"f:y":{}}})"});
    REQUIRE(first.metadata.managedFields[0].time);
    CHECK(first.metadata.managedFields[0].fieldsType == "FieldsV1");

    harness.clock().advance(std::chrono::seconds(60));
    const auto same = apply(harness, target, map(R"("x":"1","y":"2")"));
    CHECK(same.code == 200);
    CHECK(same.body == created.body);

    const auto changed = applied<corev1::ConfigMap>(harness, target, map(R"("x":"3")"));
    CHECK(changed.data == schema::StringMap<std::string>{{"x", "3"}});
    CHECK(managed(changed.metadata) == Lines{R"(one/Apply/v1 {"f:data":{"f:x":{}}})"});
    CHECK(*changed.metadata.managedFields[0].time > *first.metadata.managedFields[0].time);
    // YAML, too.
    const auto yaml = applied<corev1::ConfigMap>(
        harness, target, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  z: \"1\"\n");
    CHECK(yaml.data == schema::StringMap<std::string>{{"z", "1"}});
}

TEST_CASE("what another applier owns too stays, what it owns differently is a conflict") {
    ApiHarness harness;
    apply(harness, kMaps + "/a?fieldManager=one", map(R"("x":"1","y":"2")"));
    const auto shared = applied<corev1::ConfigMap>(harness, kMaps + "/a?fieldManager=two", map(R"("x":"1")"));
    CHECK(managed(shared.metadata) ==
          Lines{R"(one/Apply/v1 {"f:data":{"f:x":{},"f:y":{}}})", R"(two/Apply/v1 {"f:data":{"f:x":{}}})"});
    const auto conflict = apply(harness, kMaps + "/a?fieldManager=two", map(R"("x":"9")"));
    CHECK(conflict.code == 409);
    const Status status = ApiHarness::statusOf(conflict);
    CHECK(status.reason == "Conflict");
    CHECK(status.message == R"(Apply failed with 1 conflict: conflict with "one": .data.x)");
    REQUIRE(status.details);
    REQUIRE(status.details->causes.size() == 1);
    CHECK(status.details->causes[0].reason == "FieldManagerConflict");
    CHECK(status.details->causes[0].message == R"(conflict with "one")");
    CHECK(status.details->causes[0].field == ".data.x");

    const auto forced =
        applied<corev1::ConfigMap>(harness, kMaps + "/a?fieldManager=two&force=true", map(R"("x":"9")"));
    CHECK(forced.data.at("x") == "9");
    CHECK(managed(forced.metadata) ==
          Lines{R"(one/Apply/v1 {"f:data":{"f:y":{}}})", R"(two/Apply/v1 {"f:data":{"f:x":{}}})"});
    // Nobody else owns x: it goes with its owner's interest. The other's y stays.
    const auto left = applied<corev1::ConfigMap>(harness, kMaps + "/a?fieldManager=two", map(""));
    CHECK(left.data == schema::StringMap<std::string>{{"y", "2"}});
}

TEST_CASE("an updater's fields conflict under its name, version and subresource") {
    ApiHarness harness;
    harness.send("POST", kDeployments + "?fieldManager=kubectl-create", deployment("d", R"(,"replicas":1)"));
    const std::string config =
        R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"replicas":5}})";
    CHECK(messageOf(apply(harness, kDeployments + "/d?fieldManager=gitops", config)) ==
          R"(Apply failed with 1 conflict: conflict with "kubectl-create" using apps/v1: .spec.replicas)");
    harness.send("PATCH", kDeployments + "/d/scale?fieldManager=hpa", R"({"spec":{"replicas":3}})",
                 {{"content-type", "application/merge-patch+json"}});
    CHECK(
        messageOf(apply(harness, kDeployments + "/d?fieldManager=gitops", config)) ==
        R"(Apply failed with 1 conflict: conflict with "hpa" with subresource "scale" using apps/v1: .spec.replicas)");
    const std::string two =
        R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"replicas":5,)"
        R"("template":{"spec":{"containers":[{"name":"c","image":"other"}]}}}})";
    CHECK(messageOf(apply(harness, kDeployments + "/d?fieldManager=gitops", two)) ==
          "Apply failed with 2 conflicts: conflicts with \"hpa\" with subresource \"scale\" using apps/v1:\n"
          "- .spec.replicas\nconflicts with \"kubectl-create\" using apps/v1:\n"
          "- .spec.template.spec.containers[name=\"c\"].image");
}

TEST_CASE("what apply refuses") {
    ApiHarness harness;
    const auto refused = [&](const std::string& query, const std::string& body, int code, const std::string& message) {
        const auto response = apply(harness, kMaps + "/a" + query, body);
        CHECK(response.code == code);
        CHECK(messageOf(response) == message);
    };
    refused("", map(""), 422,
            "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
    refused("?fieldManager=m", R"({"apiVersion":"v1","kind":"Secret"})", 400, "invalid object type: /v1, Kind=Secret");
    refused("?fieldManager=m", map("", R"(,"managedFields":[{}])"), 400, "metadata.managedFields must be nil");
    refused("?fieldManager=m", R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"dat":{}})", 500,
            "failed to create typed patch object (/a; /v1, Kind=ConfigMap): .dat: field not declared in schema");
    refused("?fieldManager=m", map("", R"(,"uid":"u")"), 409,
            "Operation cannot be fulfilled on configmaps \"a\": uid mismatch: the provided object specified uid u, and "
            "no existing object was found");
    refused("?fieldManager=m", map("", R"(,"namespace":"other")"), 400,
            "the namespace of the provided object does not match the namespace sent on the request");
    CHECK(harness.get(kMaps + "/a").code == 404);
    REQUIRE(apply(harness, kMaps + "/a?fieldManager=m&dryRun=All", map(R"("x":"1")")).code == 201);
    CHECK(harness.get(kMaps + "/a").code == 404);
    REQUIRE(apply(harness, kMaps + "/a?fieldManager=m", map(R"("x":"1")")).code == 201);
    refused(
        "?fieldManager=m", map(R"("x":"2")", R"(,"resourceVersion":"1")"), 409,
        "Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please apply your changes "
        "to the latest version and try again");
    CHECK(messageOf(harness.send("PATCH", kMaps + "/a?force=true", "{}",
                                 {{"content-type", "application/merge-patch+json"}})) ==
          "PatchOptions.meta.k8s.io \"\" is invalid: force: Forbidden: may not be specified for non-apply patch");
}

TEST_CASE("apply that creates needs the right to create") {
    ApiHarness harness;
    harness.post(
        "/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles",
        R"({"metadata":{"name":"p"},"rules":[{"apiGroups":[""],"resources":["configmaps"],"verbs":["patch"]}]})");
    harness.post(
        "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings",
        R"({"metadata":{"name":"p"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"p"},)"
        R"("subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"eve"}]})");
    const auto refused = harness.sendAs(ApiHarness::user("eve"), "PATCH", kMaps + "/a?fieldManager=m", map(""),
                                        {{"content-type", "application/apply-patch+yaml"}});
    CHECK(refused.code == 403);
}

TEST_CASE("every write is recorded") {
    ApiHarness harness;
    const auto created = ApiHarness::as<corev1::ConfigMap>(
        harness.send("POST", kMaps, map(R"("x":"1")"), {{"user-agent", "kubectl/v1.32 (linux/amd64)"}}));
    CHECK(managed(created.metadata) == Lines{R"(kubectl/Update/v1 {"f:data":{".":{},"f:x":{}}})"});
    const auto patched = ApiHarness::as<corev1::ConfigMap>(harness.send(
        "PATCH", kMaps + "/a?fieldManager=p", R"({"data":{"x":"2","y":"1"},"metadata":{"labels":{"l":"1"}}})",
        {{"content-type", "application/merge-patch+json"}}));
    CHECK(managed(patched.metadata) ==
          Lines{R"(kubectl/Update/v1 {"f:data":{}})",
                R"(p/Update/v1 {"f:data":{"f:x":{},"f:y":{}},"f:metadata":{"f:labels":{".":{},"f:l":{}}}})"});
    // A client that knows nothing of them does not lose them, and no change is no entry.
    const auto put = ApiHarness::as<corev1::ConfigMap>(
        harness.put(kMaps + "/a?fieldManager=q", map(R"("x":"2","y":"1")", R"(,"labels":{"l":"1"})")));
    CHECK(managed(put.metadata) == managed(patched.metadata));
    CHECK(put.metadata.resourceVersion == patched.metadata.resourceVersion);
    // What goes is nobody's any more.
    const auto removed = ApiHarness::as<corev1::ConfigMap>(harness.put(kMaps + "/a?fieldManager=q", map(R"("y":"1")")));
    CHECK(managed(removed.metadata) ==
          Lines{R"(kubectl/Update/v1 {"f:data":{}})", R"(p/Update/v1 {"f:data":{"f:y":{}}})"});
}

TEST_CASE("status writes are entries of their own and do not own spec") {
    ApiHarness harness;
    harness.send("POST", kDeployments + "?fieldManager=c", deployment("d", R"(,"replicas":1)"));
    const auto updated = ApiHarness::as<appsv1::Deployment>(harness.send(
        "PATCH", kDeployments + "/d/status?fieldManager=kube-controller-manager",
        R"({"spec":{"replicas":7},"status":{"replicas":5,"conditions":[{"type":"Available","status":"True"}]}})",
        {{"content-type", "application/merge-patch+json"}}));
    REQUIRE(updated.metadata.managedFields.size() == 2);
    const Lines lines = managed(updated.metadata);
    CHECK(std::ranges::count(
              lines, R"(kube-controller-manager/Update/apps/v1/status {"f:status":{"f:conditions":{".":{},)"
                     R"("k:{\"type\":\"Available\"}":{".":{},"f:status":{},"f:type":{}}},"f:replicas":{}}})") == 1);
    const auto ofStatus = applied<appsv1::Deployment>(
        harness, kDeployments + "/d/status?fieldManager=s&force=true",
        R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"replicas":9},"status":{"replicas":6}})");
    CHECK(ofStatus.status.replicas == 6);
    CHECK(ofStatus.spec.replicas == 1);
    CHECK(managed(ofStatus.metadata)[0] == R"(s/Apply/apps/v1/status {"f:status":{"f:replicas":{}}})");
}

TEST_CASE("entries are reset by an empty list, and stay reset") {
    ApiHarness harness;
    for (const std::string reset : {"[]", "[{}]"}) {
        harness.remove(kMaps + "/a");
        harness.send("POST", kMaps + "?fieldManager=c", map(R"("x":"1")"));
        const auto done = ApiHarness::as<corev1::ConfigMap>(
            harness.patch(kMaps + "/a", "merge", R"({"metadata":{"managedFields":)" + reset + "}}"));
        CHECK(done.metadata.managedFields.empty());
        const auto later =
            ApiHarness::as<corev1::ConfigMap>(harness.patch(kMaps + "/a", "merge", R"({"data":{"x":"2"}})"));
        CHECK(later.metadata.managedFields.empty());
    }
    // The first apply then names who had it before.
    const auto adopted = apply(harness, kMaps + "/a?fieldManager=one", map(R"("x":"3")"));
    CHECK(messageOf(adopted) ==
          R"(Apply failed with 1 conflict: conflict with "before-first-apply" using v1: .data.x)");
}

TEST_CASE("at most ten updaters: the oldest are merged") {
    ApiHarness harness;
    harness.send("POST", kMaps + "?fieldManager=m00", map(R"("x":"1")"));
    corev1::ConfigMap last;
    for (int i = 1; i <= 12; ++i) {
        harness.clock().advance(std::chrono::seconds(1));
        const std::string name = (i < 10 ? "m0" : "m1") + std::to_string(i % 10);
        last = ApiHarness::as<corev1::ConfigMap>(harness.send("PATCH", kMaps + "/a?fieldManager=" + name,
                                                              R"({"data":{")" + name + R"(":"1"}})",
                                                              {{"content-type", "application/merge-patch+json"}}));
    }
    REQUIRE(last.metadata.managedFields.size() == 10);
    CHECK(managed(last.metadata)[0] ==
          R"(ancient-changes/Update/v1 {"f:data":{".":{},"f:m01":{},"f:m02":{},"f:m03":{},"f:x":{}}})");
}

TEST_CASE("a client may rewrite the entries, as kubectl does when it takes over from client-side apply") {
    ApiHarness harness;
    harness.send("POST", kMaps + "?fieldManager=kubectl-client-side-apply", map(R"("x":"1")"));
    const auto rewritten = ApiHarness::as<corev1::ConfigMap>(harness.patch(
        kMaps + "/a", "json",
        R"([{"op":"replace","path":"/metadata/managedFields","value":[{"manager":"kubectl","operation":"Apply",)"
        R"("apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"f:data":{"f:x":{}}}}]}])"));
    CHECK(managed(rewritten.metadata) == Lines{R"(kubectl/Apply/v1 {"f:data":{"f:x":{}}})"});
    const auto next = applied<corev1::ConfigMap>(harness, kMaps + "/a?fieldManager=kubectl", map(R"("y":"2")"));
    CHECK(next.data == schema::StringMap<std::string>{{"y", "2"}});
    // What is no field set is not taken.
    const auto kept = ApiHarness::as<corev1::ConfigMap>(harness.patch(
        kMaps + "/a", "merge",
        R"({"metadata":{"managedFields":[{"manager":"m","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV1",)"
        R"("fieldsV1":{"data":{}}}]}})"));
    CHECK(managed(kept.metadata) == managed(next.metadata));
}

TEST_CASE("kubectl's apply takes over what the last-applied annotation names, and keeps it up to date") {
    ApiHarness harness;
    const std::string annotation =
        R"(,"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",)"
        R"(\"metadata\":{\"name\":\"a\"},\"data\":{\"x\":\"1\"}}"})";
    harness.send("POST", kMaps + "?fieldManager=kubectl-client-side-apply", map(R"("x":"1","z":"1")", annotation));
    CHECK(apply(harness, kMaps + "/a?fieldManager=other", map(R"("x":"2")")).code == 409);
    CHECK(messageOf(apply(harness, kMaps + "/a?fieldManager=kubectl", map(R"("x":"2","z":"2")"))) ==
          R"(Apply failed with 1 conflict: conflict with "kubectl-client-side-apply" using v1: .data.z)");
    const auto taken = applied<corev1::ConfigMap>(harness, kMaps + "/a?fieldManager=kubectl", map(R"("x":"2")"));
    CHECK(taken.data.at("x") == "2");
    CHECK(taken.metadata.annotations.at("kubectl.kubernetes.io/last-applied-configuration") ==
          R"({"apiVersion":"v1","data":{"x":"2"},"kind":"ConfigMap","metadata":{"name":"a"}})"
          "\n");
}

TEST_CASE("list items are merged by their keys, defaulted ones included") {
    ApiHarness harness;
    const auto service = [](const std::string& ports) {
        return R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"s"},"spec":{"selector":{"a":"b"},"ports":[)" +
               ports + "]}}";
    };
    const std::string target = "/api/v1/namespaces/default/services/s?fieldManager=m";
    applied<corev1::Service>(harness, target,
                             service(R"({"name":"a","port":80},{"name":"b","port":53,"protocol":"UDP"})"));
    const auto changed = applied<corev1::Service>(
        harness, target,
        service(R"({"name":"b","port":53,"protocol":"UDP"},{"name":"a","port":80,"targetPort":8080})"));
    REQUIRE(changed.spec.ports.size() == 2);
    CHECK(changed.spec.ports[0].name == "b");
    CHECK(changed.spec.ports[1].targetPort.number == 8080);
    CHECK(changed.spec.ports[1].protocol == "TCP");
    const auto fewer = applied<corev1::Service>(harness, target, service(R"({"name":"a","port":80})"));
    CHECK(fewer.spec.ports.size() == 1);
}

TEST_CASE("apply to a scale owns the workload's replicas") {
    ApiHarness harness;
    harness.send("POST", kDeployments + "?fieldManager=c", deployment("d", R"(,"replicas":1)"));
    const std::string scale =
        R"({"apiVersion":"autoscaling/v1","kind":"Scale","metadata":{"name":"d"},"spec":{"replicas":4}})";
    const std::string target = kDeployments + "/d/scale?fieldManager=s";
    CHECK(messageOf(apply(harness, target, scale)) ==
          R"(Apply failed with 1 conflict: conflict with "c" using autoscaling/v1: .spec.replicas)");
    const auto done = applied<autoscalingv1::Scale>(harness, target + "&force=true", scale);
    CHECK(done.spec.replicas == 4);
    const auto workload = ApiHarness::as<appsv1::Deployment>(harness.get(kDeployments + "/d"));
    CHECK(workload.spec.replicas == 4);
    CHECK(managed(workload.metadata)[0] == R"(s/Apply/apps/v1/scale {"f:spec":{"f:replicas":{}}})");
    CHECK(managed(workload.metadata)[1].find("f:replicas") == std::string::npos);
}

TEST_CASE("entries of another version of the same object are kept in its terms") {
    ApiHarness harness;
    const std::string v1 = "/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers";
    const std::string v2 = "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers";
    const std::string target =
        R"("scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},"maxReplicas":5)";
    const auto created =
        harness.send("POST", v1 + "?fieldManager=old",
                     R"({"metadata":{"name":"h"},"spec":{)" + target + R"(,"targetCPUUtilizationPercentage":50}})");
    REQUIRE(created.code == 201);
    const auto conflict = apply(
        harness, v2 + "/h?fieldManager=new",
        R"({"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"h"},"spec":{"maxReplicas":7}})");
    CHECK(messageOf(conflict) ==
          R"(Apply failed with 1 conflict: conflict with "old" using autoscaling/v1: .spec.maxReplicas)");
}
