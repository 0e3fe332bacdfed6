#include <doctest/doctest.h>

#include "engine/schema/api/authenticationv1.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/api/rbacv1.h"
#include "engine/server/api.h"
#include "engine/server/rbac_rules.h"
#include "engine/server/server.h"
#include "tests/contract/api/custom_objects.h"
#include "tests/contract/api/objects.h"
#include "tests/support/api/api_harness.h"

using namespace armillary;
using namespace armillary::test;

namespace {

const server::User kJane = ApiHarness::user("jane");

std::string message(const server::Response& response) {
    return ApiHarness::statusOf(response).message;
}

void grant(ApiHarness& harness, const std::string& rules) {
    const std::string base = "/apis/rbac.authorization.k8s.io/v1/namespaces/default/";
    REQUIRE(harness.post(base + "roles", R"({"metadata":{"name":"r"},"rules":[)" + rules + "]}").code == 201);
    REQUIRE(
        harness
            .post(
                base + "rolebindings",
                R"({"metadata":{"name":"r"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"r"},)"
                R"("subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"jane"}]})")
            .code == 201);
}

}  // namespace

TEST_CASE("refusals are worded as upstream") {
    ApiHarness harness;
    const auto listed = harness.sendAs(kJane, "GET", kPods);
    CHECK(listed.code == 403);
    CHECK(message(listed) ==
          R"(pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "default")");
    CHECK(
        message(harness.sendAs(kJane, "GET", kDeployments + "/d/scale")) ==
        R"(deployments.apps "d" is forbidden: User "jane" cannot get resource "deployments/scale" in API group "apps" in the namespace "default")");
    CHECK(
        message(harness.sendAs(kJane, "DELETE", "/api/v1/nodes")) ==
        R"(nodes is forbidden: User "jane" cannot deletecollection resource "nodes" in API group "" at the cluster scope)");
    CHECK(message(harness.sendAs(kJane, "GET", "/metrics")) == R"(forbidden: User "jane" cannot get path "/metrics")");
    CHECK(harness.sendAs(kJane, "GET", "/version").code == 200);
    CHECK(harness.sendAs(kJane, "GET", "/apis/apps/v1").code == 200);
}

TEST_CASE("rights are those of the verb, and of the name that a list selects") {
    ApiHarness harness;
    grant(harness,
          R"({"apiGroups":[""],"resources":["configmaps"],"verbs":["get","list","watch"],"resourceNames":["a"]})");
    harness.post(kMaps, configMap("a"));
    CHECK(harness.sendAs(kJane, "GET", kMaps + "/a").code == 200);
    CHECK(harness.sendAs(kJane, "GET", kMaps + "/b").code == 403);
    CHECK(harness.sendAs(kJane, "GET", kMaps).code == 403);
    CHECK(harness.sendAs(kJane, "GET", kMaps + "?fieldSelector=metadata.name%3Da").code == 200);
    CHECK(harness.sendAs(kJane, "GET", kMaps + "?watch=true").code == 403);
    CHECK(harness.sendAs(kJane, "PUT", kMaps + "/a", configMap("a")).code == 403);
    CHECK(harness.sendAs(kJane, "PATCH", kMaps + "/a", "{}", {{"content-type", "application/merge-patch+json"}}).code ==
          403);
    CHECK(harness.sendAs(kJane, "DELETE", kMaps + "/a").code == 403);
    CHECK(harness.sendAs(kJane, "POST", kMaps, configMap("c")).code == 403);
}

