#include "engine/manifest/mend.h"
#include "tests/unit/manifest/fixes.h"

using namespace armillary;
using test::sources;

namespace {

/// An object of an old version after its only fix, which is the only removed-api there; what is lacking where there is
/// none.
std::string converted(const std::string& text) {
    const auto before = sources({text});
    const auto findings = manifest::check(before);
    const auto finding = std::ranges::find(findings, "removed-api", &manifest::Finding::id);
    REQUIRE(finding != findings.end());
    if (finding->fixes.empty()) {
        const auto lacking = finding->message.find(", for which ");
        return lacking == std::string::npos ? "none" : "lacks " + finding->message.substr(lacking + 12);
    }
    REQUIRE(finding->fixes.size() == 1);
    const auto after = test::mended(before, *finding, finding->fixes[0])[0].bytes;
    // No strict server has anything against it.
    for (const auto& each : manifest::check(sources({after})))
        CHECK_MESSAGE(each.severity != manifest::Severity::Error, manifest::print(each, "after"));
    return after;
}

std::string head(const std::string& apiVersion, const std::string& kind) {
    return "apiVersion: " + apiVersion + " # which\nkind: " + kind + "\nmetadata:\n  name: x\n";
}

const std::string kTemplate =
    "  template:\n    metadata:\n      labels:\n        app: x # ours\n        \"tier\": front\n    spec:\n"
    "      containers:\n      - name: x\n        image: x:1\n";

}  // namespace

TEST_CASE("Kinds whose fields stayed as they were get another version") {
    const std::string job = "spec:\n  schedule: \"* * * * *\"\n  jobTemplate:\n    spec:\n      template: {}\n";
    for (const char* old : {"batch/v1beta1", "batch/v2alpha1"})
        CHECK(converted(head(old, "CronJob") + job) == head("batch/v1", "CronJob") + job);
    const std::string rules = "rules:\n- {apiGroups: [\"\"], resources: [pods], verbs: [get]}\n";
    CHECK(converted(head("rbac.authorization.k8s.io/v1beta1", "Role") + rules) ==
          head("rbac.authorization.k8s.io/v1", "Role") + rules);
    CHECK(converted(head("storage.k8s.io/v1beta1", "StorageClass") + "provisioner: p\n") ==
          head("storage.k8s.io/v1", "StorageClass") + "provisioner: p\n");
    CHECK(converted(head("coordination.k8s.io/v1beta1", "Lease")) == head("coordination.k8s.io/v1", "Lease"));
    CHECK(converted(head("networking.k8s.io/v1beta1", "IngressClass") + "spec: {controller: c/d}\n") ==
          head("networking.k8s.io/v1", "IngressClass") + "spec: {controller: c/d}\n");
    CHECK(converted(head("scheduling.k8s.io/v1beta1", "PriorityClass") + "value: 1\n") ==
          head("scheduling.k8s.io/v1", "PriorityClass") + "value: 1\n");
    CHECK(converted(head("extensions/v1beta1", "NetworkPolicy") + "spec: {podSelector: {}}\n") ==
          head("networking.k8s.io/v1", "NetworkPolicy") + "spec: {podSelector: {}}\n");
    CHECK(converted(head("policy/v1beta1", "PodSecurityPolicy")) == "none");
    const std::string v2 =
        "spec:\n  maxReplicas: 2\n  scaleTargetRef: {kind: Deployment, name: x, apiVersion: apps/v1}\n  metrics:\n"
        "  - type: Resource\n    resource:\n      name: cpu\n      target: {type: Utilization, averageUtilization: "
        "9}\n";
    CHECK(converted(head("autoscaling/v2beta2", "HorizontalPodAutoscaler") + v2) ==
          head("autoscaling/v2", "HorizontalPodAutoscaler") + v2);
}

