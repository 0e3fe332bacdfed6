#include "engine/server/authz.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/schema/json_codec.h"
#include "engine/server/rbac_rules.h"
#include "tests/unit/auth/fake_cache.h"

using namespace armillary;
using server::Attributes;
using server::User;

namespace {

struct World {
    test::FakeCache cache;
    std::unique_ptr<server::Authorizer> authorizer;

    World() {
        test::loadBootstrapPolicy(cache);
        authorizer = server::makeAuthorizer(cache);
    }

    server::Decision ask(const User& user, std::string verb, std::string resource, std::string namespace_ = {},
                         std::string name = {}, std::string group = {}) {
        Attributes attributes{
            .user = user, .verb = verb, .group = group, .version = "v1", .namespace_ = namespace_, .name = name};
        std::size_t slash = resource.find('/');
        attributes.resource = resource.substr(0, slash);
        if (slash != resource.npos) attributes.subresource = resource.substr(slash + 1);
        return authorizer->authorize(attributes);
    }
    bool may(const User& user, std::string verb, std::string resource, std::string namespace_ = {},
             std::string name = {}, std::string group = {}) {
        return ask(user, verb, resource, namespace_, name, group).allowed;
    }
    bool mayPath(const User& user, std::string path) {
        return authorizer->authorize({.user = user, .verb = "get", .path = path}).allowed;
    }

    void bind(const std::string& namespace_, const std::string& name, const std::string& role,
              const std::string& subject) {
        std::string meta = R"("metadata":{"name":")" + name + R"(","namespace":")" + namespace_ + R"("})";
        std::string kind = namespace_.empty() ? "ClusterRoleBinding" : "RoleBinding";
        cache.putJson(namespace_.empty() ? "rbac.authorization.k8s.io/clusterrolebindings"
                                         : "rbac.authorization.k8s.io/rolebindings",
                      R"({"apiVersion":"rbac.authorization.k8s.io/v1","kind":")" + kind + R"(",)" + meta +
                          R"(,"subjects":[)" + subject +
                          R"(],"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":")" +
                          role + R"("}})");
    }
};

User user(std::string name, std::vector<std::string> groups = {}) {
    groups.push_back("system:authenticated");
    return {.name = std::move(name), .groups = std::move(groups)};
}

const std::string kJane = R"({"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"jane"})";

}  // namespace

TEST_CASE("system:masters may do everything, a stranger next to nothing") {
    World world;
    CHECK(world.may(user("root", {"system:masters"}), "delete", "nodes", "", "one"));
    User stranger = user("stranger");
    CHECK_FALSE(world.may(stranger, "list", "pods", "default"));
    CHECK(world.may(stranger, "create", "selfsubjectaccessreviews", "", "", "authorization.k8s.io"));
    CHECK(world.mayPath(stranger, "/apis/apps/v1"));
    CHECK(world.mayPath(stranger, "/version"));
    CHECK_FALSE(world.mayPath(stranger, "/metrics"));
    User anonymous{.name = "system:anonymous", .groups = {"system:unauthenticated"}};
    CHECK(world.mayPath(anonymous, "/healthz"));
    CHECK_FALSE(world.mayPath(anonymous, "/apis"));
    CHECK(world.may(anonymous, "get", "configmaps", "kube-public", "cluster-info"));
    CHECK_FALSE(world.may(anonymous, "get", "configmaps", "kube-public", "other"));
}

TEST_CASE("a binding takes effect at once and ends at once") {
    World world;
    User jane = user("jane");
    CHECK_FALSE(world.may(jane, "get", "pods", "shop"));
    world.bind("shop", "jane-edits", "edit", kJane);
    CHECK(world.may(jane, "get", "pods", "shop"));
    CHECK(world.may(jane, "get", "pods/log", "shop"));
    CHECK(world.may(jane, "create", "pods/exec", "shop"));
    CHECK(world.may(jane, "update", "deployments/scale", "shop", "web", "apps"));
    CHECK_FALSE(world.may(jane, "create", "rolebindings", "shop", "", "rbac.authorization.k8s.io"));
    CHECK_FALSE(world.may(jane, "get", "pods", "other"));
    CHECK_FALSE(world.may(jane, "get", "nodes"));
    CHECK(world.ask(jane, "get", "pods", "shop").reason ==
          "RBAC: allowed by RoleBinding \"jane-edits/shop\" of ClusterRole \"edit\" to User \"jane\"");

    world.bind("shop", "jane-edits", "view", kJane);
    CHECK(world.may(jane, "list", "pods", "shop"));
    CHECK_FALSE(world.may(jane, "delete", "pods", "shop"));
    CHECK_FALSE(world.may(jane, "get", "secrets", "shop"));
    world.cache.remove("rbac.authorization.k8s.io/rolebindings", "shop", "jane-edits");
    CHECK_FALSE(world.may(jane, "get", "pods", "shop"));
}

