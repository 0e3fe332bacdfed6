#include "engine/manifest/check.h"

#include <algorithm>
#include <format>

#include "tests/unit/manifest/support.h"

using namespace armillary;
using manifest::Source;

namespace {

/// "FILE:LINE error ID" of every finding.
std::vector<std::string> findings(const std::vector<std::string>& texts) {
    std::vector<Source> sources;
    for (const auto& text : texts) sources.push_back({"", text});
    std::vector<std::string> found;
    for (const auto& each : manifest::check(sources)) {
        CHECK(!each.message.empty());
        REQUIRE(manifest::ruleOf(each.id));
        CHECK(manifest::ruleOf(each.id)->severities.contains(word(each.severity)));
        found.push_back(std::format("{}:{} {} {}", each.file, each.line, word(each.severity), each.id));
    }
    return found;
}
using Lines = std::vector<std::string>;

const std::string kDeployment = R"(apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: registry.example:5000/web:1
        ports: [{name: http, containerPort: 8080}]
        resources: {requests: {cpu: 10m, memory: 16Mi}}
)";

std::string service(const std::string& selector, const std::string& port) {
    return "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  selector: " + selector + "\n  ports:\n  - " +
           port + "\n";
}

}  // namespace

TEST_CASE("Check is quiet about what is right") {
    CHECK(findings({kDeployment}) == Lines{});
    CHECK(findings({kDeployment, service("{app: web}", "{port: 80, targetPort: http}")}) == Lines{});
    CHECK(findings({kDeployment, service("{app: web}", "{port: 80, targetPort: 8080}")}) == Lines{});
    CHECK(findings({""}) == Lines{});
    CHECK(findings({"# comment\n---\n{}\n---\njust: values\n"}) == Lines{});
    CHECK(findings({"apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\nspec: {size: large}\n"}) ==
          Lines{});
}

TEST_CASE("Check says what does not read, and where") {
    CHECK(findings({"a: 1\nb: [\n"}).front().ends_with("error syntax"));
    CHECK(findings({"a: *nothing\n"}) == Lines{"0:1 error syntax"});
    CHECK(findings({"a: {{ .Values.x }}\nb: {{ if }}}\n"}).front().ends_with("hint template"));
    CHECK(findings({std::string("a: \0", 4)}) == Lines{"0:1 error syntax"});
    CHECK(findings({"a: \xff\n"}) == Lines{"0:1 error syntax"});
}

TEST_CASE("Check goes by the schema of built-in kinds") {
    CHECK(findings(
              {"apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicaz: 1\n  replicas: two\n"
               "  paused: yes\n  template:\n    spec:\n      containers: {}\n"}) ==
          Lines{"0:5 error unknown-field", "0:6 error wrong-type", "0:10 error wrong-type"});
    CHECK(findings({"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata:\n  a: 1\n  b: x\n  b: y\n"}) ==
          Lines{"0:5 error wrong-type", "0:7 error duplicate-key"});
    CHECK(findings({"apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  metadata: {name: s}\n  "
                    "data: {a: '!'}\n"}) == Lines{"0:7 error wrong-type"});
}

TEST_CASE("Check knows versions that are gone") {
    CHECK(findings({"apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: p}\n"}) ==
          Lines{"0:1 error removed-api"});
    const std::vector<Source> source = {{"x.yaml", "kind: Ingress\napiVersion: extensions/v1beta1\n"}};
    CHECK(print(manifest::check(source)[0], "x.yaml") ==
          "x.yaml:2:1: error removed-api: Ingress of extensions/v1beta1 is served no more since Kubernetes 1.22: use "
          "networking.k8s.io/v1");
}

TEST_CASE("Check looks at what selectors and ports lead to") {
    CHECK(findings({kDeployment, service("{app: wep}", "{port: 80}")}) ==
          Lines{"1:5 warning selector-matches-nothing"});
    CHECK(findings({service("{app: wep}", "{port: 80}")}) == Lines{});
    CHECK(findings({kDeployment, service("{app: web}", "{port: 80, targetPort: web}")}) ==
          Lines{"1:7 warning target-port"});
    CHECK(findings({kDeployment, service("{app: web}", "{port: 80}")}) == Lines{"1:7 warning target-port"});
    CHECK(findings({kDeployment,
                    "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: p}\nspec:\n"
                    "  selector: {matchLabels: {app: other}}\n"}) == Lines{"1:5 warning selector-matches-nothing"});
}

