#include <doctest/doctest.h>

#include <atomic>
#include <format>

#include "engine/schema/api/apidiscoveryv2.h"
#include "engine/schema/text.h"
#include "tests/contract/api/objects.h"
#include "tests/support/api/served_api.h"
#include "tests/support/api/tls_server.h"

namespace armillary::test {
namespace {

using namespace std::chrono_literals;
using Reply = TlsServer::Reply;

const std::string kServices = "/apis/apiregistration.k8s.io/v1/apiservices";
const std::string kName = "v1beta1.metrics.example.com";

/// An API with another server behind it, for the group metrics.example.com.
struct Aggregated {
    ServedCredentials credentials;
    ApiHarness harness{{.frontProxy = credentials.issue("front-proxy-client", {}, false)}};
    std::string stream;  ///< sent raw for /watch
    std::atomic<bool> isBroken = false;
    TlsServer other{credentials.issue("metrics.kube-system.svc", {}, true),
                    [this](const TlsServer::Request& request) { return answer(request); },
                    credentials.authority.certificatePem()};

    Reply answer(const TlsServer::Request& request) {
        if (isBroken) return {.code = 500, .body = "broken", .contentType = "text/plain"};
        if (request.target == "/apis/metrics.example.com/v1beta1")
            return {
                .body =
                    R"({"kind":"APIResourceList","groupVersion":"metrics.example.com/v1beta1","resources":[)"
                    R"({"name":"nodes","singularName":"node","namespaced":false,"kind":"NodeMetrics","verbs":["get","list"]},)"
                    R"({"name":"nodes/status","namespaced":false,"kind":"NodeMetrics","verbs":["get"]}]})"};
        if (request.target.starts_with("/apis/metrics.example.com/v1beta1/nodes"))
            return {.body = R"({"kind":"NodeMetricsList","items":[]})"};
        if (request.target == "/openapi/v3/apis/metrics.example.com/v1beta1") return {.body = R"({"openapi":"3.0.0"})"};
        if (request.target == "/openapi/v2")
            return {
                .body =
                    R"({"swagger":"2.0","paths":{"/apis/metrics.example.com/v1beta1/nodes":{"get":{}},)"
                    R"("/apis/apps/v1/evil":{"get":{}}},"definitions":{"com.example.NodeMetrics":{"type":"object"}}})"};
        if (!stream.empty()) return {.raw = stream};
        return {.code = 404, .body = "404 page not found", .contentType = "text/plain"};
    }

