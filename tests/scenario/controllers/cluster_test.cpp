#include <doctest/doctest.h>

#include <algorithm>

#include "engine/schema/api/certificatesv1.h"
#include "engine/schema/api/discoveryv1.h"
#include "engine/schema/api/policyv1.h"
#include "tests/scenario/controllers/cluster.h"

using namespace armillary;
using namespace armillary::test;
using appsv1::Deployment;
using appsv1::ReplicaSet;
using corev1::Pod;

namespace {

bool hasTaint(Cluster& cluster, const std::string& name, std::string_view key, std::string_view effect) {
    const auto found = cluster.find<corev1::Node>({}, name);
    return found && std::ranges::any_of(found->spec.taints,
                                        [&](const auto& taint) { return taint.key == key && taint.effect == effect; });
}

void remove(Cluster& cluster, const client::Target& target, std::string policy) {
    client::DeleteOptions options;
    options.propagationPolicy = std::move(policy);
    REQUIRE(cluster.client->remove(target, options));
}

}  // namespace

TEST_CASE("a namespace starts with its account and CA, and goes with everything in it") {
    Cluster cluster;
    corev1::Namespace shop;
    shop.metadata.name = "shop";
    REQUIRE(client::create(*cluster.client, shop));
    REQUIRE(cluster.eventually([&] {
        return cluster.find<corev1::ServiceAccount>("shop", "default") &&
               cluster.find<corev1::ConfigMap>("shop", "kube-root-ca.crt");
    }));
    CHECK(cluster.find<corev1::ConfigMap>("shop", "kube-root-ca.crt")->data.at("ca.crt") ==
          cluster.authority.certificatePem());
    auto web = deployment("web", 2);
    web.metadata.namespace_ = "shop";
    REQUIRE(client::create(*cluster.client, web));
    REQUIRE(cluster.eventually([&] { return cluster.all<Pod>("shop").size() == 2; }));
    REQUIRE(client::remove<corev1::Namespace>(*cluster.client, {}, "shop"));
    REQUIRE(cluster.eventually([&] { return !cluster.find<corev1::Namespace>({}, "shop"); }));
    CHECK(cluster.all<Pod>("shop").empty());
}

TEST_CASE("a service's hints follow what it asks for and its nodes' zones") {
    Cluster cluster;
    const auto move = [&](const std::string& zone) {
        REQUIRE(
            cluster.patch(client::target<corev1::Node>({}, "n1"),
                          std::format(R"({{"metadata":{{"labels":{{"topology.kubernetes.io/zone":"{}"}}}}}})", zone)));
    };
    move("east");
    corev1::Service service;
    service.metadata.name = "near";
    service.metadata.namespace_ = "default";
    service.spec.selector["app"] = "near";
    service.spec.ports.emplace_back().port = 80;
    service.spec.trafficDistribution = "PreferClose";
    REQUIRE(client::create(*cluster.client, service));
    REQUIRE(client::create(*cluster.client, deployment("near", 2)));
    const auto hinted = [&](const std::string& zone) {
        std::size_t count = 0;
        for (const auto& slice : cluster.all<discoveryv1::EndpointSlice>("default", "kubernetes.io/service-name=near"))
            for (const auto& endpoint : slice.endpoints)
                count += (endpoint.hints ? endpoint.hints->forZones.at(0).name : "") == zone;
        return count;
    };
    REQUIRE(cluster.eventually([&] { return hinted("east") == 2; }));
    move("west");
    REQUIRE(cluster.eventually([&] { return hinted("west") == 2; }));
    REQUIRE(cluster.patch(client::target<corev1::Service>("default", "near"),
                          R"({"metadata":{"annotations":{"service.kubernetes.io/topology-mode":"Auto"}}})"));
    REQUIRE(cluster.eventually([&] {
        return hinted("") == 2 &&
               std::ranges::any_of(cluster.all<corev1::Event>("default"), [](const corev1::Event& event) {
                   return event.reason == "TopologyAwareHintsDisabled" &&
                          event.message ==
                              "Insufficient Node information: allocatable CPU or zone not specified on one or more "
                              "nodes, addressType: IPv4";
               });
    }));
}

