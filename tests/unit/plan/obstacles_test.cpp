#include <algorithm>
#include <format>

#include "engine/plan/obstacle.h"
#include "engine/plan/planned.h"
#include "engine/schema/api/appsv1.h"
#include "subjects.h"
#include "tests/unit/admission/world.h"

using namespace armillary;
using namespace armillary::plan;
using namespace armillary::plan::test;

namespace {

/// "no-node (warning) at spec.template.spec.nodeSelector: Its pods …", a line each.
Lines obstacles(std::string_view before, std::string_view after, const relations::World& was,
                const relations::World& planned, const Surroundings::Served& served = {}) {
    Surroundings around(was, planned);
    around.setServed(served);
    const auto found =
        obstaclesOf(before.empty() ? nullptr : object(before), after.empty() ? nullptr : object(after), around);
    Lines lines;
    for (const Obstacle& each : found.value_or(std::vector<Obstacle>()))
        lines.push_back(
            std::format("{} ({}) at {}: {}", each.id, each.refused ? "error" : "warning", each.path, each.message));
    return lines;
}
Lines obstacles(std::string_view before, std::string_view after, std::string_view world) {
    const Sample sample(world);
    return obstacles(before, after, sample, sample);
}

std::string deployment(const std::string& spec, int replicas = 2) {
    return std::format(
        "{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: web, namespace: shop, uid: u}}, spec: {{replicas: "
        "{}, selector: {{matchLabels: {{app: web}}}}, template: {{metadata: {{labels: {{app: web}}}}, spec: {}}}}}}}\n",
        replicas, spec);
}
const std::string kPlain = "{containers: [{name: c, image: \"a:1\"}]}";
std::string asking(const std::string& resources) {
    return "{containers: [{name: c, image: \"a:1\", resources: {" + resources + "}}]}";
}

std::string node(const std::string& name, const std::string& more = "") {
    return std::format(
        "---\n{{apiVersion: v1, kind: Node, metadata: {{name: {0}, labels: {{kubernetes.io/hostname: {0}}}}}{1}, "
        "status: {{allocatable: {{cpu: \"2\", memory: 4Gi, pods: \"10\"}}}}}}\n",
        name, more);
}
std::string pod(const std::string& name, const std::string& on, const std::string& owner, const std::string& cpu) {
    return std::format(
        "---\n{{apiVersion: v1, kind: Pod, metadata: {{name: {0}, namespace: shop, labels: {{app: web}}, "
        "ownerReferences: [{{apiVersion: apps/v1, kind: ReplicaSet, name: {2}, uid: r, controller: true}}]}}, spec: "
        "{{nodeName: {1}, containers: [{{name: c, image: \"a:1\", resources: {{requests: {{cpu: {3}}}}}}}]}}}}\n",
        name, on, owner, cpu);
}

constexpr std::string_view kPolicy = R"yaml(---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: p, uid: p1}
spec:
  failurePolicy: Fail
  matchConstraints:
    matchPolicy: Equivalent
    namespaceSelector: {}
    objectSelector: {}
    resourceRules: [{operations: [CREATE, UPDATE], apiGroups: [apps], apiVersions: [v1], resources: [deployments]}]
  variables: [{name: most, expression: "5"}]
  validations:
    - {expression: "object.spec.replicas <= variables.most", messageExpression: "'no more than ' + string(variables.most)"}
)yaml";
constexpr std::string_view kBinding = R"(---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: b}
spec: {policyName: p, validationActions: [Deny]}
)";

}  // namespace