TEST_CASE("a binding to a role that is absent gives its name as the reason") {
    World world;
    world.bind("", "ghost", "ghost", kJane);
    auto decision = world.ask(user("jane"), "get", "pods", "shop");
    CHECK_FALSE(decision.allowed);
    CHECK(decision.reason == "RBAC: clusterrole.rbac.authorization.k8s.io \"ghost\" not found");
}

TEST_CASE("groups and service accounts are subjects") {
    World world;
    world.bind("shop", "a", "view", R"({"kind":"ServiceAccount","name":"web","namespace":"other"})");
    world.bind("shop", "b", "view", R"({"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"dev"})");
    CHECK(world.may(user("system:serviceaccount:other:web"), "list", "pods", "shop"));
    CHECK_FALSE(world.may(user("system:serviceaccount:shop:web"), "list", "pods", "shop"));
    CHECK(world.may(user("x", {"dev"}), "list", "pods", "shop"));
    CHECK(world.may(user("system:serviceaccount:kube-system:deployment-controller"), "create", "replicasets", "shop",
                    "", "apps"));
    CHECK_FALSE(world.may(user("system:serviceaccount:kube-system:deployment-controller"), "create", "pods", "shop"));
}

TEST_CASE("a role labelled for aggregation widens the role that aggregates it") {
    World world;
    world.bind("shop", "a", "view", kJane);
    CHECK_FALSE(world.may(user("jane"), "list", "widgets", "shop", "", "example.com"));
    world.cache.putJson(
        "rbac.authorization.k8s.io/clusterroles",
        R"({"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"widgets",)"
        R"("labels":{"rbac.authorization.k8s.io/aggregate-to-view":"true"}},)"
        R"("rules":[{"apiGroups":["example.com"],"resources":["widgets"],"verbs":["list"]}]})");
    CHECK(world.may(user("jane"), "list", "widgets", "shop", "", "example.com"));
    world.cache.remove("rbac.authorization.k8s.io/clusterroles", "", "widgets");
    CHECK_FALSE(world.may(user("jane"), "list", "widgets", "shop", "", "example.com"));
}

TEST_CASE("rules match names, wildcards and subresources as upstream's do") {
    auto allows = [](rbacv1::PolicyRule rule, std::string verb, std::string resource, std::string subresource,
                     std::string name) {
        return server::allows(rule, {.verb = verb, .resource = resource, .subresource = subresource, .name = name});
    };
    rbacv1::PolicyRule rule{{"get"}, {""}, {"pods"}, {}, {}};
    CHECK(allows(rule, "get", "pods", "", "x"));
    CHECK_FALSE(allows(rule, "get", "pods", "log", "x"));
    CHECK_FALSE(allows(rule, "list", "pods", "", ""));
    rule = {{"*"}, {"*"}, {"*/scale"}, {}, {}};
    CHECK(allows(rule, "update", "deployments", "scale", "x"));
    CHECK_FALSE(allows(rule, "update", "deployments", "", "x"));
    rule = {{"get"}, {""}, {"secrets"}, {"a", "b"}, {}};
    CHECK(allows(rule, "get", "secrets", "", "b"));
    CHECK_FALSE(allows(rule, "get", "secrets", "", "c"));
    CHECK_FALSE(allows(rule, "get", "secrets", "", ""));
}

