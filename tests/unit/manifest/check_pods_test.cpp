#include "engine/manifest/check.h"

#include <algorithm>
#include <format>

#include "tests/unit/manifest/support.h"

using namespace armillary;

namespace {

/// "LINE severity ID: message" of every finding in a file.
std::vector<std::string> findings(const std::string& text) {
    std::vector<std::string> found;
    for (const auto& each : manifest::check(std::vector<manifest::Source>{{"", text}})) {
        REQUIRE(manifest::ruleOf(each.id));
        CHECK(manifest::ruleOf(each.id)->severities.contains(word(each.severity)));
        found.push_back(std::format("{} {} {}: {}", each.line, word(each.severity), each.id, each.message));
    }
    return found;
}
using Lines = std::vector<std::string>;

/// Line 9 is where what a container has begins. It need not request anything.
std::string workload(const std::string& container, const std::string& replicas = "2") {
    return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: " + replicas +
           "\n  selector: {matchLabels: {app: web}}\n"
           "  template: {metadata: {labels: {app: web}}, spec: {containers: [\n"
           "    {name: web, image: web:1,  # armillary:ignore missing-requests\n    " +
           container + "}]}}\n---\n";
}
std::string budget(const std::string& says) {
    return "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: b}\nspec:\n  selector: {matchLabels: "
           "{app: "
           "web}}\n  " +
           says + "\n";
}

}  // namespace

TEST_CASE("Check finds keys that a map does not have") {
    const auto map = [](const std::string& kind, const std::string& keys) {
        return "apiVersion: v1\nkind: " + kind + "\nmetadata: {name: m}\n" + keys + "\n---\n";
    };
    const auto key = [](const std::string& kind, const std::string& more = "") {
        return "env: [{name: A, valueFrom: {" + kind + ": {name: m, key: colour" + more + "}}}]";
    };
    CHECK(findings(workload(key("configMapKeyRef")) + map("ConfigMap", "data: {colour: red}")) == Lines{});
    CHECK(findings(workload(key("configMapKeyRef")) + map("ConfigMap", "binaryData: {colour: eA==}")) == Lines{});
    CHECK(findings(workload(key("secretKeyRef")) + map("Secret", "stringData: {colour: red}")) == Lines{});
    CHECK(findings(workload(key("configMapKeyRef")) + map("ConfigMap", "data: {size: xl}")) ==
          Lines{"9 warning missing-key: ConfigMap m has no key colour"});
    CHECK(findings(workload(key("secretKeyRef")) + map("Secret", "data: null")) ==
          Lines{"9 warning missing-key: Secret m has no key colour"});
    CHECK(findings(workload(key("configMapKeyRef", ", optional: true")) + map("ConfigMap", "data: {}")) == Lines{});
}

TEST_CASE("Check finds probes at ports that their container does not declare") {
    const auto probe = [](const std::string& port, const std::string& ports) {
        return workload("livenessProbe: {httpGet: {path: /, port: " + port + "}}, ports: [" + ports + "]");
    };
    CHECK(findings(probe("http", "{name: http, containerPort: 80}")) == Lines{});
    CHECK(findings(probe("80", "{name: http, containerPort: 80}")) == Lines{});
    CHECK(findings(probe("80", "")) == Lines{});
    CHECK(findings(probe("http", "")) ==
          Lines{"9 warning probe-port: the container declares no port http for this probe"});
    CHECK(findings(probe("81", "{containerPort: 80}")) ==
          Lines{"9 hint probe-port: the container declares no port 81 for this probe"});
}

TEST_CASE("Check finds budgets that let nothing move") {
    CHECK(findings(workload("tty: false") + budget("minAvailable: 1")) == Lines{});
    CHECK(findings(workload("tty: false") + budget("maxUnavailable: 1")) == Lines{});
    CHECK(findings(workload("tty: false") + budget("maxUnavailable: 0")).size() == 1);
    CHECK(findings(workload("tty: false") + budget("minAvailable: 100%")).size() == 1);
    CHECK(findings(workload("tty: false") + budget("minAvailable: 2")) ==
          Lines{"16 warning budget-blocks-all: 2 of 2 pods must run: none may ever be moved away from its machine"});
    CHECK(findings(workload("tty: false", "0") + budget("minAvailable: 0")) == Lines{});
}

TEST_CASE("Check finds autoscalers that go by what nobody requests, and roles that are not there") {
    const std::string scaler =
        "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: h}\nspec:\n  maxReplicas: 3\n"
        "  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}\n  metrics:\n"
        "  - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}\n"
        "  - {type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 1Gi}}}\n";
    CHECK(findings(workload("resources: {requests: {cpu: 100m}}") + scaler) == Lines{});
    CHECK(findings(workload("resources: {limits: {cpu: 1}}") + scaler) == Lines{});
    CHECK(findings(workload("resources: {requests: {memory: 1Gi}}") + scaler) ==
          Lines{"18 warning scaler-without-requests: container web of Deployment web requests no cpu, of which this is "
                "a share"});
    const std::string binding =
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: b}\nroleRef:\n"
        "  {apiGroup: rbac.authorization.k8s.io, name: reader, kind: ";
    CHECK(findings(binding + "ClusterRole}\n") == Lines{});
    CHECK(findings(binding + "Role}\n") ==
          Lines{"5 hint missing-reference: Role.rbac.authorization.k8s.io reader is not among these files"});
}
