#include <doctest/doctest.h>

#include "tests/unit/resources/documents.h"

using namespace armillary;
using namespace armillary::resources;
using namespace armillary::resources::testing;

namespace {

using Texts = std::vector<std::string>;

std::string pod(const std::string& spec, const std::string& container = "", const std::string& meta = "") {
    return R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"d")" + meta + R"(},"spec":{)" + spec +
           (spec.empty() ? "" : ",") + R"("containers":[{"name":"c","image":"i")" +
           (container.empty() ? "" : "," + container) + "}]}}";
}

std::string deployment(const std::string& name, const std::string& spec, int generation = 0) {
    return R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":")" + name +
           R"(","namespace":"d","generation":)" + std::to_string(generation) +
           R"(},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{)" +
           spec + R"("containers":[{"name":"c","image":"i"}]}}}})";
}

std::string service(const std::string& spec) {
    return R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"s","namespace":"d"},"spec":{)" + spec + "}}";
}

}  // namespace

TEST_CASE("An ordinary pod needs no advice") {
    CHECK(createWarnings(pod("", R"("env":[{"name":"A","value":"1"},{"name":"A","value":"$(A)2"}],)"
                                 R"("ports":[{"containerPort":80},{"containerPort":80,"protocol":"UDP"}])"))
              .empty());
}

TEST_CASE("Where a pod is to run, in words of former times") {
    CHECK(createWarnings(pod(R"("nodeSelector":{"beta.kubernetes.io/arch":"arm64"})")) ==
          Texts{"spec.nodeSelector[beta.kubernetes.io/arch]: deprecated since v1.14; use \"kubernetes.io/arch\" "
                "instead"});
    CHECK(
        createWarnings(pod(
            R"("affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[)"
            R"({"matchExpressions":[{"key":"failure-domain.beta.kubernetes.io/zone","operator":"Exists"}]}]}},)"
            R"("podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"z"}]}},)"
            R"("topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule"}])")) ==
        Texts{"spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]."
              "matchExpressions[0].key: failure-domain.beta.kubernetes.io/zone is deprecated since v1.17; use "
              "\"topology.kubernetes.io/zone\" instead",
              "spec.topologySpreadConstraints[0].labelSelector: a null labelSelector results in matching no pod",
              "spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector: a null "
              "labelSelector results in matching no pod"});
}

TEST_CASE("What containers say twice or by halves") {
    CHECK(createWarnings(pod("", R"("env":[{"name":"A","value":"1"},{"name":"A","value":"2"}],)"
                                 R"("ports":[{"containerPort":80},{"containerPort":80}],)"
                                 R"("resources":{"limits":{"memory":"100m"}})")) ==
          Texts{"spec.containers[0].resources.limits[memory]: fractional byte value \"100m\" is invalid, must be an "
                "integer",
                "spec.containers[0].resources.requests[memory]: fractional byte value \"100m\" is invalid, must be an "
                "integer",
                "spec.containers[0].env[1]: hides previous definition of \"A\", which may be dropped when using apply",
                "spec.containers[0].ports[1]: duplicate port definition with spec.containers[0].ports[0]"});
    CHECK(createWarnings(
              pod(R"("terminationGracePeriodSeconds":-1,"imagePullSecrets":[{"name":"a"},{"name":"a"},{}])")) ==
          Texts{"spec.imagePullSecrets[1].name: duplicate name \"a\"",
                "spec.imagePullSecrets[2].name: invalid empty name \"\"",
                "spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as "
                "1"});
}

TEST_CASE("Volumes and annotations that do nothing any more") {
    CHECK(createWarnings(pod(R"("volumes":[{"name":"g","gitRepo":{"repository":"r"}}])", "",
                             R"(,"annotations":{"scheduler.alpha.kubernetes.io/critical-pod":""})")) ==
          Texts{"metadata.annotations[scheduler.alpha.kubernetes.io/critical-pod]: non-functional in v1.16+; use the "
                "\"priorityClassName\" field instead",
                "spec.volumes[0].gitRepo: deprecated in v1.11"});
}

TEST_CASE("Names that make odd host names") {
    CHECK(
        createWarnings(with(pod(""), R"("name":"p")", R"("name":"p.q")")) ==
        Texts{"metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label "
              "is recommended: [must not contain dots]"});
    CHECK(
        createWarnings(deployment("w.x", "")) ==
        Texts{"metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS "
              "label is recommended: [must not contain dots]"});
}

TEST_CASE("A template is looked at when it may have changed") {
    const std::string old = R"("nodeSelector":{"beta.kubernetes.io/os":"linux"},)";
    const Texts advice{
        "spec.template.spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "
        "\"kubernetes.io/os\" instead"};
    CHECK(createWarnings(deployment("w", old)) == advice);
    CHECK(updateWarnings(deployment("w", old), deployment("w", old)).empty());
    CHECK(updateWarnings(deployment("w", "", 1), deployment("w", old, 2)) == advice);
}

TEST_CASE("A pod is warned of once, when it is made") {
    const std::string json = pod(R"("nodeSelector":{"beta.kubernetes.io/os":"linux"})");
    CHECK(createWarnings(json).size() == 1);
    CHECK(updateWarnings(json, json).empty());
}

TEST_CASE("Services that say things in vain") {
    CHECK(createWarnings(service(R"("ports":[{"port":80}])")).empty());
    CHECK(
        createWarnings(service(
            R"("clusterIP":"None","externalIPs":["192.0.2.1"],"sessionAffinity":"ClientIP","ports":[{"port":80}])")) ==
        Texts{"spec.externalIPs is ignored for headless services",
              "spec.SessionAffinity is ignored for headless services"});
    CHECK(createWarnings(service(R"("externalName":"x.example","ports":[{"port":80}])")) ==
          Texts{"spec.externalName is ignored when spec.type is not \"ExternalName\""});
}

TEST_CASE("Older spellings") {
    const auto object = [](const std::string& head, const std::string& annotation, const std::string& rest) {
        return "{" + head + R"(,"metadata":{"name":"x","namespace":"d","annotations":{)" + annotation + "}}," + rest +
               "}";
    };
    CHECK(
        createWarnings(object(R"("apiVersion":"networking.k8s.io/v1","kind":"Ingress")",
                              R"("kubernetes.io/ingress.class":"n")", R"("spec":{})")) ==
        Texts{"annotation \"kubernetes.io/ingress.class\" is deprecated, please use 'spec.ingressClassName' instead"});
    CHECK(createWarnings(object(R"("apiVersion":"v1","kind":"PersistentVolumeClaim")",
                                R"("volume.beta.kubernetes.io/storage-class":"s")",
                                R"("spec":{"resources":{"requests":{"storage":"500m"}}})")) ==
          Texts{"metadata.annotations[volume.beta.kubernetes.io/storage-class]: deprecated since v1.8; use "
                "\"storageClassName\" attribute instead",
                "spec.resources.requests[storage]: fractional byte value \"500m\" is invalid, must be an integer"});
    const std::string account = object(R"("apiVersion":"v1","kind":"ServiceAccount")",
                                       R"("kubernetes.io/enforce-mountable-secrets":"true")", R"("secrets":[])");
    CHECK(createWarnings(account) ==
          Texts{"metadata.annotations[kubernetes.io/enforce-mountable-secrets]: deprecated in v1.32+; prefer separate "
                "namespaces to isolate access to mounted secrets"});
    CHECK(updateWarnings(account, account).empty());
}
