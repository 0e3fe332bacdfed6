#include <doctest/doctest.h>

#include "tests/unit/relations/paper_world.h"

using namespace armillary;
using namespace armillary::test;
using relations::namedReferences;
using relations::references;
using relations::referrers;

namespace {

/// A pod's specification with a reference in every place that has one.
const std::string kSpec = R"({
  "serviceAccountName":"robot","priorityClassName":"high","runtimeClassName":"gvisor",
  "imagePullSecrets":[{"name":"registry"}],
  "initContainers":[{"name":"i","envFrom":[{"configMapRef":{"name":"init-map","optional":true}}]}],
  "containers":[{"name":"a"},{"name":"b",
    "env":[{"name":"X","value":"1"},{"name":"Y","valueFrom":{"configMapKeyRef":{"name":"keyed","key":"k"}}},
           {"name":"Z","valueFrom":{"secretKeyRef":{"name":"pass","key":"word"}}}],
    "envFrom":[{"secretRef":{"name":"all"}},{"configMapRef":{"name":"env-map"}}]}],
  "ephemeralContainers":[{"name":"debug","envFrom":[{"secretRef":{"name":"debug-secret"}}]}],
  "volumes":[{"name":"v0","configMap":{"name":"files","items":[{"key":"one","path":"1"},{"key":"two","path":"2"}]}},
    {"name":"v1","secret":{"secretName":"certs","optional":true}},
    {"name":"v2","projected":{"sources":[{"downwardAPI":{}},{"configMap":{"name":"proj-map"}},{"secret":{"name":"proj-secret"}}]}},
    {"name":"v3","persistentVolumeClaim":{"claimName":"data"}},
    {"name":"v4","csi":{"driver":"d","nodePublishSecretRef":{"name":"csi-secret"}}}]})";

ObjectRef pod(const std::string& spec, const std::string& labels = "{}", const std::string& name = "p",
              const std::string& namespace_ = "default") {
    return object(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":")" + name + R"(","namespace":")" + namespace_ +
                  R"(","uid":"u-)" + name + R"(","labels":)" + labels + R"(},"spec":)" + spec + "}");
}

const char* kAll[] = {"Secret/default/registry by @imagePullSecrets[0].name",
                      "ConfigMap/default/init-map by @initContainers[0].envFrom[0].configMapRef.name",
                      "ConfigMap/default/keyed by @containers[1].env[1].valueFrom.configMapKeyRef.name",
                      "Secret/default/pass by @containers[1].env[2].valueFrom.secretKeyRef.name",
                      "Secret/default/all by @containers[1].envFrom[0].secretRef.name",
                      "ConfigMap/default/env-map by @containers[1].envFrom[1].configMapRef.name",
                      "Secret/default/debug-secret by @ephemeralContainers[0].envFrom[0].secretRef.name",
                      "ConfigMap/default/files by @volumes[0].configMap.name",
                      "Secret/default/certs by @volumes[1].secret.secretName",
                      "ConfigMap/default/proj-map by @volumes[2].projected.sources[1].configMap.name",
                      "Secret/default/proj-secret by @volumes[2].projected.sources[2].secret.name",
                      "PersistentVolumeClaim/default/data by @volumes[3].persistentVolumeClaim.claimName",
                      "Secret/default/csi-secret by @volumes[4].csi.nodePublishSecretRef.name",
                      "ServiceAccount/default/robot by @serviceAccountName",
                      "PriorityClass.scheduling.k8s.io/high by @priorityClassName",
                      "RuntimeClass.node.k8s.io/gvisor by @runtimeClassName"};

std::string at(std::string expected, const std::string& prefix) {
    return expected.replace(expected.find('@'), 1, prefix + ".");
}

const relations::Edge& edgeTo(const std::vector<relations::Edge>& edges, const std::string& name) {
    const auto found = std::ranges::find(edges, name, [](const relations::Edge& each) { return each.to.name; });
    REQUIRE(found != edges.end());
    return *found;
}

}  // namespace

