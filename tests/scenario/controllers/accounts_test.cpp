#include <doctest/doctest.h>

#include <algorithm>

#include "engine/schema/api/apiextensionsv1.h"
#include "engine/schema/api/batchv1.h"
#include "engine/schema/api/rbacv1.h"
#include "tests/scenario/controllers/cluster.h"

using namespace armillary;
using namespace armillary::test;
using corev1::Secret;
using rbacv1::ClusterRole;

namespace {

/// Whether somebody's write is among those recorded in the object.
bool writtenBy(const metav1::ObjectMeta& meta, std::string_view manager) {
    return std::ranges::any_of(meta.managedFields,
                               [&](const metav1::ManagedFieldsEntry& entry) { return entry.manager == manager; });
}

}  // namespace

TEST_CASE("each controller acts under a service account of its own, which policies see") {
    Cluster cluster;
    for (const char* name : {"deployment-controller", "replicaset-controller", "node-controller", "token-cleaner",
                             "persistent-volume-provisioner", "generic-garbage-collector"})
        CHECK_MESSAGE(cluster.find<corev1::ServiceAccount>("kube-system", name), name);
    CHECK_FALSE(cluster.find<corev1::ServiceAccount>("kube-system", "system:kube-controller-manager"));

    const std::string base = "/apis/admissionregistration.k8s.io/v1/";
    REQUIRE(cluster.harness
                .post(base + "validatingadmissionpolicies",
                      R"({"metadata":{"name":"sets-only"},"spec":{"matchConstraints":{"resourceRules":[{)"
                      R"("operations":["CREATE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["pods"]}]},)"
                      R"("validations":[{"expression":"request.userInfo.username == )"
                      R"('system:serviceaccount:kube-system:replicaset-controller' && )"
                      R"(request.userInfo.groups == ['system:serviceaccounts','system:serviceaccounts:kube-system',)"
                      R"('system:authenticated'] && request.userInfo.uid == object.metadata.annotations['maker']"}]}})")
                .code == 201);
    REQUIRE(cluster.harness
                .post(base + "validatingadmissionpolicybindings",
                      R"({"metadata":{"name":"sets-only"},"spec":{"policyName":"sets-only",)"
                      R"("validationActions":["Deny"]}})")
                .code == 201);
    auto web = deployment("web", 1);
    web.spec.template_.metadata.annotations["maker"] =
        cluster.find<corev1::ServiceAccount>("kube-system", "replicaset-controller")->metadata.uid;
    REQUIRE(client::create(*cluster.client, web));
    REQUIRE(cluster.eventually([&] { return cluster.all<corev1::Pod>("default").size() == 1; }));
    CHECK(writtenBy(cluster.all<corev1::Pod>("default")[0].metadata, "kube-controller-manager"));
    auto job = batchv1::Job();
    job.metadata.name = "job";
    job.metadata.namespace_ = "default";
    job.spec.template_.spec = web.spec.template_.spec;
    job.spec.template_.metadata.annotations = web.spec.template_.metadata.annotations;
    job.spec.template_.spec.restartPolicy = "Never";
    REQUIRE(client::create(*cluster.client, job));
    CHECK(cluster.eventually([&] {
        return std::ranges::any_of(cluster.all<corev1::Event>("default"), [](const corev1::Event& event) {
            return event.reason == "FailedCreate" && event.involvedObject.kind == "Job" &&
                   event.message.contains("ValidatingAdmissionPolicy 'sets-only'");
        });
    }));
}

TEST_CASE("what upstream's API server does itself is done under its name") {
    Cluster cluster;
    const std::string path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    REQUIRE(cluster.harness
                .post(path, R"({"metadata":{"name":"things.example.com"},"spec":{"group":"example.com",)"
                            R"("scope":"Namespaced","names":{"plural":"things","kind":"Thing"},"versions":[{)"
                            R"("name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":)"
                            R"({"type":"object"}}}]}})")
                .code == 201);
    REQUIRE(cluster.eventually([&] {
        const auto made = cluster.find<apiextensionsv1::CustomResourceDefinition>("", "things.example.com");
        return made && writtenBy(made->metadata, "kube-apiserver");
    }));
    CHECK_FALSE(writtenBy(cluster.find<apiextensionsv1::CustomResourceDefinition>("", "things.example.com")->metadata,
                          "kube-controller-manager"));
}

