#include <doctest/doctest.h>

#include <algorithm>

#include "engine/schema/api/admissionregistrationv1.h"
#include "tests/contract/api/custom_objects.h"
#include "tests/contract/api/objects.h"
#include "tests/support/api/api_harness.h"

using namespace armillary;
using namespace armillary::test;

namespace {

const std::string kPolicies = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies",
                  kBindings = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings";

std::string policy(const std::string& expression, const std::string& more = "") {
    return R"({"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingAdmissionPolicy","metadata":{"name":)"
           R"("demo.example.com"},"spec":{"matchConstraints":{"resourceRules":[{"apiGroups":["apps"],"apiVersions":["v1"],)"
           R"("operations":["CREATE","UPDATE"],"resources":["deployments"]}]},"validations":[{"expression":")" +
           expression + "\"}]" + more + "}}";
}

std::string binding(const std::string& actions = R"(["Deny"])") {
    return R"({"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingAdmissionPolicyBinding","metadata":)"
           R"({"name":"demo-binding.example.com"},"spec":{"policyName":"demo.example.com","validationActions":)" +
           actions + "}}";
}

std::string refusal(ApiHarness& harness, const std::string& body) {
    const auto response = harness.post(kPolicies, body);
    CHECK(response.code == 422);
    return ApiHarness::statusOf(response).message;
}

}  // namespace

TEST_CASE("a policy is in force from its binding on, and no longer than that") {
    ApiHarness harness;
    REQUIRE(harness.post(kPolicies, policy("object.spec.replicas <= 5")).code == 201);
    REQUIRE(harness.post(kDeployments, deployment("before", R"(,"replicas":6)")).code == 201);
    REQUIRE(harness.post(kBindings, binding()).code == 201);
    const auto refused = harness.post(kDeployments, deployment("web", R"(,"replicas":6)"));
    CHECK(refused.code == 422);
    CHECK(ApiHarness::statusOf(refused).message ==
          "deployments.apps \"web\" is forbidden: ValidatingAdmissionPolicy 'demo.example.com' with binding "
          "'demo-binding.example.com' denied request: failed expression: object.spec.replicas <= 5");
    CHECK(harness.post(kDeployments, deployment("web", R"(,"replicas":5)")).code == 201);
    CHECK(harness.patch(kDeployments + "/web", "merge", R"({"spec":{"replicas":7}})").code == 422);
    CHECK(harness.remove(kBindings + "/demo-binding.example.com").code == 200);
    CHECK(harness.patch(kDeployments + "/web", "merge", R"({"spec":{"replicas":7}})").code == 200);
}

TEST_CASE("a policy is defaulted, and refused where its expressions are wrong") {
    ApiHarness harness;
    const auto made = ApiHarness::as<admissionregistrationv1::ValidatingAdmissionPolicy>(
        harness.post(kPolicies, policy("object.spec.replicas <= 5")));
    CHECK(made.spec.failurePolicy == "Fail");
    CHECK(made.spec.matchConstraints->matchPolicy == "Equivalent");
    CHECK(made.spec.matchConstraints->resourceRules[0].scope == "*");
    CHECK(refusal(harness, policy("x"))
              .contains("spec.validations[0].expression: Invalid value: \"x\": compilation failed: ERROR: <input>:1:1: "
                        "undeclared "
                        "reference to 'x' (in container '')\n | x\n | ^"));
    CHECK(refusal(harness, policy("1")).contains("must evaluate to bool but got int"));
    CHECK(refusal(harness, policy("params.x == 1")).contains("undeclared reference to 'params'"));
    CHECK(refusal(harness, policy("request.x == 1")).contains("undefined field 'x'"));
    CHECK(refusal(
              harness,
              policy("true", R"(,"matchConditions":[{"name":"a","expression":"1"},{"name":"a","expression":"true"}])"))
              .contains("spec.matchConditions[0].expression: Invalid value: \"1\": must evaluate to bool but got int"));
    CHECK(refusal(harness, policy("true", R"(,"variables":[{"name":"a-b","expression":"1"}])"))
              .contains("spec.variables[0].name: Invalid value: \"a-b\": name is not a valid CEL identifier"));
    CHECK(refusal(harness, policy("true", R"(,"auditAnnotations":[{"key":"k","valueExpression":"1"}])"))
              .contains("must evaluate to one of [string null_type] but got int"));
    CHECK(refusal(harness, policy("true", R"(,"paramKind":{"apiVersion":"v1","kind":"Config-"})"))
              .contains("may have mixed case, but should otherwise match"));
    const auto both = harness.post(kBindings, binding(R"(["Deny","Warn"])"));
    CHECK(ApiHarness::statusOf(both).message.contains("must not contain both Deny and Warn"));
}