TEST_CASE("a pod's references, with the places where they stand") {
    const auto edges = namedReferences(pod(kSpec));
    const auto all = targets(edges);
    for (const auto* expected : kAll) CHECK_MESSAGE(has(all, at(expected, "spec")), expected);
    CHECK(all.size() == std::size(kAll));
    CHECK(edgeTo(edges, "init-map").optional);
    CHECK(edgeTo(edges, "certs").optional);
    CHECK_FALSE(edgeTo(edges, "all").optional);
    CHECK(edgeTo(edges, "keyed").keys == std::vector<std::string>{"k"});
    CHECK(edgeTo(edges, "files").keys == std::vector<std::string>{"one", "two"});
    CHECK(edgeTo(edges, "all").keys.empty());
}

TEST_CASE("workloads keep the same references below their template, custom ones too") {
    for (const auto& [type, prefix] : std::vector<std::pair<std::string, std::string>>{
             {R"("apiVersion":"apps/v1","kind":"Deployment")", "spec.template.spec"},
             {R"("apiVersion":"apps/v1","kind":"StatefulSet")", "spec.template.spec"},
             {R"("apiVersion":"batch/v1","kind":"Job")", "spec.template.spec"},
             {R"("apiVersion":"example.org/v1","kind":"Rollout")", "spec.template.spec"},
             {R"("apiVersion":"batch/v1","kind":"CronJob")", "spec.jobTemplate.spec.template.spec"}}) {
        const std::string spec = prefix.starts_with("spec.job")
                                     ? R"({"jobTemplate":{"spec":{"template":{"spec":)" + kSpec + "}}}}"
                                     : R"({"template":{"spec":)" + kSpec + "}}";
        const auto all = targets(namedReferences(
            object("{" + type + R"(,"metadata":{"name":"w","namespace":"default"},"spec":)" + spec + "}")));
        for (const auto* expected : kAll) CHECK_MESSAGE(has(all, at(expected, prefix)), type << expected);
    }
}

TEST_CASE("what has a name of its own rules") {
    const auto ephemeral = namedReferences(
        pod(R"({"containers":[{"name":"c"}],"nodeName":"n1","volumes":[{"name":"scratch","ephemeral":{}}]})"));
    CHECK(has(targets(ephemeral), "PersistentVolumeClaim/default/p-scratch by spec.volumes[0].ephemeral"));
    CHECK(has(targets(ephemeral), "Node/n1 by spec.nodeName"));

    PaperWorld world;
    const auto set =
        world.add(R"({"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"db","namespace":"default"},
      "spec":{"serviceName":"db-peers","volumeClaimTemplates":[{"metadata":{"name":"data"},"spec":{"storageClassName":"fast"}}]}})");
    for (const auto* name : {"data-db-0", "data-db-11", "data-db-x", "data-other-0"})
        world.add(R"({"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":")" + std::string(name) +
                  R"(","namespace":"default"}})");
    const auto all = targets(references(set, world));
    CHECK(all == std::vector<std::string>{
                     "Service/default/db-peers by spec.serviceName",
                     "PersistentVolumeClaim/default/data-db-0 by spec.volumeClaimTemplates[0].metadata.name",
                     "PersistentVolumeClaim/default/data-db-11 by spec.volumeClaimTemplates[0].metadata.name",
                     "StorageClass.storage.k8s.io/fast by spec.volumeClaimTemplates[0].spec.storageClassName"});
    CHECK(sources(referrers(world.find({"", "PersistentVolumeClaim"}, "default", "data-db-11"), world)) ==
          std::vector<std::string>{"StatefulSet.apps/default/db by spec.volumeClaimTemplates[0].metadata.name"});
}