TEST_CASE("A workload gets the selector that it had without saying so") {
    CHECK(converted(head("extensions/v1beta1", "Deployment") + "spec:\n  rollbackTo: {revision: 1}\n" + kTemplate) ==
          head("apps/v1", "Deployment") + "spec:\n" + kTemplate +
              "  selector:\n    matchLabels:\n      app: x # ours\n      \"tier\": front\n");
    const std::string own = "spec:\n  selector:\n    matchLabels: {app: x}\n";
    CHECK(converted(head("apps/v1beta2", "DaemonSet") + own + "  templateGeneration: 3\n" + kTemplate) ==
          head("apps/v1", "DaemonSet") + own + kTemplate);
    CHECK(converted(head("apps/v1beta1", "StatefulSet") + own + "  serviceName: x\n" + kTemplate) ==
          head("apps/v1", "StatefulSet") + own + "  serviceName: x\n" + kTemplate);
    const std::string bare = "spec:\n  template:\n    spec:\n      containers:\n      - {name: x, image: \"x:1\"}\n";
    CHECK(converted(head("apps/v1beta1", "Deployment") + bare) ==
          "lacks spec.selector has to say which pods it is about, and the template's labels to fit it");
    // What is laid over another object has its selector from there.
    const std::string patch = "spec:\n  replicas: 3\n";
    CHECK(converted(head("apps/v1beta1", "Deployment") + patch) == head("apps/v1", "Deployment") + patch);
}

TEST_CASE("An ingress says path types and services as it does today") {
    const std::string old =
        "spec:\n  backend:\n    serviceName: all # the rest\n    servicePort: 80\n  rules:\n  - host: a.example\n"
        "    http:\n      paths:\n      - path: /a\n        backend: {serviceName: a, servicePort: http}\n"
        "      - path: /b # old\n        pathType: Prefix\n        backend:\n          resource: {apiGroup: g, kind: "
        "K, "
        "name: n}\n";
    const std::string now =
        "spec:\n  defaultBackend:\n    service: # the rest\n      name: all\n      port:\n        number: 80\n  "
        "rules:\n"
        "  - host: a.example\n    http:\n      paths:\n      - path: /a\n        backend: {service: {name: a, port: "
        "{name: http}}}\n        pathType: ImplementationSpecific\n      - path: /b # old\n        pathType: Prefix\n"
        "        backend:\n          resource: {apiGroup: g, kind: K, name: n}\n";
    for (const char* version : {"extensions/v1beta1", "networking.k8s.io/v1beta1"})
        CHECK(converted(head(version, "Ingress") + old) == head("networking.k8s.io/v1", "Ingress") + now);
    CHECK(converted(head("extensions/v1beta1", "Ingress") + "spec: {backend: {serviceName: a}}\n") ==
          "lacks spec.backend.servicePort has to be said");
    // In JSON, and in a list.
    CHECK(
        converted("{\"kind\": \"List\", \"apiVersion\": \"v1\", \"items\": [{\"apiVersion\": \"extensions/v1beta1\", "
                  "\"kind\": \"Ingress\", \"spec\": {\"backend\": {\"serviceName\": \"a\", \"servicePort\": 1}}}]}") ==
        "{\"kind\": \"List\", \"apiVersion\": \"v1\", \"items\": [{\"apiVersion\": \"networking.k8s.io/v1\", \"kind\": "
        "\"Ingress\", \"spec\": {\"defaultBackend\": {\"service\": {\"name\": \"a\", \"port\": {\"number\": 1}}}}}]}");
}

TEST_CASE("A budget for no pod is not made one for all") {
    const std::string lacks = "lacks spec.selector has to say which pods: an empty one meant none, and means all there";
    CHECK(converted(head("policy/v1beta1", "PodDisruptionBudget") + "spec: {maxUnavailable: 1, selector: {}}\n") ==
          lacks);
    CHECK(converted(head("policy/v1beta1", "PodDisruptionBudget") +
                    "spec: {maxUnavailable: 1, selector: {matchLabels: {}}}\n") == lacks);
    const std::string some = "spec: {maxUnavailable: 1, selector: {matchLabels: {a: b}}}\n";
    CHECK(converted(head("policy/v1beta1", "PodDisruptionBudget") + some) ==
          head("policy/v1", "PodDisruptionBudget") + some);
}

