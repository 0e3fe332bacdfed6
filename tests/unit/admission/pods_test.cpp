#include "engine/schema/api/schedulingv1.h"
#include "tests/unit/admission/world.h"

using namespace armillary;
using namespace armillary::test;

TEST_CASE("a pod gets account, token volume, tolerations and priority") {
    World world;
    auto one = pod(R"("initContainers":[{"name":"i","image":"i"}],"containers":[{"name":"c","image":"i"}])");
    REQUIRE(world.create(world.jane, one));
    CHECK(one.spec.serviceAccountName == "default");
    CHECK(one.spec.serviceAccount == "default");
    REQUIRE(one.spec.imagePullSecrets.size() == 1);
    REQUIRE(one.spec.volumes.size() == 1);
    const auto& volume = one.spec.volumes[0];
    CHECK(volume.name.starts_with("kube-api-access-"));
    CHECK(volume.name.size() == 21);
    REQUIRE(volume.projected);
    CHECK(volume.projected->defaultMode == 420);
    REQUIRE(volume.projected->sources.size() == 3);
    CHECK(volume.projected->sources[0].serviceAccountToken->expirationSeconds == 3607);
    CHECK(volume.projected->sources[1].configMap->name == "kube-root-ca.crt");
    CHECK(volume.projected->sources[2].downwardAPI->items[0].fieldRef->fieldPath == "metadata.namespace");
    for (const auto* container : {&one.spec.initContainers[0], &one.spec.containers[0]}) {
        REQUIRE(container->volumeMounts.size() == 1);
        CHECK(container->volumeMounts[0].name == volume.name);
        CHECK(container->volumeMounts[0].readOnly);
        CHECK(container->volumeMounts[0].mountPath == "/var/run/secrets/kubernetes.io/serviceaccount");
    }
    CHECK(one.spec.priority == 0);
    CHECK(one.spec.preemptionPolicy == "PreemptLowerPriority");
    REQUIRE(one.spec.tolerations.size() == 2);
    CHECK(one.spec.tolerations[0].key == "node.kubernetes.io/not-ready");
    CHECK(one.spec.tolerations[1].key == "node.kubernetes.io/unreachable");
    CHECK(one.spec.tolerations[1].tolerationSeconds == 300);
}

TEST_CASE("a pod may do without the token") {
    World world;
    auto one = pod(R"("automountServiceAccountToken":false,"containers":[{"name":"c","image":"i"}])");
    REQUIRE(world.create(world.jane, one));
    CHECK(one.spec.volumes.empty());
    CHECK(one.spec.containers[0].volumeMounts.empty());
    auto own = pod(
        R"("containers":[{"name":"c","image":"i","volumeMounts":[{"name":"x","mountPath":"/var/run/secrets/kubernetes.io/serviceaccount"}]}])");
    REQUIRE(world.create(world.jane, own));
    CHECK(own.spec.volumes.empty());
}

TEST_CASE("an account that is absent is named") {
    World world;
    auto one = pod(R"("serviceAccountName":"robot","containers":[{"name":"c","image":"i"}])");
    CHECK(message(world.create(world.jane, one)) ==
          "pods \"web\" is forbidden: error looking up service account shop/robot: serviceaccount \"robot\" not found");
}

TEST_CASE("the default account of a newborn namespace is waited for") {
    World world;
    world.cache.putJson(
        "/namespaces",
        R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"new","creationTimestamp":"2026-01-01T00:00:00Z"}})");
    auto one = pod();
    one.metadata.namespace_ = "new";
    CHECK(message(world.create(world.jane, one)).find("serviceaccount \"default\" not found") != std::string::npos);
}

TEST_CASE("tolerations that are there already stay alone") {
    World world;
    auto one = pod(R"("containers":[{"name":"c","image":"i"}],"tolerations":[{"operator":"Exists"}])");
    REQUIRE(world.create(world.jane, one));
    CHECK(one.spec.tolerations.size() == 1);
}

