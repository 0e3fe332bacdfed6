#include <doctest/doctest.h>

#include "engine/schema/api/rbacv1.h"
#include "tests/scenario/controllers/cluster.h"

using namespace armillary;
using namespace armillary::test;
using corev1::Secret;
using rbacv1::ClusterRole;

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