TEST_CASE("An autoscaler's metrics say what they are and what is aimed at") {
    const std::string begin =
        "spec:\n  maxReplicas: 2\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: "
        "x}\n  metrics:\n";
    const auto becomes = [&](const std::string& old, const std::string& now) {
        CHECK(converted(head("autoscaling/v2beta1", "HorizontalPodAutoscaler") + begin + old) ==
              head("autoscaling/v2", "HorizontalPodAutoscaler") + begin + now);
    };
    becomes("  - type: Resource # load\n    resource:\n      name: cpu\n      targetAverageUtilization: 80\n",
            "  - type: Resource # load\n    resource:\n      name: cpu\n      target:\n        type: Utilization\n"
            "        averageUtilization: 80\n");
    becomes("  - {type: Resource, resource: {name: memory, targetAverageValue: 1Gi}}\n",
            "  - {type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 1Gi}}}\n");
    becomes(
        "  - type: Pods\n    pods:\n      metricName: packets\n      targetAverageValue: 1k\n      selector:\n"
        "        matchLabels: {a: b} # these\n",
        "  - type: Pods\n    pods:\n      metric:\n        name: packets\n        selector:\n          matchLabels: # "
        "these\n"
        "            a: b\n      target:\n        type: AverageValue\n        averageValue: 1k\n");
    becomes(
        "  - type: Object\n    object:\n      metricName: hits\n      target: {apiVersion: networking.k8s.io/v1, kind: "
        "Ingress, name: i}\n      targetValue: 2k\n",
        "  - type: Object\n    object:\n      describedObject: {apiVersion: networking.k8s.io/v1, kind: Ingress, name: "
        "i}\n      metric:\n        name: hits\n      target:\n        type: Value\n        value: 2k\n");
    becomes(
        "  - type: External\n    external: {metricName: queue, metricSelector: {matchLabels: {q: a}}, "
        "targetAverageValue: 30}\n",
        "  - type: External\n    external: {metric: {name: queue, selector: {matchLabels: {q: a}}}, target: {type: "
        "AverageValue, averageValue: 30}}\n");
    CHECK(converted(head("autoscaling/v2beta1", "HorizontalPodAutoscaler") + begin +
                    "  - type: Resource\n    resource: {name: cpu}\n") ==
          "lacks spec.metrics[0].resource has to say what is aimed at");
}

TEST_CASE("A webhook keeps what it did without saying so") {
    const std::string hook = "webhooks:\n- name: a.example.com\n  clientConfig: {url: https://a.example.com}\n";
    const std::string old = head("admissionregistration.k8s.io/v1beta1", "ValidatingWebhookConfiguration") + hook;
    CHECK(converted(old) == "lacks webhooks[0].sideEffects has to be None or NoneOnDryRun");
    CHECK(converted(old + "  sideEffects: Unknown\n").starts_with("lacks"));
    CHECK(
        converted(old + "  sideEffects: None\n  timeoutSeconds: 5\n") ==
        head("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration") + hook +
            "  sideEffects: None\n  timeoutSeconds: 5\n  admissionReviewVersions: [v1beta1]\n  failurePolicy: Ignore\n"
            "  matchPolicy: Exact\n");
}