TEST_CASE("traffic: ingress, routes, webhooks, API services") {
    const auto ingress = namedReferences(object(R"({"apiVersion":"networking.k8s.io/v1","kind":"Ingress",
      "metadata":{"name":"i","namespace":"shop"},"spec":{"ingressClassName":"nginx","tls":[{"secretName":"cert"}],
      "defaultBackend":{"service":{"name":"fallback","port":{"number":80}}},
      "rules":[{"host":"a"},{"http":{"paths":[{"backend":{"service":{"name":"front","port":{"number":80}}}},
        {"backend":{"resource":{"apiGroup":"k8s.example.org","kind":"Bucket","name":"static"}}}]}}]}})"));
    const auto all = targets(ingress);
    CHECK(has(all, "IngressClass.networking.k8s.io/nginx by spec.ingressClassName"));
    CHECK(has(all, "Secret/shop/cert by spec.tls[0].secretName"));
    CHECK(has(all, "Service/shop/fallback by spec.defaultBackend.service.name"));
    CHECK(has(all, "Service/shop/front by spec.rules[1].http.paths[0].backend.service.name"));
    CHECK(has(all, "Bucket.k8s.example.org/shop/static by spec.rules[1].http.paths[1].backend.resource.name"));

    const auto route =
        targets(namedReferences(object(R"({"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute",
      "metadata":{"name":"r","namespace":"shop"},"spec":{"parentRefs":[{"name":"edge","namespace":"infra"},{"name":"own"}],
      "rules":[{"backendRefs":[{"name":"front","port":80},{"group":"example.org","kind":"Cloud","name":"far"},
        {"name":"away","namespace":"other"}]}]}})")));
    CHECK(has(route, "Gateway.gateway.networking.k8s.io/infra/edge by spec.parentRefs[0].name"));
    CHECK(has(route, "Gateway.gateway.networking.k8s.io/shop/own by spec.parentRefs[1].name"));
    CHECK(has(route, "Service/shop/front by spec.rules[0].backendRefs[0].name"));
    CHECK(has(route, "Cloud.example.org/shop/far by spec.rules[0].backendRefs[1].name"));
    CHECK(has(route, "Service/other/away by spec.rules[0].backendRefs[2].name"));

    CHECK(has(targets(namedReferences(object(R"({"apiVersion":"gateway.networking.k8s.io/v1","kind":"Gateway",
      "metadata":{"name":"edge","namespace":"infra"},"spec":{"gatewayClassName":"g"}})"))),
              "GatewayClass.gateway.networking.k8s.io/g by spec.gatewayClassName"));
    CHECK(has(targets(namedReferences(object(R"({"apiVersion":"admissionregistration.k8s.io/v1",
      "kind":"ValidatingWebhookConfiguration","metadata":{"name":"w"},
      "webhooks":[{"clientConfig":{"url":"https://x"}},{"clientConfig":{"service":{"namespace":"sys","name":"hook"}}}]})"))),
              "Service/sys/hook by webhooks[1].clientConfig.service.name"));
    CHECK(has(targets(namedReferences(object(R"({"apiVersion":"apiregistration.k8s.io/v1","kind":"APIService",
      "metadata":{"name":"v1.x"},"spec":{"service":{"namespace":"sys","name":"api"}}})"))),
              "Service/sys/api by spec.service.name"));
}

TEST_CASE("references that say their kind: autoscalers, bindings, owners") {
    const auto scaler =
        targets(namedReferences(object(R"({"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler",
      "metadata":{"name":"h","namespace":"default"},"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"web"}}})")));
    CHECK(scaler == std::vector<std::string>{"Deployment.apps/default/web by spec.scaleTargetRef.name"});

    const auto binding =
        targets(namedReferences(object(R"({"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding",
      "metadata":{"name":"b","namespace":"default"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"reader"},
      "subjects":[{"kind":"User","name":"ann"},{"kind":"ServiceAccount","name":"robot","namespace":"ci"}]})")));
    CHECK(binding == std::vector<std::string>{"Role.rbac.authorization.k8s.io/default/reader by roleRef.name",
                                              "ServiceAccount/ci/robot by subjects[1].name"});
    const auto cluster =
        targets(namedReferences(object(R"({"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding",
      "metadata":{"name":"b","namespace":"default"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"view"}})")));
    CHECK(cluster == std::vector<std::string>{"ClusterRole.rbac.authorization.k8s.io/view by roleRef.name"});

    PaperWorld world;
    const auto owner = world.add(
        R"({"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"rs","namespace":"default","uid":"now"}})");
    for (const auto* uid : {"now", "before"})
        world.add(
            R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"of-)" + std::string(uid) +
            R"(","namespace":"default","ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"rs","uid":")" +
            uid + R"("}]}})");
    const auto owned = referrers(owner, world);
    REQUIRE(owned.size() == 1);
    CHECK(from(owned[0]) == "Pod/default/of-now by metadata.ownerReferences[0].name");
    CHECK(owned[0].relation == relations::relation::kOwned);
}