TEST_CASE("the name in a watch's path holds, whatever its selector says") {
    ApiHarness harness;
    const std::string any = R"({"apiGroups":[""],"resources":["configmaps"],"verbs":)";
    grant(harness, any + R"(["get","list","watch","deletecollection"],"resourceNames":["a"]})");
    harness.post(kMaps, configMap("a"));
    harness.post(kMaps, configMap("b"));
    const std::string one = "/api/v1/watch/namespaces/default/configmaps/a";
    const auto seen = [&](const std::string& target) { return WatchProbe(harness, target, kJane).takeNames(); };
    using Names = std::vector<std::string>;
    CHECK(seen(one) == Names{"ADDED a"});
    for (const std::string selector : {"metadata.name!%3Da", "metadata.name%3Db", "metadata.name%3D%3Db",
                                       "metadata.name!%3Da,metadata.namespace%3Ddefault"})
        CHECK_MESSAGE(seen(one + "?fieldSelector=" + selector) == Names{}, selector);
    for (const std::string selector : {"metadata.name%3Da", "metadata.name!%3Db", "metadata.namespace%3Ddefault"})
        CHECK_MESSAGE(seen(one + "?fieldSelector=" + selector) == Names{"ADDED a"}, selector);
    const auto since = ApiHarness::as<corev1::ConfigMap>(harness.get(kMaps + "/a")).metadata.resourceVersion;
    WatchProbe later(harness, one + "?fieldSelector=metadata.name!%3Da&resourceVersion=" + since, kJane);
    harness.patch(kMaps + "/b", "merge", R"({"data":{"k":"2"}})");
    CHECK(later.takeNames() == Names{});

    // The selector names the object only where it asks for that one alone.
    const auto code = [&](const std::string& method, const std::string& query) {
        return harness.sendAs(kJane, method, kMaps + query).code;
    };
    CHECK(code("GET", "?fieldSelector=metadata.name!%3Da") == 403);
    CHECK(code("GET", "?watch=true&fieldSelector=metadata.name!%3Da") == 403);
    CHECK(code("GET", "?fieldSelector=metadata.name%3Db") == 403);
    const auto none = harness.sendAs(kJane, "GET", kMaps + "?fieldSelector=metadata.name%3Da,metadata.name%3Db");
    CHECK(none.code == 200);
    CHECK(none.body.contains(R"("items":[])"));
    // What is deleted in bulk has no name, as upstream.
    CHECK(code("DELETE", "?fieldSelector=metadata.name%3Da") == 403);
    CHECK(code("DELETE", "?fieldSelector=metadata.name!%3Da") == 403);
    CHECK(harness.get(kMaps + "/b").code == 200);
}

TEST_CASE("the legacy path of watches is for GET alone") {
    ApiHarness harness;
    harness.post(kMaps, configMap("a"));
    for (const std::string path : {"namespaces/default/configmaps/a", "namespaces/default/configmaps", "configmaps"})
        for (const std::string method : {"DELETE", "PUT", "PATCH", "POST", "HEAD"})
            CHECK_MESSAGE(harness.send(method, "/api/v1/watch/" + path, configMap("a")).code == 405, method, path);
    CHECK(harness.get(kMaps + "/a").code == 200);
    CHECK(harness.send("DELETE", "/apis/apps/v1/watch/namespaces/default/deployments/d").code == 405);
    CHECK(ApiHarness::statusOf(harness.send("PUT", "/apis/apps/v1/watch/namespaces/default/deployments/d", "{}"))
              .message == "watch is not supported on resources of kind \"deployments.apps\"");
}

TEST_CASE("custom resources' watches keep to the path, too") {
    ApiHarness harness;
    define(harness, widgetDefinition("[" + widgetVersion(R"("size":{"type":"integer"})") + "]"));
    REQUIRE(harness.post(kWidgets, widget("a", "{}")).code == 201);
    REQUIRE(harness.post(kWidgets, widget("b", "{}")).code == 201);
    grant(harness, R"({"apiGroups":["example.com"],"resources":["widgets"],"verbs":["watch"],"resourceNames":["a"]})");
    const std::string one = "/apis/example.com/v1/watch/namespaces/default/widgets/a";
    using Names = std::vector<std::string>;
    CHECK(WatchProbe(harness, one, kJane).takeNames() == Names{"ADDED a"});
    CHECK(WatchProbe(harness, one + "?fieldSelector=metadata.name!%3Da", kJane).takeNames() == Names{});
    CHECK(harness.sendAs(kJane, "DELETE", one).code == 405);
    CHECK(harness.get(kWidgets + "/a").code == 200);
}