TEST_CASE("A definition says in each version what it said for all") {
    const std::string begin =
        "spec:\n  group: example.com\n  names: {kind: Widget, plural: widgets}\n  scope: Namespaced\n";
    const auto old = head("apiextensions.k8s.io/v1beta1", "CustomResourceDefinition") + begin;
    const auto now = head("apiextensions.k8s.io/v1", "CustomResourceDefinition") + begin;
    CHECK(converted(old +
                    "  version: v1\n  additionalPrinterColumns:\n  - name: Size # in words\n    type: string\n    "
                    "JSONPath: .spec.size\n  subresources: {status: {}}\n  validation:\n    openAPIV3Schema:\n"
                    "      type: object # all of it\n      properties:\n        spec:\n          type: object\n") ==
          now +
              "  versions:\n  - name: v1\n    served: true\n    storage: true\n    schema:\n      openAPIV3Schema:\n"
              "        type: object # all of it\n        properties:\n          spec:\n            type: object\n    "
              "subresources:\n"
              "      status: {}\n    additionalPrinterColumns:\n    - name: Size # in words\n      type: string\n      "
              "jsonPath: .spec.size\n");
    CHECK(converted(old + "  versions:\n  - {name: v1, served: true, storage: true}\n")
              .contains("{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, "
                        "x-kubernetes-preserve-unknown-fields: true}}}"));
    CHECK(converted(old + "  version: v1\n  validation: {openAPIV3Schema: {type: object, properties: {spec: "
                          "{properties: {}}}}}\n") ==
          "lacks spec.validation.openAPIV3Schema.properties.spec has to say its type");
    const auto hook = converted(old +
                                "  version: v1\n  conversion:\n    strategy: Webhook\n    webhookClientConfig:\n"
                                "      url: https://a.example.com # ours\n");
    CHECK_MESSAGE(
        hook.contains("  conversion:\n    strategy: Webhook\n    webhook:\n      conversionReviewVersions: [v1beta1]\n"
                      "      clientConfig:\n        url: https://a.example.com # ours\n"),
        hook);
}

TEST_CASE("Kinds that are seldom written in files are converted, too") {
    CHECK(converted(head("flowcontrol.apiserver.k8s.io/v1beta2", "PriorityLevelConfiguration") +
                    "spec: {type: Limited, limited: {assuredConcurrencyShares: 0}}\n")
              .contains("limited: {nominalConcurrencyShares: 30}"));
    CHECK(converted(head("flowcontrol.apiserver.k8s.io/v1beta3", "PriorityLevelConfiguration") +
                    "spec: {type: Limited, limited: {nominalConcurrencyShares: 5}}\n")
              .contains("limited: {nominalConcurrencyShares: 5}"));
    CHECK(converted(head("authorization.k8s.io/v1beta1", "SubjectAccessReview") + "spec: {group: [a]}\n")
              .ends_with("spec: {groups: [a]}\n"));
    const std::string slice = head("discovery.k8s.io/v1beta1", "EndpointSlice") + "addressType: FQDN\nendpoints:\n";
    CHECK(converted(slice + "- addresses: [10.0.0.1]\n  topology:\n    kubernetes.io/hostname: first\n    "
                            "topology.kubernetes.io/zone: east\n")
              .ends_with("- addresses: [10.0.0.1]\n  nodeName: first\n  zone: east\n"));
    CHECK(converted(slice + "- {addresses: [10.0.0.1], topology: {rack: a}}\n") ==
          "lacks endpoints[0].topology has rack, for which there is no field");
    CHECK(converted(head("certificates.k8s.io/v1beta1", "CertificateSigningRequest") + "spec: {request: eA==}\n") ==
          "lacks spec.signerName has to say who signs it");
    const std::string binding = "roleRef: {kind: Role, name: r, apiGroup: rbac.authorization.k8s.io}\nsubjects:\n";
    CHECK(converted(head("rbac.authorization.k8s.io/v1alpha1", "RoleBinding") + binding +
                    "- {kind: User, name: u, apiVersion: rbac.authorization.k8s.io/v1alpha1}\n")
              .ends_with("- {kind: User, name: u}\n"));
    CHECK(converted(head("events.k8s.io/v1beta1", "Event")).starts_with("lacks eventTime"));
}