TEST_CASE("the same name in another namespace is another object") {
    PaperWorld world;
    const auto here = world.add(R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"m","namespace":"a"}})");
    const auto there = world.add(R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"m","namespace":"b"}})");
    world.add(
        R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"a"},"spec":{"containers":[{"name":"c","envFrom":[{"configMapRef":{"name":"m"}}]}]}})");
    CHECK(sources(referrers(here, world)) ==
          std::vector<std::string>{"Pod/a/p by spec.containers[0].envFrom[0].configMapRef.name"});
    CHECK(referrers(there, world).empty());

    const auto service = world.add(
        R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"s","namespace":"a"},"spec":{"selector":{"app":"x"}}})");
    world.add(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"mine","namespace":"a","labels":{"app":"x"}}})");
    const auto foreign = world.add(
        R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"foreign","namespace":"b","labels":{"app":"x"}}})");
    CHECK(targets(references(service, world)) == std::vector<std::string>{"Pod/a/mine by spec.selector"});
    CHECK(referrers(foreign, world).empty());
}

TEST_CASE("references without objects, and objects without sense, are no edges") {
    CHECK(namedReferences(object(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":null})")).empty());
    CHECK(
        namedReferences(
            object(
                R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"containers":"none","volumes":7}})"))
            .empty());
    CHECK(
        namedReferences(
            object(
                R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{"envFrom":[{"configMapRef":{}},null]}]}})"))
            .empty());
    CHECK(namedReferences(
              object(R"({"apiVersion":"x.org/v1","kind":"Odd","metadata":{"name":"p"},"spec":{"template":[1,2]}})"))
              .empty());
    // Another form than our types say is read as it comes.
    CHECK(targets(namedReferences(object(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"d"},
      "spec":{"terminationGracePeriodSeconds":"soon","serviceAccountName":"robot"}})"))) ==
          std::vector<std::string>{"ServiceAccount/d/robot by spec.serviceAccountName"});
}

TEST_CASE("storage: claims, volumes and classes name each other") {
    PaperWorld world;
    const auto claim =
        world.add(R"({"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"data","namespace":"a"},
      "spec":{"storageClassName":"fast","volumeName":"pv-1","dataSourceRef":{"apiGroup":"snapshot.storage.k8s.io","kind":"VolumeSnapshot","name":"before"}}})");
    const auto volume = world.add(R"({"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"pv-1"},
      "spec":{"storageClassName":"fast","claimRef":{"namespace":"a","name":"data"}}})");
    const auto storageClass = world.add(
        R"({"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"fast"},"provisioner":"x"})");
    const auto all = targets(namedReferences(claim));
    CHECK(has(all, "StorageClass.storage.k8s.io/fast by spec.storageClassName"));
    CHECK(has(all, "PersistentVolume/pv-1 by spec.volumeName"));
    CHECK(has(all, "VolumeSnapshot.snapshot.storage.k8s.io/a/before by spec.dataSourceRef.name"));
    CHECK(sources(referrers(volume, world)) ==
          std::vector<std::string>{"PersistentVolumeClaim/a/data by spec.volumeName"});
    CHECK(sources(referrers(claim, world)) == std::vector<std::string>{"PersistentVolume/pv-1 by spec.claimRef.name"});
    CHECK(referrers(storageClass, world).size() == 2);
}