TEST_CASE("accounts that exist already are taken as they are") {
    Cluster cluster;
    const auto uid = [&] {
        return cluster.find<corev1::ServiceAccount>("kube-system", "job-controller")->metadata.uid;
    };
    const std::string before = uid();
    cluster.manager.reset();
    cluster.start();
    CHECK(uid() == before);
}

TEST_CASE("a service account that cannot be made keeps no controller from its work") {
    Cluster cluster;
    const std::string base = "/apis/admissionregistration.k8s.io/v1/";
    REQUIRE(cluster.harness
                .post(base + "validatingadmissionpolicies",
                      R"({"metadata":{"name":"none"},"spec":{"matchConstraints":{"resourceRules":[{)"
                      R"("operations":["CREATE"],"apiGroups":[""],"apiVersions":["v1"],)"
                      R"("resources":["serviceaccounts"]}]},"validations":[{"expression":"false"}]}})")
                .code == 201);
    REQUIRE(cluster.harness
                .post(base + "validatingadmissionpolicybindings",
                      R"({"metadata":{"name":"none"},"spec":{"policyName":"none","validationActions":["Deny"]}})")
                .code == 201);
    cluster.manager.reset();
    REQUIRE(client::remove<corev1::ServiceAccount>(*cluster.client, "kube-system", "replicaset-controller"));
    cluster.start();
    CHECK_FALSE(cluster.find<corev1::ServiceAccount>("kube-system", "replicaset-controller"));
    REQUIRE(client::create(*cluster.client, deployment("web", 1)));
    CHECK(cluster.eventually([&] { return cluster.all<corev1::Pod>("default").size() == 1; }));
}

TEST_CASE("an aggregated role has the rules of those that its selectors choose") {
    Cluster cluster;
    ClusterRole all;
    all.metadata.name = "all";
    all.aggregationRule.ensure().clusterRoleSelectors.emplace_back().matchLabels["in"] = "all";
    ClusterRole part;
    part.metadata.name = "part";
    part.metadata.labels["in"] = "all";
    auto& rule = part.rules.emplace_back();
    rule.apiGroups = {""};
    rule.resources = {"pods"};
    rule.verbs = {"get"};
    REQUIRE(client::create(*cluster.client, all));
    REQUIRE(client::create(*cluster.client, part));
    part.metadata.name = "same";
    REQUIRE(client::create(*cluster.client, part));
    const auto rules = [&] { return cluster.find<ClusterRole>("", "all")->rules; };
    REQUIRE(cluster.eventually([&] { return rules().size() == 1; }));
    CHECK(rules()[0].resources == std::vector<std::string>{"pods"});
    for (const char* name : {"part", "same"}) REQUIRE(client::remove<ClusterRole>(*cluster.client, "", name));
    REQUIRE(cluster.eventually([&] { return rules().empty(); }));
}

TEST_CASE("a token secret is filled, holds, and goes with its account") {
    Cluster cluster;
    corev1::ServiceAccount account;
    account.metadata.name = "robot";
    account.metadata.namespace_ = "default";
    REQUIRE(client::create(*cluster.client, account));
    Secret secret;
    secret.metadata.name = "robot-token";
    secret.metadata.namespace_ = "default";
    secret.metadata.annotations["kubernetes.io/service-account.name"] = "robot";
    secret.type = "kubernetes.io/service-account-token";
    REQUIRE(client::create(*cluster.client, secret));
    const auto now = [&] { return cluster.find<Secret>("default", "robot-token"); };
    REQUIRE(cluster.eventually([&] { return now()->data.contains("token"); }));
    CHECK(now()->data.at("namespace").data == "default");
    CHECK(now()->data.at("ca.crt").data == cluster.authority.certificatePem());
    CHECK(now()->metadata.annotations.at("kubernetes.io/service-account.uid") ==
          cluster.find<corev1::ServiceAccount>("default", "robot")->metadata.uid);
    const auto claims = cluster.harness.signer().verify(now()->data.at("token").data, cluster.harness.clock());
    REQUIRE(claims);
    CHECK(claims->subject == "system:serviceaccount:default:robot");
    CHECK(claims->secretUid == now()->metadata.uid);
    REQUIRE(client::remove<corev1::ServiceAccount>(*cluster.client, "default", "robot"));
    REQUIRE(cluster.eventually([&] { return !now(); }));
}