    Aggregated() {
        std::string ca;
        schema::appendBase64(ca, credentials.authority.certificatePem());
        created(
            kServices,
            std::format(R"({{"metadata":{{"name":"{}"}},"spec":{{"group":"metrics.example.com","version":"v1beta1",)"
                        R"("groupPriorityMinimum":100,"versionPriority":100,"caBundle":"{}",)"
                        R"("service":{{"namespace":"kube-system","name":"metrics"}}}}}})",
                        kName, ca));
        created("/api/v1/namespaces/kube-system/services",
                R"({"metadata":{"name":"metrics"},"spec":{"ports":[{"port":443}]}})");
        // Loopback is no address for an endpoint: the slice is written past the API's validation.
        REQUIRE(harness.store().create(
            "/registry/discovery.k8s.io/endpointslices/kube-system/metrics-1",
            std::format(
                R"({{"kind":"EndpointSlice","apiVersion":"discovery.k8s.io/v1","metadata":{{"name":"metrics-1",)"
                R"("namespace":"kube-system","labels":{{"kubernetes.io/service-name":"metrics"}}}},)"
                R"("addressType":"IPv4","endpoints":[{{"addresses":["127.0.0.1"]}}],)"
                R"("ports":[{{"name":"","port":{}}}]}})",
                other.port())));
    }
    void created(const std::string& path, const std::string& body) {
        const auto response = harness.post(path, body);
        REQUIRE_MESSAGE(response.code == 201, response.body);
    }
    void setAvailable(bool available) {
        const auto response = harness.patch(
            kServices + "/" + kName + "/status", "merge",
            std::format(R"({{"status":{{"conditions":[{{"type":"Available","status":"{}","reason":"Passed",)"
                        R"("lastTransitionTime":"2020-01-01T00:00:00Z"}}]}}}})",
                        available ? "True" : "False"));
        REQUIRE_MESSAGE(response.code == 200, response.body);
    }
};

std::string aggregatedAccept() {
    return "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
}

}  // namespace

TEST_CASE("An aggregated group is answered by its server, in the user's name") {
    Aggregated world;
    const auto before = world.harness.get("/apis/metrics.example.com/v1beta1/nodes");
    CHECK(before.code == 503);
    CHECK(before.body == "service unavailable\n");
    world.setAvailable(true);
    server::User user = ApiHarness::user("jane", {"system:masters"});
    user.extra = {{"Example.com/Team", {"a", "b"}}};
    const auto answer = world.harness.sendAs(user, "GET", "/apis/metrics.example.com/v1beta1/nodes?limit=5");
    CHECK(answer.code == 200);
    CHECK(answer.body.contains("NodeMetricsList"));
    const auto request = world.other.requests().back();
    CHECK(request.peerName == "front-proxy-client");
    CHECK(request.target == "/apis/metrics.example.com/v1beta1/nodes?limit=5");
    CHECK(request.header("x-remote-user") == "jane");
    CHECK(request.header("x-remote-group") == "system:masters");
    CHECK(request.header("x-remote-extra-example.com%2fteam") == "a");
    // Rights are checked here as well.
    CHECK(world.harness.sendAs(ApiHarness::user("joe"), "GET", "/apis/metrics.example.com/v1beta1/nodes").code == 403);
}

TEST_CASE("An aggregated group shows in discovery, with what its server says of it") {
    Aggregated world;
    world.setAvailable(true);
    CHECK(world.harness.get("/apis").body.contains(R"("groupVersion":"metrics.example.com/v1beta1")"));
    CHECK(world.harness.get("/apis").body.contains(R"("name":"apps")"));
    CHECK(world.harness.get("/apis/metrics.example.com").body.contains(R"("preferredVersion")"));
    CHECK(world.harness.get("/apis/metrics.example.com/v1beta1").body.contains("NodeMetrics"));
    CHECK(world.harness.get("/apis/unknown.example.com").code == 404);
    const auto list = [&] {
        const auto response = world.harness.send("GET", "/apis", {}, {{"accept", aggregatedAccept()}});
        return schema::fromJson<apidiscoveryv2::APIGroupDiscoveryList>(response.body).value();
    };
    auto group = list().items.back();
    CHECK(group.metadata.name == "metrics.example.com");
    REQUIRE(group.versions.size() == 1);
    CHECK(group.versions[0].freshness == "Current");
    REQUIRE(group.versions[0].resources.size() == 1);
    CHECK(group.versions[0].resources[0].resource == "nodes");
    CHECK(group.versions[0].resources[0].subresources.size() == 1);
    // What was known stays, marked as old.
    world.setAvailable(false);
    group = list().items.back();
    CHECK(group.versions[0].freshness == "Stale");
    CHECK(group.versions[0].resources.size() == 1);
    const auto whole = world.harness.send("GET", "/apis", {}, {{"accept", aggregatedAccept()}});
    std::string tag;
    for (const auto& [name, value] : whole.headers)
        if (name == "Etag") tag = value;
    CHECK(world.harness.send("GET", "/apis", {}, {{"accept", aggregatedAccept()}, {"if-none-match", tag}}).code == 304);
}

TEST_CASE("A group whose available server does not answer is told of as old") {
    Aggregated world;
    world.setAvailable(true);
    world.isBroken = true;
    const auto version = [&] {
        const auto response = world.harness.send("GET", "/apis", {}, {{"accept", aggregatedAccept()}});
        return schema::fromJson<apidiscoveryv2::APIGroupDiscoveryList>(response.body).value().items.back().versions[0];
    };
    CHECK(version().freshness == "Stale");
    CHECK(version().resources.empty());
    world.isBroken = false;
    world.harness.clock().advance(11s);
    CHECK(version().freshness == "Current");
    CHECK(version().resources.size() == 1);
    world.isBroken = true;
    world.harness.clock().advance(61s);
    CHECK(version().freshness == "Stale");
    CHECK(version().resources.size() == 1);
}

TEST_CASE("An aggregated group's OpenAPI is served with the cluster's own") {
    Aggregated world;
    world.setAvailable(true);
    const std::string path = "/openapi/v3/apis/metrics.example.com/v1beta1";
    CHECK(world.harness.get("/openapi/v3")
              .body.contains(R"("apis/metrics.example.com/v1beta1":{"serverRelativeURL":")" + path));
    CHECK(world.harness.get(path).body == R"({"openapi":"3.0.0"})");
    const std::string merged = world.harness.get("/openapi/v2").body;
    CHECK(merged.contains(R"("/apis/metrics.example.com/v1beta1/nodes":)"));
    CHECK(merged.contains("com.example.NodeMetrics"));
    CHECK(merged.contains(R"("/apis/apps/v1/namespaces/{namespace}/deployments":)"));
    CHECK(!merged.contains("/apis/apps/v1/evil"));
    CHECK(world.harness.send("GET", "/openapi/v2", "", {{"accept", "text/html"}}).code == 406);
}

TEST_CASE("Requests and upgrades to an aggregated group pass through the listener") {
    Aggregated world;
    world.setAvailable(true);
    const auto listener = serve(world.harness.api(), world.credentials);
    const auto connect = [&] {
        return std::make_unique<TlsClient>(listener->port(), world.credentials.authority.certificatePem(),
                                           world.credentials.admin);
    };
    const auto answer =
        connect()->request("GET", "/apis/metrics.example.com/v1beta1/nodes", {}, "X-Remote-User: forged\r\n");
    CHECK(answer.code == 200);
    CHECK(world.other.requests().back().header("x-remote-user") == "admin");
    CHECK(world.other.requests().back().peerName == "front-proxy-client");

    world.stream = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: chat\r\nConnection: Upgrade\r\n\r\nhello";
    const auto client = connect();
    client->send(
        "GET /apis/metrics.example.com/v1beta1/talk HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: "
        "chat\r\n\r\n");
    std::string got;
    for (std::string more; !got.contains("hello") && !(more = client->receive()).empty();) got += more;
    CHECK(got.starts_with("HTTP/1.1 101"));
    CHECK(got.ends_with("hello"));
    CHECK(world.other.requests().back().header("upgrade") == "chat");
}

}  // namespace armillary::test