TEST_CASE("a pod's place is the scheduler's to say") {
    const std::string three = node("a") +
                              node("b", ", spec: {taints: [{key: gpu, value: \"yes\", effect: NoSchedule}]}") +
                              node("c", ", spec: {unschedulable: true}");
    CHECK(obstacles("", deployment(kPlain), three).empty());
    CHECK(obstacles("", deployment(asking("requests: {cpu: 3}")), three) ==
          Lines{"no-node (warning) at spec.template.spec.containers[name=c].resources: Its pods find no place: of 3 "
                "nodes, 1 has too little cpu, 1 has the taint gpu=yes, 1 is cordoned."});
    CHECK(obstacles("", deployment(asking("requests: {memory: 3Gi}")), node("a") + node("b")).empty());
    CHECK(obstacles("", deployment(asking("requests: {memory: 3Gi}"), 3), node("a") + node("b")) ==
          Lines{"no-node (warning) at spec.template.spec.containers[name=c].resources: Only 2 of its 3 pods find a "
                "place: of 2 nodes, 2 have too little memory."});
    const std::string apart =
        "{containers: [{name: c, image: \"a:1\"}], affinity: {podAntiAffinity: "
        "{requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: kubernetes.io/hostname, labelSelector: "
        "{matchLabels: {app: web}}}]}}}";
    CHECK(obstacles("", deployment(apart), node("a") + node("b")).empty());
    CHECK(obstacles("", deployment(apart, 3), node("a") + node("b")) ==
          Lines{"no-node (warning) at spec.template.spec.affinity: Only 2 of its 3 pods find a place: of 2 nodes, 2 "
                "have pods that it does not want to be with."});
    const std::string port = "{containers: [{name: c, image: \"a:1\", ports: [{containerPort: 80, hostPort: 80}]}]}";
    CHECK(obstacles("", deployment(port), node("a")) ==
          Lines{"no-node (warning) at spec.template.spec.containers: Only 1 of its 2 pods finds a place: the only node "
                "has its host ports in use."});
    // Nobody knows of nodes, or the pods say themselves where they go.
    CHECK(obstacles("", deployment(asking("requests: {cpu: 3}")), "").empty());
    CHECK(obstacles("", deployment("{nodeName: z, containers: [{name: c, image: \"a:1\"}]}"), node("a")).empty());
}

TEST_CASE("pods that are replaced make room for those that come") {
    const std::string full = node("a") + pod("web-1-x", "a", "web-1", "900m") + pod("web-1-y", "a", "web-1", "900m");
    CHECK(
        obstacles(deployment(asking("requests: {cpu: 900m}")), deployment(asking("requests: {cpu: 1}")), full).empty());
    CHECK(obstacles("", deployment(asking("requests: {cpu: 1}")), full).size() == 1);
    CHECK(
        obstacles(deployment(asking("requests: {cpu: 900m}")), deployment(asking("requests: {cpu: 900m}"), 3), full) ==
        Lines{"no-node (warning) at spec.template.spec.containers[name=c].resources: Only 2 of its 3 pods find a "
              "place: the only node has too little cpu."});
    const std::string others = node("a") + pod("db-1-x", "a", "db-1", "1900m");
    CHECK(obstacles(deployment(kPlain), deployment(asking("requests: {cpu: 1}")), others).size() == 1);
}

TEST_CASE("a daemon's pods tolerate what their controller makes them tolerate") {
    const std::string daemon =
        "{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: d, namespace: shop}, spec: {selector: {matchLabels: "
        "{app: d}}, template: {metadata: {labels: {app: d}}, spec: {containers: [{name: c, image: \"a:1\"}]}}}}";
    const std::string cordoned =
        ", spec: {unschedulable: true, taints: [{key: node.kubernetes.io/unschedulable, effect: NoSchedule}]}";
    CHECK(obstacles("", daemon, node("a", cordoned)).empty());
    CHECK(obstacles("", deployment(kPlain), node("a", cordoned)).size() == 1);
}

