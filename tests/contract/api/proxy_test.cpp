#include <doctest/doctest.h>

#include "tests/contract/api/objects.h"
#include "tests/support/api/api_harness.h"

using namespace armillary;
using namespace armillary::test;

namespace {

/// A pod with an address, and a service in front of it.
struct World {
    World() {
        REQUIRE(harness.post(kPods, pod("web")).code == 201);
        REQUIRE(harness.patch(kPods + "/web/status", "merge", R"({"status":{"podIP":"10.1.0.5"}})").code == 200);
        REQUIRE(
            harness
                .post(
                    "/api/v1/namespaces/default/services",
                    R"({"metadata":{"name":"web"},"spec":{"ports":[{"name":"plain","port":80},{"name":"tls","port":443}]}})")
                .code == 201);
        REQUIRE(
            harness
                .post(
                    "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices",
                    R"({"metadata":{"name":"web-1","labels":{"kubernetes.io/service-name":"web"}},"addressType":"IPv4",)"
                    R"("ports":[{"name":"plain","port":8080},{"name":"tls","port":8443}],"endpoints":[{"addresses":["10.1.0.5"]}]})")
                .code == 201);
    }
    server::ProxyReply proxied(const std::string& path) {
        return std::get<server::ProxyReply>(
            harness.reply(ApiHarness::admin(), "GET", "/api/v1/namespaces/default/" + path));
    }
    ApiHarness harness;
};

}  // namespace

TEST_CASE("pods and services are reached in the clear, by port number or name") {
    World world;
    const auto pod = world.proxied("pods/web:8080/proxy/a/b?c=d");
    CHECK(pod.host == "10.1.0.5");
    CHECK(pod.port == 8080);
    CHECK(!pod.tls);
    CHECK(pod.target == "/a/b?c=d");
    CHECK(pod.stripPrefix == "/api/v1/namespaces/default/pods/web:8080/proxy");
    CHECK(pod.headers == std::vector<std::pair<std::string, std::string>>{
                             {"X-Forwarded-Uri", "/api/v1/namespaces/default/pods/web:8080/proxy/a/b"}});
    const auto service = world.proxied("services/http:web:plain/proxy/");
    CHECK(service.port == 8080);
    CHECK(!service.tls);
    CHECK(world.proxied("services/web:443/proxy/").port == 8443);
}

TEST_CASE("a page's own path ends with a slash") {
    World world;
    const auto send = [&](const std::string& method, const std::string& path,
                          std::vector<std::pair<std::string, std::string>> headers = {}) {
        return world.harness.reply(ApiHarness::admin(), method, "/api/v1/namespaces/default/" + path, "", headers);
    };
    const auto moved = std::get<server::Response>(send("GET", "services/web:80/proxy?q=1"));
    CHECK(moved.code == 301);
    REQUIRE(!moved.headers.empty());
    CHECK(moved.headers[0] ==
          std::pair<std::string, std::string>("Location", "/api/v1/namespaces/default/services/web:80/proxy/?q=1"));
    CHECK(std::get<server::Response>(send("HEAD", "pods/web:80/proxy")).code == 301);
    CHECK(std::holds_alternative<server::ProxyReply>(send("POST", "pods/web:80/proxy")));
    CHECK(std::holds_alternative<server::ProxyReply>(
        send("GET", "pods/web:80/proxy", {{"upgrade", "websocket"}, {"connection", "upgrade"}})));
    CHECK(std::get<server::Response>(send("GET", "pods/none:80/proxy")).code == 404);
}

TEST_CASE("https is spoken with whatever certificate there is") {
    World world;
    // Callers in this process have no connection to hand on: theirs is dialled, here in vain.
    const auto answer = world.harness.get("/api/v1/namespaces/default/pods/https:none:443/proxy/");
    CHECK(answer.code == 404);
    CHECK(world.harness.get("/api/v1/namespaces/default/pods/ftp:web:21/proxy/").code == 400);
}