TEST_CASE("priority comes from the class") {
    World world;
    auto one = pod(R"("containers":[{"name":"c","image":"i"}],"priorityClassName":"high")");
    CHECK(message(world.create(world.jane, one)) ==
          "pods \"web\" is forbidden: no PriorityClass with name high was found");
    world.cache.putJson(
        "scheduling.k8s.io/priorityclasses",
        R"({"apiVersion":"scheduling.k8s.io/v1","kind":"PriorityClass","metadata":{"name":"high"},"value":100,"globalDefault":true,"preemptionPolicy":"Never"})");
    REQUIRE(world.create(world.jane, one));
    CHECK(one.spec.priority == 100);
    CHECK(one.spec.preemptionPolicy == "Never");
    auto plain = pod();
    REQUIRE(world.create(world.jane, plain));
    CHECK(plain.spec.priorityClassName == "high");
    auto system = pod(R"("containers":[{"name":"c","image":"i"}],"priorityClassName":"system-node-critical")");
    REQUIRE(world.create(world.jane, system));
    CHECK(system.spec.priority == 2000001000);
    auto wrong = pod(R"("containers":[{"name":"c","image":"i"}],"priorityClassName":"high","priority":7)");
    CHECK(message(world.create(world.jane, wrong)) ==
          "pods \"web\" is forbidden: the integer value of priority (7) must not be provided in pod spec; priority "
          "admission controller "
          "computed 100 from the given PriorityClass name");
    auto second = parse<schedulingv1::PriorityClass>(R"({"metadata":{"name":"other"},"value":1,"globalDefault":true})");
    CHECK(message(world.create(world.jane, second)) ==
          "priorityclasses.scheduling.k8s.io \"other\" is forbidden: PriorityClass high is already marked as default. "
          "Only one default can exist");
}

TEST_CASE("runtime classes bring overhead and placement") {
    World world;
    auto one = pod(R"("containers":[{"name":"c","image":"i"}],"runtimeClassName":"vm")");
    CHECK(message(world.create(world.jane, one)) ==
          "pods \"web\" is forbidden: pod rejected: RuntimeClass \"vm\" not found");
    world.cache.putJson(
        "node.k8s.io/runtimeclasses",
        R"({"apiVersion":"node.k8s.io/v1","kind":"RuntimeClass","metadata":{"name":"vm"},"handler":"vm",)"
        R"("overhead":{"podFixed":{"memory":"64Mi"}},"scheduling":{"nodeSelector":{"vm":"yes"}}})");
    REQUIRE(world.create(world.jane, one));
    CHECK(one.spec.overhead["memory"].text() == "64Mi");
    CHECK(one.spec.nodeSelector["vm"] == "yes");
}

TEST_CASE("pod security standards are enforced by label") {
    World world;
    world.cache.putJson(
        "/namespaces",
        R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop","labels":{"pod-security.kubernetes.io/enforce":"baseline"}}})");
    auto good = pod();
    CHECK(world.create(world.jane, good));
    auto bad =
        pod(R"("hostNetwork":true,"containers":[{"name":"c","image":"i","securityContext":{"privileged":true}}])");
    CHECK(message(world.create(world.jane, bad)) ==
          "pods \"web\" is forbidden: violates PodSecurity \"baseline:latest\": host namespaces (hostNetwork=true), "
          "privileged (container "
          "\"c\" must not set securityContext.privileged=true)");
    world.cache.putJson(
        "/namespaces",
        R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop","labels":{"pod-security.kubernetes.io/enforce":"restricted"}}})");
    CHECK(message(world.create(world.jane, good)) ==
          "pods \"web\" is forbidden: violates PodSecurity \"restricted:latest\": allowPrivilegeEscalation != false "
          "(container \"c\" must set "
          "securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container \"c\" must set "
          "securityContext.capabilities.drop=[\"ALL\"]), runAsNonRoot != true (pod or container \"c\" must set "
          "securityContext.runAsNonRoot=true), seccompProfile (pod or container \"c\" must set "
          "securityContext.seccompProfile.type to "
          "\"RuntimeDefault\" or \"Localhost\")");
}