TEST_CASE("a service's slices and endpoints follow its pods") {
    Cluster cluster;
    corev1::Service service;
    service.metadata.name = "web";
    service.metadata.namespace_ = "default";
    service.spec.selector["app"] = "web";
    service.spec.ports.emplace_back().port = 80;
    REQUIRE(client::create(*cluster.client, service));
    // Both say at once what they are written for. Later writes need not: times are in whole seconds.
    const std::string trigger(corev1::kEndpointsLastChangeTriggerTime);
    REQUIRE(cluster.eventually([&] {
        const auto endpoints = cluster.find<corev1::Endpoints>("default", "web");
        const auto slices = cluster.all<discoveryv1::EndpointSlice>("default", "kubernetes.io/service-name=web");
        return endpoints && endpoints->metadata.annotations.contains(trigger) && slices.size() == 1 &&
               slices[0].metadata.annotations.contains(trigger);
    }));
    REQUIRE(client::create(*cluster.client, deployment("web", 3)));
    const auto ready = [&] {
        std::size_t count = 0;
        for (const auto& slice : cluster.all<discoveryv1::EndpointSlice>("default", "kubernetes.io/service-name=web"))
            for (const auto& endpoint : slice.endpoints) count += endpoint.conditions.ready.value_or(false);
        return count;
    };
    REQUIRE(cluster.eventually([&] { return ready() == 3; }));
    REQUIRE(cluster.eventually([&] {
        const auto endpoints = cluster.find<corev1::Endpoints>("default", "web");
        return endpoints && !endpoints->subsets.empty() && endpoints->subsets[0].addresses.size() == 3;
    }));
    REQUIRE(cluster.patch(client::target<Deployment>("default", "web"), R"({"spec":{"replicas":1}})"));
    REQUIRE(cluster.eventually([&] { return ready() == 1; }));
    REQUIRE(client::remove<corev1::Service>(*cluster.client, "default", "web"));
    REQUIRE(cluster.eventually([&] {
        return cluster.all<discoveryv1::EndpointSlice>("default", "kubernetes.io/service-name=web").empty() &&
               !cluster.find<corev1::Endpoints>("default", "web");
    }));
}

TEST_CASE("dependents go first in the foreground, and stay behind as orphans") {
    Cluster cluster;
    REQUIRE(client::create(*cluster.client, deployment("web", 2)));
    REQUIRE(
        cluster.eventually([&] { return cluster.find<Deployment>("default", "web")->status.availableReplicas == 2; }));
    SUBCASE("foreground") {
        cluster.kubelet.freeze();
        remove(cluster, client::target<Deployment>("default", "web"), "Foreground");
        // Its pods are being deleted but not gone: the deployment waits.
        REQUIRE(cluster.eventually([&] {
            const auto pods = cluster.all<Pod>("default");
            return std::ranges::all_of(pods,
                                       [](const auto& pod) { return pod.metadata.deletionTimestamp.has_value(); });
        }));
        CHECK(cluster.find<Deployment>("default", "web"));
        cluster.kubelet.thaw();
        REQUIRE(cluster.eventually([&] { return !cluster.find<Deployment>("default", "web"); }));
        CHECK(cluster.all<ReplicaSet>("default").empty());
        CHECK(cluster.all<Pod>("default").empty());
    }
    SUBCASE("orphan") {
        remove(cluster, client::target<Deployment>("default", "web"), "Orphan");
        REQUIRE(cluster.eventually([&] { return !cluster.find<Deployment>("default", "web"); }));
        const auto sets = cluster.all<ReplicaSet>("default");
        REQUIRE(sets.size() == 1);
        CHECK(sets[0].metadata.ownerReferences.empty());
        CHECK(cluster.all<Pod>("default").size() == 2);
    }
}