TEST_CASE("nobody can grant what he does not hold") {
    User jane{.name = "jane", .groups = {"dev", "system:authenticated"}};
    std::vector<rbacv1::PolicyRule> held{{{"get", "list"}, {""}, {"pods"}, {}, {}}};
    CHECK_FALSE(server::escalation(jane, held, {{{"get"}, {""}, {"pods"}, {}, {}}}));
    CHECK_FALSE(server::escalation(jane, held, {{{"get"}, {""}, {"pods"}, {"x"}, {}}}));
    CHECK_FALSE(server::escalation(jane, server::everything(),
                                   {{{"use"}, {"x"}, {"y/z"}, {}, {}}, {{"get"}, {}, {}, {}, {"/metrics"}}}));
    auto text = server::escalation(jane, held, {{{"get", "delete", "patch"}, {""}, {"pods", "secrets"}, {}, {}}});
    REQUIRE(text);
    CHECK(*text ==
          "user \"jane\" (groups=[\"dev\" \"system:authenticated\"]) is attempting to grant RBAC permissions not "
          "currently held:\n"
          "{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"delete\" \"patch\"]}\n"
          "{APIGroups:[\"\"], Resources:[\"secrets\"], Verbs:[\"get\" \"delete\" \"patch\"]}");
}

TEST_CASE("a denial is worded as upstream words it") {
    Attributes asked{
        .user = user("jane"), .verb = "list", .group = "apps", .resource = "deployments", .namespace_ = "shop"};
    CHECK(server::denied(asked, "").message ==
          "deployments.apps is forbidden: User \"jane\" cannot list resource \"deployments\" in API group \"apps\" in "
          "the namespace \"shop\"");
    asked = {.user = user("jane"), .verb = "get", .resource = "pods", .subresource = "log", .name = "web"};
    CHECK(server::denied(asked, "because").message ==
          "pods \"web\" is forbidden: User \"jane\" cannot get resource \"pods/log\" in API group \"\" at the cluster "
          "scope: because");
    asked = {.user = user("jane"), .verb = "get", .path = "/metrics"};
    CHECK(server::denied(asked, "").message == "forbidden: User \"jane\" cannot get path \"/metrics\"");
}

TEST_CASE("the bootstrap policy is labelled and complete") {
    auto documents = server::bootstrapPolicy();
    CHECK(documents.size() > 100);
    for (const std::string& document : documents) {
        CHECK(document.find("\"kubernetes.io/bootstrapping\":\"rbac-defaults\"") != document.npos);
        CHECK(document.find("\"rbac.authorization.kubernetes.io/autoupdate\":\"true\"") != document.npos);
        auto head = schema::readHead(document);
        REQUIRE(head);
        if (head->name == "admin") {
            CHECK(document.find("localsubjectaccessreviews") != document.npos);
            CHECK(document.find("endpointslices") != document.npos);
            CHECK(document.find("pods/exec") != document.npos);
        }
    }
}

TEST_CASE("the default cluster roles and bindings are upstream's; all others say whose they are") {
    std::map<std::string, std::set<std::string>> named;
    for (const std::string& document : server::bootstrapPolicy()) {
        const auto head = schema::readHead(document).value();
        const bool others = head.name.starts_with("armillary:") || head.name.starts_with("kubeadm:");
        const bool controllers = head.name.starts_with("system:controller:");
        if (head.namespace_.empty() && !others && !controllers) named[head.kind].insert(head.name);
    }
    const std::string requests = "system:certificates.k8s.io:certificatesigningrequests:";
    const std::string approvers = "system:certificates.k8s.io:";
    CHECK(named["ClusterRole"] == std::set<std::string>{"admin",
                                                        "cluster-admin",
                                                        "edit",
                                                        "system:aggregate-to-admin",
                                                        "system:aggregate-to-edit",
                                                        "system:aggregate-to-view",
                                                        "system:aggregated-metrics-reader",
                                                        "system:auth-delegator",
                                                        "system:basic-user",
                                                        requests + "nodeclient",
                                                        requests + "selfnodeclient",
                                                        approvers + "kube-apiserver-client-approver",
                                                        approvers + "kube-apiserver-client-kubelet-approver",
                                                        approvers + "kubelet-serving-approver",
                                                        approvers + "legacy-unknown-approver",
                                                        "system:discovery",
                                                        "system:heapster",
                                                        "system:kube-aggregator",
                                                        "system:kube-controller-manager",
                                                        "system:kube-dns",
                                                        "system:kube-scheduler",
                                                        "system:kubelet-api-admin",
                                                        "system:monitoring",
                                                        "system:node",
                                                        "system:node-bootstrapper",
                                                        "system:node-problem-detector",
                                                        "system:node-proxier",
                                                        "system:persistent-volume-provisioner",
                                                        "system:public-info-viewer",
                                                        "system:service-account-issuer-discovery",
                                                        "system:volume-scheduler",
                                                        "view"});
    CHECK(named["ClusterRoleBinding"] == std::set<std::string>{
                                             "cluster-admin",
                                             "system:basic-user",
                                             "system:discovery",
                                             "system:kube-controller-manager",
                                             "system:kube-dns",
                                             "system:kube-scheduler",
                                             "system:monitoring",
                                             "system:node",
                                             "system:node-proxier",
                                             "system:public-info-viewer",
                                             "system:service-account-issuer-discovery",
                                             "system:volume-scheduler",
                                         });
}