TEST_CASE("requests are authenticated by certificate and token") {
    ApiHarness harness;
    const auto handle = [&](server::Request request) {
        server::Reply reply = harness.api().handle(std::move(request));
        return std::get<server::Response>(reply);
    };
    server::Request request{.method = "GET", .path = "/api/v1/nodes"};
    CHECK(handle(request).code == 403);
    CHECK(message(handle(request)).find("User \"system:anonymous\"") != std::string::npos);
    request.headers = {{"authorization", "Bearer nonsense"}};
    CHECK(handle(request).code == 401);
    CHECK(message(handle(request)) == "Unauthorized");
    request.headers.clear();
    request.peer = server::PeerCertificate{"root", {"system:masters"}};
    CHECK(handle(request).code == 200);
    request.headers = {{"impersonate-user", "jane"}};
    CHECK(message(handle(request)).find("User \"jane\"") != std::string::npos);
    CHECK(handle({.method = "GET", .path = "/readyz"}).code == 200);
}

TEST_CASE("administrators are made by a binding; what speaks to agents may do that alone") {
    ApiHarness harness;
    const server::User admin = ApiHarness::user("kubernetes-admin", {"kubeadm:cluster-admins"});
    const server::User proxy = ApiHarness::user("kube-apiserver-kubelet-client");
    CHECK(harness.sendAs(admin, "GET", "/api/v1/secrets").code == 200);
    CHECK(harness
              .sendAs(admin, "POST", "/apis/rbac.authorization.k8s.io/v1/clusterroles",
                      R"({"metadata":{"name":"all"},"rules":[{"apiGroups":["*"],"resources":["*"],"verbs":["*"]}]})")
              .code == 201);
    CHECK(harness.sendAs(proxy, "GET", "/api/v1/nodes").code == 200);
    CHECK(harness.sendAs(proxy, "GET", "/api/v1/secrets").code == 403);
    CHECK(harness.sendAs(proxy, "POST", kMaps, configMap("a")).code == 403);
    CHECK(harness.sendAs(proxy, "GET", "/api/v1/nodes/none/proxy/").code == 404);
    REQUIRE(harness.remove("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/kubeadm:cluster-admins").code ==
            200);
    CHECK(harness.sendAs(admin, "GET", "/api/v1/secrets").code == 403);
}

TEST_CASE("every answer to a connection tells its audit ID, be it the client's own") {
    ApiHarness harness;
    const auto header = [](const server::Response& response, std::string_view name) {
        const auto found = std::ranges::find(response.headers, name, &std::pair<std::string, std::string>::first);
        return found == response.headers.end() ? std::string() : found->second;
    };
    const auto handle = [&](server::Request request) {
        server::Reply reply = harness.api().handle(std::move(request));
        return std::get<server::Response>(reply);
    };
    server::Request request{.method = "GET", .path = "/version"};
    const std::string first = header(handle(request), "Audit-Id");
    CHECK(first.size() == 36);
    CHECK(header(handle(request), "Audit-Id") != first);
    request.headers = {{"audit-id", "mine"}};
    CHECK(header(handle(request), "Audit-Id") == "mine");
    request.headers.emplace_back("authorization", "Bearer nonsense");
    const auto refused = handle(request);
    CHECK(refused.code == 401);
    CHECK(header(refused, "Audit-Id") == "mine");
    CHECK(header(refused, "Cache-Control") == "no-cache, private");
}

TEST_CASE("a refusal comes in the encoding that is asked for") {
    ApiHarness harness;
    const auto refused = [&](const std::string& accept, const std::string& agent = "kubectl") {
        server::Reply reply = harness.api().handle(
            {.method = "GET",
             .path = "/api/v1/nodes",
             .headers = {{"accept", accept}, {"user-agent", agent}, {"authorization", "Bearer nonsense"}}});
        return std::get<server::Response>(reply);
    };
    CHECK(refused("").body.starts_with(R"({"kind":"Status")"));
    CHECK(refused("", "curl/8").body.starts_with("{\n  \"kind\": \"Status\""));
    CHECK(refused("application/yaml").body.contains("message: Unauthorized\n"));
    CHECK(refused("application/yaml").contentType == "application/yaml");
    const auto binary = refused("application/vnd.kubernetes.protobuf,application/json");
    CHECK(binary.contentType == "application/vnd.kubernetes.protobuf");
    CHECK(binary.body.starts_with(std::string_view("k8s\0", 4)));
    // The first error stays, whatever comes of the second.
    CHECK(refused("text/html").code == 401);
    CHECK(refused("text/html").body.starts_with("{\n  \"kind\": \"Status\""));
}