TEST_CASE("an object whose owner never existed is collected; one with another owner left keeps it") {
    Cluster cluster;
    corev1::ConfigMap owner;
    owner.metadata.name = "owner";
    owner.metadata.namespace_ = "default";
    const auto made = client::create(*cluster.client, owner);
    REQUIRE(made);
    const auto dependent = [&](const std::string& name, bool solid) {
        corev1::ConfigMap map;
        map.metadata.name = name;
        map.metadata.namespace_ = "default";
        metav1::OwnerReference reference;
        reference.apiVersion = "v1";
        reference.kind = "ConfigMap";
        reference.name = "owner";
        reference.uid = "00000000-0000-4000-8000-000000000000";
        map.metadata.ownerReferences.push_back(reference);
        reference.uid = (*made)->uid();
        if (solid) map.metadata.ownerReferences.push_back(reference);
        REQUIRE(client::create(*cluster.client, map));
    };
    dependent("lost", false);
    dependent("held", true);
    REQUIRE(cluster.eventually([&] {
        const auto held = cluster.find<corev1::ConfigMap>("default", "held");
        return !cluster.find<corev1::ConfigMap>("default", "lost") && held &&
               held->metadata.ownerReferences.size() == 1;
    }));
}

TEST_CASE("nodes get address ranges of their own, and a silent one loses its pods") {
    Cluster cluster;
    for (const char* name : {"n2", "n3"}) cluster.kubelet.add(node(name));
    std::set<std::string> ranges;
    REQUIRE(cluster.eventually([&] {
        ranges.clear();
        for (const auto& found : cluster.all<corev1::Node>({}))
            if (!found.spec.podCIDR.empty()) ranges.insert(found.spec.podCIDR);
        return ranges.size() == 3;
    }));
    CHECK(cluster.eventually([&] {
        const auto annotations = cluster.find<corev1::Node>({}, "n3")->metadata.annotations;
        return annotations.contains("node.alpha.kubernetes.io/ttl") &&
               annotations.at("node.alpha.kubernetes.io/ttl") == "0";
    }));
    REQUIRE(
        cluster.eventually([&] { return !hasTaint(cluster, "n1", "node.kubernetes.io/unreachable", "NoSchedule"); }));
    auto web = deployment("web", 1);
    auto& toleration = web.spec.template_.spec.tolerations.emplace_back();
    toleration.key = "node.kubernetes.io/unreachable";
    toleration.operator_ = "Exists";
    toleration.effect = "NoExecute";
    toleration.tolerationSeconds = 5;
    REQUIRE(client::create(*cluster.client, web));
    REQUIRE(
        cluster.eventually([&] { return cluster.find<Deployment>("default", "web")->status.availableReplicas == 1; }));
    const std::string first = cluster.all<Pod>("default").at(0).metadata.uid;

    cluster.kubelet.silence("n1");
    REQUIRE(cluster.eventually([&] { return hasTaint(cluster, "n1", "node.kubernetes.io/unreachable", "NoExecute"); }));
    CHECK_FALSE(hasTaint(cluster, "n2", "node.kubernetes.io/unreachable", "NoSchedule"));
    REQUIRE(cluster.eventually([&] {
        const auto pods = cluster.all<Pod>("default");
        return std::ranges::none_of(pods, [&](const auto& pod) { return pod.metadata.uid == first; });
    }));
    cluster.kubelet.revive("n1");
    REQUIRE(cluster.eventually([&] {
        return !hasTaint(cluster, "n1", "node.kubernetes.io/unreachable", "NoSchedule") &&
               !hasTaint(cluster, "n1", "node.kubernetes.io/unreachable", "NoExecute");
    }));
}

TEST_CASE("a bootstrapper's request is approved and signed") {
    Cluster cluster;
    const auto bootstrapper = client::makeLocalClient(
        cluster.harness.api(),
        ApiHarness::user("system:bootstrap:abcdef",
                         {"system:bootstrappers", "system:bootstrappers:kubeadm:default-node-token"}));
    pki::CertificateRequest wanted;
    wanted.commonName = "system:node:n1";
    wanted.organizations = {"system:nodes"};
    const auto key = pki::newKey().value();
    certificatesv1::CertificateSigningRequest request;
    request.metadata.name = "csr-1";
    request.spec.request.data = pki::makeSigningRequest(key, wanted).value();
    request.spec.signerName = "kubernetes.io/kube-apiserver-client-kubelet";
    request.spec.usages = {"digital signature", "client auth"};
    const auto made = client::create(*bootstrapper, request);
    REQUIRE_MESSAGE(made, made.error().message);
    REQUIRE(cluster.eventually([&] {
        const auto found = cluster.find<certificatesv1::CertificateSigningRequest>({}, "csr-1");
        return found && !found->status.certificate.data.empty();
    }));
    const auto signedRequest = cluster.find<certificatesv1::CertificateSigningRequest>({}, "csr-1");
    const auto info = pki::inspect(signedRequest->status.certificate.data);
    REQUIRE(info);
    CHECK(info->commonName == "system:node:n1");
}