TEST_CASE("server and plan say the same of a policy") {
    const Sample sample(std::string(kPolicy) + std::string(kBinding));
    const Lines said = obstacles("", deployment(kPlain, 6), sample, sample);
    armillary::test::World server;
    for (const ObjectRef& each : objects(kPolicy))
        server.cache.putJson("admissionregistration.k8s.io/validatingadmissionpolicies", each->json());
    for (const ObjectRef& each : objects(kBinding))
        server.cache.putJson("admissionregistration.k8s.io/validatingadmissionpolicybindings", each->json());
    auto value = object(deployment(kPlain, 6))->as<appsv1::Deployment>();
    const std::string refused = armillary::test::message(server.create(server.jane, value));
    const std::string head = "deployments.apps \"web\" is forbidden: ";
    REQUIRE(refused.starts_with(head));
    CHECK(refused.ends_with("denied request: no more than 5"));
    CHECK(said == Lines{"admission-policy (error) at : " + refused.substr(head.size())});
    CHECK(obstacles("", deployment(kPlain, 5), sample, sample).empty());
}

TEST_CASE("policies: who is meant, by what parameters, and what nobody can foresee") {
    const std::string policy(kPolicy), binding(kBinding);
    const auto said = [&](const std::string& world, const std::string& before = "") {
        return obstacles(before, deployment(kPlain, 6), world);
    };
    CHECK(said(policy + binding, deployment(kPlain, 5)).size() == 1);
    CHECK(said(policy + binding, deployment(kPlain, 6)).empty());  // nothing changes
    CHECK(said(policy).empty());
    const std::string warns = replaced(binding, "[Deny]", "[Warn]");
    CHECK(said(policy + warns) == Lines{"admission-policy (warning) at : Validation failed for "
                                        "ValidatingAdmissionPolicy 'p' with binding 'b': no more than 5"});
    CHECK(said(policy +
               replaced(binding, "[Deny]}",
                        "[Deny], matchResources: {namespaceSelector: {matchLabels: {a: "
                        "b}}}}") +
               "---\n{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {a: c}}}\n")
              .empty());
    // It depends on who asks.
    CHECK(said(replaced(policy,
                        "object.spec.replicas <=", "request.userInfo.username == 'a' || object.spec.replicas <=") +
               binding)
              .empty());
    const std::string byParams =
        replaced(replaced(policy, "  variables:", "  paramKind: {apiVersion: v1, kind: ConfigMap}\n  variables:"),
                 "expression: \"5\"", "expression: \"int(params.data.most)\"");
    const std::string bound =
        replaced(binding, "[Deny]}", "[Deny], paramRef: {name: limits, parameterNotFoundAction: Deny}}");
    CHECK(said(byParams + bound).empty());  // nobody knows whether they are there
    const std::string limits =
        "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: limits, namespace: shop}, data: {most: \"3\"}}\n";
    CHECK(said(byParams + bound + limits) ==
          Lines{"admission-policy (error) at : ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no more "
                "than 3"});
    const std::string ofPods =
        replaced(replaced(replaced(policy, "apiGroups: [apps]", "apiGroups: [\"\"]"), "[deployments]", "[pods]"),
                 "object.spec.replicas <= variables.most", "has(object.spec.securityContext.runAsUser)");
    CHECK(said(ofPods + binding) ==
          Lines{"admission-policy (warning) at spec.template.spec: Its pods are refused: ValidatingAdmissionPolicy 'p' "
                "with binding 'b' denied request: no more than 5."});
}

TEST_CASE("what a policy makes of a secret's values is not told") {
    const std::string policy =
        replaced(replaced(replaced(replaced(std::string(kPolicy), "[apps]", "[\"\"]"), "[deployments]", "[secrets]"),
                          "object.spec.replicas <= variables.most", "false"),
                 "'no more than ' + string(variables.most)", "'it is ' + object.data.word");
    const std::string secret =
        "{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: shop}, data: {word: c2VzYW1l}}";
    CHECK(
        obstacles("", secret, policy + std::string(kBinding)) ==
        Lines{"admission-policy (error) at : ValidatingAdmissionPolicy 'p' with binding 'b' denied request: (not shown "
              "of a Secret)"});
}