TEST_CASE("webhooks' match conditions have to compile") {
    ApiHarness harness;
    const auto response = harness.post(
        "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations",
        R"({"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingWebhookConfiguration","metadata":{"name":"w"},)"
        R"("webhooks":[{"name":"a.b.c","clientConfig":{"url":"https://x.test"},"sideEffects":"None",)"
        R"("admissionReviewVersions":["v1"],"matchConditions":[{"name":"c","expression":"object.x +"}]}]})");
    CHECK(response.code == 422);
    CHECK(ApiHarness::statusOf(response).message.contains(
        "webhooks[0].matchConditions[0].expression: Invalid value: \"object.x +\": compilation failed: ERROR: "
        "<input>:1:11: Syntax error: mismatched input '<EOF>' expecting"));
}

TEST_CASE("the rules of a custom resource judge its objects, and are compiled with its definition") {
    ApiHarness harness;
    const auto version = [](const std::string& rule) {
        return "[" +
               widgetVersion(R"("size":{"type":"integer","x-kubernetes-validations":[{"rule":")" + rule +
                             R"(","message":"too large"},{"rule":"self >= oldSelf","message":"must not shrink"}]})") +
               "]";
    };
    const auto wrong = harness.post(kDefinitions, widgetDefinition(version("self.x <= 5")));
    CHECK(wrong.code == 422);
    CHECK(ApiHarness::statusOf(wrong).message.contains("type 'int' does not support field selection"));
    define(harness, widgetDefinition(version("self <= 5")));
    const auto refused = harness.post(kWidgets, widget("a", R"({"size":6})"));
    CHECK(refused.code == 422);
    CHECK(ApiHarness::statusOf(refused).message ==
          "Widget.example.com \"a\" is invalid: spec.size: Invalid value: \"integer\": too large");
    REQUIRE(harness.post(kWidgets, widget("a", R"({"size":4})")).code == 201);
    CHECK(harness.patch(kWidgets + "/a", "merge", R"({"spec":{"size":5}})").code == 200);
    const auto shrunk = harness.patch(kWidgets + "/a", "merge", R"({"spec":{"size":3}})");
    CHECK(shrunk.code == 422);
    CHECK(ApiHarness::statusOf(shrunk).message.contains("spec.size: Invalid value: \"integer\": must not shrink"));
}

TEST_CASE("policies judge custom objects") {
    ApiHarness harness;
    define(harness, widgetDefinition("[" + widgetVersion(R"("size":{"type":"integer"})") + "]"));
    std::string body = policy("object.spec.size <= 5");
    body.replace(body.find(R"("apps")"), 6, R"("example.com")");
    body.replace(body.find(R"("deployments")"), 13, R"("widgets")");
    REQUIRE(harness.post(kPolicies, body).code == 201);
    REQUIRE(harness.post(kBindings, binding()).code == 201);
    CHECK(harness.post(kWidgets, widget("a", R"({"size":5})")).code == 201);
    CHECK(ApiHarness::statusOf(harness.post(kWidgets, widget("b", R"({"size":6})")))
              .message.contains("denied request: failed expression: object.spec.size <= 5"));
}

TEST_CASE("a binding that warns lets the write through") {
    ApiHarness harness;
    REQUIRE(harness.post(kPolicies, policy("object.spec.replicas <= 5")).code == 201);
    REQUIRE(harness.post(kBindings, binding(R"(["Warn","Audit"])")).code == 201);
    const auto warned = harness.post(kDeployments, deployment("web", R"(,"replicas":6)"));
    CHECK(warned.code == 201);
    const auto warning = std::ranges::find(warned.headers, "Warning", &std::pair<std::string, std::string>::first);
    REQUIRE(warning != warned.headers.end());
    CHECK(
        warning->second.contains("Validation failed for ValidatingAdmissionPolicy 'demo.example.com' with binding "
                                 "'demo-binding.example.com': failed expression: object.spec.replicas <= 5"));
}