/// Upstream holds this of its own roles: a client that lists by a watch needs both.
TEST_CASE("a controller that may list something may watch it too") {
    for (const std::string& document : server::bootstrapPolicy()) {
        const auto head = schema::readHead(document).value();
        if (head.kind != "ClusterRole" || !head.name.contains(":controller:")) continue;
        const auto role = schema::fromJson<rbacv1::ClusterRole>(document).value();
        for (const rbacv1::PolicyRule& rule : role.rules) {
            const bool lists = std::ranges::contains(rule.verbs, "list");
            CHECK_MESSAGE((!lists || std::ranges::contains(rule.verbs, "watch")), head.name);
        }
    }
}

TEST_CASE("controllers have upstream's rights, and this program's own no more than they use") {
    World world;
    const auto account = [](const std::string& name) {
        return user("system:serviceaccount:kube-system:" + name,
                    {"system:serviceaccounts", "system:serviceaccounts:kube-system"});
    };
    const std::string signers = "signers", group = "certificates.k8s.io";
    CHECK(world.may(account("certificate-controller"), "approve", signers, "",
                    "kubernetes.io/kube-apiserver-client-kubelet", group));
    CHECK(world.may(account("certificate-controller"), "approve", signers, "", "kubernetes.io/kubelet-serving", group));
    CHECK_FALSE(
        world.may(account("certificate-controller"), "approve", signers, "", "kubernetes.io/legacy-unknown", group));
    CHECK(world.may(account("token-cleaner"), "delete", "secrets", "kube-system", "bootstrap-token-abcdef"));
    CHECK_FALSE(world.may(account("token-cleaner"), "delete", "secrets", "default", "mine"));
    CHECK(world.may(account("persistent-volume-provisioner"), "create", "persistentvolumes"));
    CHECK_FALSE(world.may(account("persistent-volume-provisioner"), "list", "secrets"));
    CHECK_FALSE(world.may(account("persistent-volume-binder"), "get", "secrets", "default", "mine"));
    CHECK(world.may(account("persistent-volume-binder"), "watch", "nodes"));
    // What it reads comes from the manager's informers, upstream as here.
    CHECK_FALSE(world.may(account("disruption-controller"), "list", "pods"));
    CHECK(world.may(account("disruption-controller"), "patch", "pods/status", "default", "web"));
    CHECK_FALSE(world.may(account("deployment-controller"), "patch", "deployments", "default", "web", "apps"));
    CHECK(world.may(account("namespace-controller"), "deletecollection", "widgets", "default", "", "example.com"));
    CHECK_FALSE(world.may(account("taint-eviction-controller"), "delete", "pods", "default", "web"));
    const User manager = user("system:kube-controller-manager");
    CHECK(world.may(manager, "watch", "widgets", "", "", "example.com"));
    CHECK(world.may(manager, "create", "serviceaccounts", "kube-system"));
    CHECK_FALSE(world.may(manager, "create", "pods", "default"));
    CHECK(world.may(manager, "get", "configmaps", "kube-system", "extension-apiserver-authentication"));
}