TEST_CASE("policies judge custom kinds, too") {
    const std::string definition = R"(---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.org}
spec:
  group: example.org
  scope: Namespaced
  names: {kind: Widget, plural: widgets}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {size: {type: integer}}}}}}}]
)";
    const std::string policy =
        replaced(replaced(replaced(std::string(kPolicy), "[apps]", "[example.org]"), "[deployments]", "[widgets]"),
                 "object.spec.replicas", "object.spec.size");
    const std::string widget =
        "{apiVersion: example.org/v1, kind: Widget, metadata: {name: w, namespace: shop}, spec: {size: 6}}";
    CHECK(obstacles("", widget, definition + policy + std::string(kBinding)).size() == 1);
    CHECK(obstacles("", replaced(widget, "6", "5"), definition + policy + std::string(kBinding)).empty());
}

TEST_CASE("a namespace's limits, as the server fills in and counts") {
    const std::string range =
        "{apiVersion: v1, kind: LimitRange, metadata: {name: l, namespace: shop}, spec: {limits: [{type: Container, "
        "max: {cpu: \"1\"}, min: {memory: 10Mi}, maxLimitRequestRatio: {cpu: \"2\"}}, {type: PersistentVolumeClaim, "
        "max: {storage: 1Gi}}]}}";
    // The maximum is the default, and the minimum that of requests.
    CHECK(obstacles("", deployment(kPlain), range).empty());
    CHECK(obstacles("", deployment(asking("limits: {cpu: 2}")), range) ==
          Lines{"limit-range (warning) at spec.template.spec.containers[name=c].resources: LimitRange l refuses its "
                "pods: maximum cpu usage per Container is 1, but limit is 2."});
    CHECK(obstacles("", deployment(asking("requests: {cpu: 100m}, limits: {cpu: 1}")), range)
              .front()
              .contains("cpu max limit to request ratio per Container is 2, but provided ratio is 10"));
    CHECK(obstacles("",
                    "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: c, namespace: shop}, spec: "
                    "{resources: {requests: {storage: 2Gi}}}}",
                    range) ==
          Lines{"limit-range (error) at spec.resources.requests.storage: LimitRange l refuses it: maximum storage "
                "usage per PersistentVolumeClaim is 1Gi, but request is 2Gi."});
    // What it fills in counts towards the quota.
    const std::string quota =
        "---\n{apiVersion: v1, kind: ResourceQuota, metadata: {name: q, namespace: shop}, spec: {hard: {requests.cpu: "
        "\"1\"}}}";
    CHECK(obstacles("", deployment(kPlain), range + "\n" + quota) ==
          Lines{"quota (warning) at spec.template.spec.containers[name=c].resources: ResourceQuota q allows 1 of "
                "requests.cpu; 0 are used and 2 more are wanted, so that some of it is refused."});
    CHECK(obstacles("", deployment(kPlain), quota) ==
          Lines{"quota (warning) at spec.template.spec.containers[name=c].resources: ResourceQuota q refuses its pods: "
                "must specify requests.cpu for: c."});
}

TEST_CASE("a quota without status counts what is there") {
    const std::string quota =
        "{apiVersion: v1, kind: ResourceQuota, metadata: {name: q, namespace: shop}, spec: {hard: {pods: \"3\", "
        "count/deployments.apps: \"1\"}}}\n";
    const std::string running =
        quota + node("a") + pod("db-1-x", "a", "db-1", "100m") + pod("db-1-y", "a", "db-1", "100m");
    CHECK(obstacles("", deployment(kPlain), running) ==
          Lines{"quota (warning) at spec.replicas: ResourceQuota q allows 3 of pods; 2 are used and 2 more are wanted, "
                "so that some of it is refused."});
    const std::string other = replaced(deployment(kPlain), "name: web", "name: db");
    CHECK(obstacles("", deployment(kPlain, 1), quota + "---\n" + other) ==
          Lines{"quota (error) at : ResourceQuota q allows 1 of count/deployments.apps; 1 are used and 1 more are "
                "wanted, so that it is refused."});
}