TEST_CASE("an expired bootstrap token goes") {
    Cluster cluster;
    corev1::Secret token;
    token.metadata.name = "bootstrap-token-abcdef";
    token.metadata.namespace_ = "kube-system";
    token.type = "bootstrap.kubernetes.io/token";
    token.data["token-id"].data = "abcdef";
    token.data["token-secret"].data = "0123456789abcdef";
    token.data["expiration"].data = schema::Time(cluster.harness.clock().now() + std::chrono::seconds(30)).text();
    REQUIRE(client::create(*cluster.client, token));
    CHECK(cluster.find<corev1::Secret>("kube-system", "bootstrap-token-abcdef"));
    REQUIRE(cluster.eventually([&] { return !cluster.find<corev1::Secret>("kube-system", "bootstrap-token-abcdef"); }));
    CHECK(cluster.harness.clock().now() >= schema::Time::parse(token.data["expiration"].data)->timePoint());
}

TEST_CASE("a budget says how many of its pods may be evicted, and evictions heed it") {
    Cluster cluster;
    policyv1::PodDisruptionBudget budget;
    budget.metadata.name = "web";
    budget.metadata.namespace_ = "default";
    budget.spec.selector.ensure().matchLabels["app"] = "web";
    budget.spec.minAvailable = schema::IntOrString(2);
    REQUIRE(client::create(*cluster.client, budget));
    REQUIRE(client::create(*cluster.client, deployment("web", 3)));
    const auto allowed = [&] {
        return cluster.find<policyv1::PodDisruptionBudget>("default", "web")->status.disruptionsAllowed;
    };
    REQUIRE(cluster.eventually([&] { return allowed() == 1; }));
    cluster.kubelet.freeze();
    const auto evict = [&](const Pod& pod) {
        return cluster.client->create(
            client::target<Pod>("default", pod.metadata.name, "eviction"),
            R"({"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":")" + pod.metadata.name + "\"}}");
    };
    const auto pods = cluster.all<Pod>("default");
    REQUIRE(evict(pods[0]));
    REQUIRE(cluster.eventually([&] { return allowed() == 0; }));
    const auto refused = evict(pods[1]);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == 429);
    cluster.kubelet.thaw();
    REQUIRE(cluster.eventually([&] { return allowed() == 1; }));
}

TEST_CASE("a budget by share knows the size of whatever can be scaled") {
    Cluster cluster;
    corev1::ReplicationController web;
    web.metadata.name = "web";
    web.metadata.namespace_ = "default";
    web.spec.replicas = 4;
    auto& podTemplate = web.spec.template_.ensure();
    podTemplate.metadata.labels["app"] = "web";
    auto& container = podTemplate.spec.containers.emplace_back();
    container.name = "c";
    container.image = "example.test/web:1";
    REQUIRE(client::create(*cluster.client, web));
    policyv1::PodDisruptionBudget budget;
    budget.metadata.name = "web";
    budget.metadata.namespace_ = "default";
    budget.spec.selector.ensure().matchLabels["app"] = "web";
    budget.spec.maxUnavailable = schema::IntOrString(std::string("50%"));
    REQUIRE(client::create(*cluster.client, budget));
    const auto now = [&] { return cluster.find<policyv1::PodDisruptionBudget>("default", "web")->status; };
    REQUIRE(cluster.eventually([&] { return now().disruptionsAllowed == 2; }));
    CHECK(now().expectedPods == 4);
    CHECK(now().desiredHealthy == 2);
}