TEST_CASE("Check finds names that are there twice, images without a version, references that lead out") {
    const std::string map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\n";
    CHECK(findings({map + "---\n" + map}) == Lines{"0:7 error duplicate-object"});
    CHECK(findings({map, map}) == Lines{"1:3 hint duplicate-object"});
    const std::vector<Source> variants = {{"base/m.yaml", map}, {"overlay/m.yaml", map}};
    CHECK(manifest::check(variants).empty());
    const std::string pod =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  - name: a\n"
        "    image: host:5000/web\n    resources: {limits: {cpu: 1, memory: 16Mi}}\n    envFrom:\n    - configMapRef: "
        "{name: m}\n";
    CHECK(findings({pod}) == Lines{"0:7 warning image-without-tag", "0:10 hint missing-reference"});
    CHECK(findings({pod, map}) == Lines{"0:7 warning image-without-tag"});
}

namespace {

/// kDeployment with more of a container, or with something else in the place of a part.
std::string with(const std::string& more) {
    return kDeployment + "        " + more + "\n";
}
std::string replaced(std::string text, const std::string& part, const std::string& by) {
    REQUIRE(text.contains(part));
    return text.replace(text.find(part), part.size(), by);
}

}  // namespace

TEST_CASE("Check compares selectors with the pods that they are about") {
    CHECK(findings({replaced(kDeployment, "labels: {app: web}}", "labels: {app: wep}}")}) ==
          Lines{"0:5 error selector-not-own"});
    const std::string other = replaced(kDeployment, "{name: web}", "{name: other}");
    CHECK(findings({kDeployment, other}) == Lines{"0:5 warning selector-overlap", "1:5 warning selector-overlap"});
    CHECK(findings({kDeployment, replaced(other, "{name: other}", "{name: other, namespace: b}")}) == Lines{});
    CHECK(findings({kDeployment, replaced(replaced(other, "{app: web}", "{app: web, x: y}"), "{app: web}",
                                          "{app: web, x: y}")}) == Lines{"0:5 warning selector-overlap"});
}

TEST_CASE("Check finds names that a pod has twice, and volumes that it has not") {
    CHECK(findings({with("env: [{name: A, value: a}, {name: B}, {name: A}]")}) == Lines{"0:14 warning duplicate-name"});
    CHECK(findings({kDeployment +
                    "      - name: web\n        image: x:1\n        resources: {limits: {cpu: 1, memory: 1Mi}}\n"}) ==
          Lines{"0:14 error duplicate-name"});
    CHECK(findings({with("volumeMounts: [{name: data, mountPath: /data}]")}) == Lines{"0:14 error missing-volume"});
    CHECK(findings({with("volumeMounts: [{name: data, mountPath: /data}]") +
                    "      volumes: [{name: data, emptyDir: {}}]\n"}) == Lines{});
    CHECK(findings(
              {kDeployment + "      volumes:\n      - {name: a, emptyDir: {}}\n      - {name: a, emptyDir: {}}\n"}) ==
          Lines{"0:16 error duplicate-name"});
    CHECK(findings({replaced(kDeployment, "8080}]", "8080}, {name: http, containerPort: 8081}]")}) ==
          Lines{"0:12 error duplicate-name"});
    const std::string claims = replaced(kDeployment, "Deployment", "StatefulSet");
    CHECK(findings({claims + "        volumeMounts: [{name: data, mountPath: /data}]\n"
                             "  volumeClaimTemplates: [{metadata: {name: data}}]\n"}) == Lines{});
    const std::string patch = replaced(kDeployment, "image: registry.example:5000/web:1", "tty: true");
    CHECK(findings({patch + "        volumeMounts: [{name: data, mountPath: /data}]\n"}) == Lines{});
}

TEST_CASE("Check hints at containers that request nothing") {
    const auto asking = [](const std::string& resources) {
        return replaced(kDeployment, "{requests: {cpu: 10m, memory: 16Mi}}", resources);
    };
    const Lines hint{"0:10 hint missing-requests"};
    CHECK(findings({asking("{}")}) == hint);
    CHECK(findings({asking("{requests: {memory: 1Mi}}")}) == hint);
    CHECK(findings({asking("{requests: {cpu: 1}}")}) == hint);
    CHECK(findings({asking("{limits: {cpu: 1}, requests: {memory: 1Mi}}")}) == Lines{});
    CHECK(findings({asking("{}") + "      resources: {requests: {cpu: 1, memory: 1Mi}}\n"}) == Lines{});
    CHECK(findings({replaced(asking("{}"), "image: registry.example:5000/web:1", "tty: true")}) == Lines{});
}

TEST_CASE("Check knows what is deprecated") {
    CHECK(findings({"apiVersion: v1\nkind: Endpoints\nmetadata: {name: e}\n"}) == Lines{"0:2 warning deprecated-api"});
}

TEST_CASE("A comment silences one check") {
    const std::string map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\n";
    CHECK(findings({map + "datas: {} # armillary:ignore unknown-field\n"}) == Lines{});
    CHECK(findings({map + "# armillary:ignore wrong-type, unknown-field\ndatas: {}\n"}) == Lines{});
    CHECK(findings({map + "datas: {} # armillary:ignore wrong-type\n"}) == Lines{"0:4 error unknown-field"});
}