TEST_CASE("budgets that stop every drain") {
    const std::string budget =
        "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: b, namespace: shop}, spec: {minAvailable: "
        "2, selector: {matchLabels: {app: web}}}}\n";
    CHECK(obstacles("", deployment(kPlain, 3), budget).empty());
    CHECK(obstacles("", deployment(kPlain), budget) ==
          Lines{"no-eviction (warning) at spec.replicas: PodDisruptionBudget b lets none of its 2 pods be evicted: no "
                "drain of their nodes ends."});
    CHECK(obstacles("", deployment(kPlain, 3), replaced(budget, "2,", "100%,")).size() == 1);
    CHECK(obstacles("", deployment(kPlain, 3), replaced(budget, "minAvailable: 2", "maxUnavailable: 10%")).empty());
    CHECK(obstacles("", deployment(kPlain, 3), budget + "---\n" + replaced(budget, "name: b", "name: c")) ==
          Lines{"no-eviction (warning) at metadata.name: PodDisruptionBudgets b and c are about the same pods, which "
                "the server evicts none of then: no drain of their nodes ends."});
    CHECK(obstacles("", budget, deployment(kPlain)) ==
          Lines{"no-eviction (warning) at spec.minAvailable: It lets none of the 2 pods of Deployment web be evicted: "
                "no drain of their nodes ends."});
    CHECK(obstacles(budget, budget, deployment(kPlain)).empty());
    // Both come along: the files are held against each other elsewhere.
    const Sample none;
    const Planned planned(none, {object(budget), object(deployment(kPlain))});
    CHECK(obstacles("", deployment(kPlain), none, planned).empty());
}

TEST_CASE("a definition that its objects do not meet any more") {
    const std::string definition = R"(
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.org}
spec:
  group: example.org
  scope: Namespaced
  names: {kind: Widget, plural: widgets}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {size: {type: integer}}}}}}}]
)";
    const std::string widgets =
        "{apiVersion: example.org/v1, kind: Widget, metadata: {name: large, namespace: shop}, spec: {size: 6}}\n---\n"
        "{apiVersion: example.org/v1, kind: Widget, metadata: {name: small, namespace: shop}, spec: {size: 1}}\n";
    const Lines said =
        obstacles(definition, replaced(definition, "type: integer", "type: integer, maximum: 5"), widgets);
    REQUIRE(said.size() == 1);
    CHECK(
        said[0].starts_with("breaks-objects (warning) at spec.versions: 1 of 2 objects that are there does not meet it "
                            "any more, and can be changed only when they do: large: spec.size: Invalid value"));
    CHECK(obstacles(definition, replaced(definition, "type: integer", "type: integer, maximum: 9"), widgets).empty());
    CHECK(obstacles(
              definition,
              replaced(definition, "type: integer}}",
                       "type: integer}}, x-kubernetes-validations: [{rule: \"self.size < 5\", message: too large}]"),
              widgets)
              .size() == 1);
}

TEST_CASE("versions that the cluster does not serve, and fields that never change") {
    const Sample none;
    const auto served = [](const relations::Kind& kind) -> std::optional<std::vector<std::string>> {
        if (kind.name == "Deployment") return std::vector<std::string>{"v1beta9"};
        return std::nullopt;
    };
    CHECK(obstacles("", deployment(kPlain), none, none, served) ==
          Lines{"version-not-served (error) at apiVersion: The cluster does not serve Deployment of apps/v1, but of "
                "v1beta9."});
    CHECK(obstacles("", "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}}", none, none, served).empty());
    CHECK(
        obstacles(deployment(kPlain), replaced(deployment(kPlain), "matchLabels: {app: web}", "matchLabels: {app: o}"),
                  none, none) ==
        Lines{"immutable (error) at spec.selector: The server refuses to change spec.selector of a Deployment that is "
              "there: it must be deleted and made again."});
}

TEST_CASE("what stands in the way is an impact, too") {
    const Sample sample(std::string(kPolicy) + std::string(kBinding) + node("a"));
    CHECK(said("", deployment(asking("requests: {cpu: 3}"), 6), sample) ==
          Lines{"admission: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no more than 5",
                "unschedulable: Its pods find no place: the only node has too little cpu.", "scale: Starts 6 pods."});
}