TEST_CASE("a budget by share says when it covers pods that nobody asked for") {
    Cluster cluster;
    policyv1::PodDisruptionBudget budget;
    budget.metadata.name = "lone";
    budget.metadata.namespace_ = "default";
    budget.spec.selector.ensure().matchLabels["app"] = "lone";
    budget.spec.maxUnavailable = schema::IntOrString(1);
    REQUIRE(client::create(*cluster.client, budget));
    Pod pod;
    pod.metadata.name = "lone";
    pod.metadata.namespace_ = "default";
    pod.metadata.labels["app"] = "lone";
    auto& container = pod.spec.containers.emplace_back();
    container.name = "c";
    container.image = "example.test/web:1";
    REQUIRE(client::create(*cluster.client, pod));
    const auto said = [&](const std::string& reason, const std::string& type) {
        return cluster.eventually([&] {
            return std::ranges::any_of(cluster.all<corev1::Event>("default"), [&](const corev1::Event& event) {
                return event.involvedObject.name == "lone" && event.reason == reason && event.type == type;
            });
        });
    };
    CHECK(said("UnmanagedPods", "Warning"));
    CHECK(cluster.find<policyv1::PodDisruptionBudget>("default", "lone")->status.disruptionsAllowed == 0);
    CHECK(cluster.find<policyv1::PodDisruptionBudget>("default", "lone")->status.expectedPods == 0);
    REQUIRE(client::remove<Pod>(*cluster.client, "default", "lone"));
    CHECK(said("NoPods", "Normal"));
}

TEST_CASE("pods that are being deleted on a node out of service need not wait for it") {
    Cluster cluster;
    REQUIRE(client::create(*cluster.client, deployment("web", 1)));
    REQUIRE(cluster.eventually([&] {
        const auto pods = cluster.all<Pod>("default");
        return pods.size() == 1 && pods[0].status.phase == "Running";
    }));
    cluster.kubelet.freeze();
    cluster.kubelet.silence("n1");
    const std::string name = cluster.all<Pod>("default")[0].metadata.name;
    REQUIRE(client::remove<Pod>(*cluster.client, "default", name));
    REQUIRE(cluster.find<Pod>("default", name));
    REQUIRE(cluster.patch(
        client::target<corev1::Node>({}, "n1"),
        R"({"spec":{"taints":[{"key":"node.kubernetes.io/out-of-service","value":"nodeshutdown","effect":"NoExecute"}]}})"));
    CHECK(cluster.eventually([&] { return !cluster.find<Pod>("default", name); }));
}

TEST_CASE("a pod tolerates a taint without a time for as long as it says, or until the taint is gone") {
    Cluster cluster;
    auto web = deployment("web", 1);
    auto& toleration = web.spec.template_.spec.tolerations.emplace_back();
    toleration.key = "repair";
    toleration.operator_ = "Exists";
    toleration.effect = "NoExecute";
    toleration.tolerationSeconds = 60;
    REQUIRE(client::create(*cluster.client, web));
    REQUIRE(
        cluster.eventually([&] { return cluster.find<Deployment>("default", "web")->status.availableReplicas == 1; }));
    const Pod first = cluster.all<Pod>("default").at(0);
    const auto taint = [&](const std::string& taints) {
        REQUIRE(cluster.patch(client::target<corev1::Node>({}, "n1"), R"({"spec":{"taints":[)" + taints + "]}}"));
    };
    const auto isThere = [&] {
        return std::ranges::contains(cluster.all<Pod>("default"), first.metadata.uid,
                                     [](const Pod& pod) { return pod.metadata.uid; });
    };
    taint(R"({"key":"repair","effect":"NoExecute"})");
    cluster.letPass(std::chrono::seconds(30));
    CHECK(isThere());
    taint("");
    REQUIRE(cluster.eventually([&] {
        return std::ranges::any_of(cluster.all<corev1::Event>("default"), [&](const corev1::Event& event) {
            return event.reason == "TaintManagerEviction" &&
                   event.message == "Cancelling deletion of Pod default/" + first.metadata.name;
        });
    }));
    CHECK(isThere());
    taint(R"({"key":"repair","effect":"NoExecute"})");
    const auto tainted = cluster.harness.clock().now();
    REQUIRE(cluster.eventually([&] { return !isThere(); }));
    CHECK(cluster.harness.clock().now() - tainted >= std::chrono::seconds(60));
    CHECK(cluster.harness.clock().now() - tainted < std::chrono::seconds(200));
}