TEST_CASE("a service account's token opens its own rights") {
    ApiHarness harness;
    const auto made = harness.post("/api/v1/namespaces/default/serviceaccounts/default/token",
                                   R"({"spec":{"expirationSeconds":3600}})");
    REQUIRE_MESSAGE(made.code == 201, made.body);
    const auto token = ApiHarness::as<authenticationv1::TokenRequest>(made).status.token;
    server::Request request{.method = "GET",
                            .path = "/api/v1/namespaces/default/secrets",
                            .headers = {{"authorization", "Bearer " + token}}};
    server::Reply reply = harness.api().handle(request);
    CHECK(message(std::get<server::Response>(reply))
              .find(R"(User "system:serviceaccount:default:default" cannot list resource "secrets")") !=
          std::string::npos);
    CHECK(harness.post("/api/v1/namespaces/default/serviceaccounts/none/token", "{}").code == 404);
}

TEST_CASE("reviews answer and store nothing") {
    ApiHarness harness;
    const auto before = harness.store().current();
    const auto review =
        harness.sendAs(kJane, "POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                       R"({"spec":{"resourceAttributes":{"verb":"list","resource":"pods","namespace":"default"}}})");
    CHECK(review.code == 201);
    CHECK(review.body.find(R"("allowed":false)") != std::string::npos);
    CHECK(harness.sendAs(kJane, "POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}")
              .body.find("\"jane\"") != std::string::npos);
    CHECK(harness.store().current() == before);
}

namespace {

struct LocalEvents : server::ObjectWatcher {
    std::vector<std::string> names;
    bool deliver(watch::EventType as, const ObjectRef& object) override {
        names.push_back(std::to_string(static_cast<int>(as)) + object->name());
        return true;
    }
    void progress(watch::Revision) override {}
    void ended() override {}
};

}  // namespace

TEST_CASE("in process: the same rights, shared objects") {
    ApiHarness harness;
    harness.post(kMaps, configMap("a"));
    server::ObjectsQuery query{.resource = &resources::resourceOf<corev1::ConfigMap>(), .namespace_ = "default"};
    CHECK(harness.api().listObjects(kJane, query).error().code == 403);
    CHECK(harness.api().watchObjects(kJane, query, std::make_shared<LocalEvents>()).error().code == 403);
    const auto list = harness.api().listObjects(ApiHarness::admin(), query);
    REQUIRE(list);
    REQUIRE(list->items.size() == 1);
    CHECK(list->items[0] == harness.cache().get("/configmaps", "default", "a"));
    auto events = std::make_shared<LocalEvents>();
    query.resourceVersion = list->resourceVersion;
    auto watch = harness.api().watchObjects(ApiHarness::admin(), query, events);
    REQUIRE(watch);
    harness.post(kMaps, configMap("b"));
    harness.remove(kMaps + "/a");
    watch->reset();
    harness.post(kMaps, configMap("c"));
    CHECK(events->names == std::vector<std::string>{"0b", "2a"});
}

TEST_CASE("streams are handed to the pod's node") {
    ApiHarness harness;
    REQUIRE(harness.post("/api/v1/nodes", R"({"metadata":{"name":"n1"}})").code == 201);
    REQUIRE(
        harness
            .patch(
                "/api/v1/nodes/n1/status", "merge",
                R"({"status":{"addresses":[{"type":"InternalIP","address":"192.0.2.7"}],"daemonEndpoints":{"kubeletEndpoint":{"Port":10333}}}})")
            .code == 200);
    harness.post(
        kPods,
        R"({"metadata":{"name":"two"},"spec":{"containers":[{"name":"a","image":"i"},{"name":"b","image":"i"}]}})");
    CHECK(message(harness.send("POST", kPods + "/two/exec?container=a&command=ls")) ==
          "pod two does not have a host assigned");
    harness.post(kPods + "/two/binding", R"({"metadata":{"name":"two"},"target":{"kind":"Node","name":"n1"}})");
    CHECK(message(harness.get(kPods + "/two/log")) ==
          "a container name must be specified for pod two, choose one of: [a b]");
    CHECK(message(harness.get(kPods + "/two/log?container=x")) == "container x is not valid for pod two");
    const auto reply =
        harness.reply(ApiHarness::admin(), "GET",
                      kPods + "/two/exec?container=b&command=sh&command=-c&stdin=true&stdout=true&tty=true");
    const auto& proxy = std::get<server::ProxyReply>(reply);
    CHECK(proxy.tls);
    CHECK(proxy.host == "192.0.2.7");
    CHECK(proxy.port == 10333);
    CHECK(proxy.serverName == "n1");
    CHECK(proxy.target == "/exec/default/two/b?input=1&output=1&tty=1&command=sh&command=-c");
    const auto log = harness.reply(ApiHarness::admin(), "GET", kPods + "/two/log?container=a&follow=true&tailLines=5");
    CHECK(std::get<server::ProxyReply>(log).target == "/containerLogs/default/two/a?follow=true&tailLines=5");
    const auto node = harness.reply(ApiHarness::admin(), "GET", "/api/v1/nodes/n1/proxy/stats/summary?only=cpu");
    CHECK(std::get<server::ProxyReply>(node).target == "/stats/summary?only=cpu");
    CHECK(harness.sendAs(kJane, "GET", kPods + "/two/log").code == 403);
}

TEST_CASE("a start gives the default roles and bindings back what they have lost, but for those that opt out") {
    ApiHarness harness;
    const std::string base = "/apis/rbac.authorization.k8s.io/v1/",
                      view = base + "clusterroles/system:aggregate-to-view",
                      edit = base + "clusterroles/system:aggregate-to-edit",
                      discovery = base + "clusterrolebindings/system:discovery",
                      basic = base + "clusterrolebindings/system:basic-user";
    const auto whole = ApiHarness::as<rbacv1::ClusterRole>(harness.get(view));
    const std::string own = R"({"rules":[{"apiGroups":["example.com"],"resources":["things"],"verbs":["get"]}]})";
    REQUIRE(harness.patch(view, "merge", own).code == 200);
    REQUIRE(harness.patch(edit, "merge", own).code == 200);
    const std::string optOut =
        R"({"metadata":{"annotations":{"rbac.authorization.kubernetes.io/autoupdate":"false"}}})";
    REQUIRE(harness.patch(edit, "merge", optOut).code == 200);
    REQUIRE(harness.patch(discovery, "merge", R"({"subjects":null})").code == 200);
    REQUIRE(harness.remove(basic).code == 200);
    REQUIRE(harness
                .post(base + "clusterrolebindings",
                      R"({"metadata":{"name":"system:basic-user"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io",)"
                      R"("kind":"ClusterRole","name":"view"}})")
                .code == 201);
    const auto before =
        ApiHarness::as<rbacv1::ClusterRoleBinding>(harness.get(base + "clusterrolebindings/system:node"));

    REQUIRE(server::bootstrap(harness.api(), harness.health(), {}, "192.0.2.1", 6443));
    const auto restored = ApiHarness::as<rbacv1::ClusterRole>(harness.get(view));
    CHECK(restored.rules.front().resources == std::vector<std::string>{"things"});
    CHECK_FALSE(server::escalation(kJane, restored.rules, whole.rules));
    CHECK(ApiHarness::as<rbacv1::ClusterRole>(harness.get(edit)).rules.size() == 1);
    CHECK(ApiHarness::as<rbacv1::ClusterRoleBinding>(harness.get(discovery)).subjects.size() == 1);
    CHECK(ApiHarness::as<rbacv1::ClusterRoleBinding>(harness.get(basic)).roleRef.name == "system:basic-user");
    CHECK(ApiHarness::as<rbacv1::ClusterRoleBinding>(harness.get(base + "clusterrolebindings/system:node"))
              .metadata.resourceVersion == before.metadata.resourceVersion);
}
