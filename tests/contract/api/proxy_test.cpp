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

TEST_CASE("no spelling of an address leads the proxy back to the server's own machine") {
    World world;
    const auto code = [&](const std::string& path) {
        const auto reply = world.harness.reply(ApiHarness::admin(), "GET", "/api/v1/namespaces/default/" + path);
        const auto* response = std::get_if<server::Response>(&reply);
        return response ? response->code : 200;
    };
    for (const std::string address : {"127.0.0.1",
                                      "127.1.2.3",
                                      "::1",
                                      "0:0:0:0:0:0:0:1",
                                      "::ffff:127.0.0.1",
                                      "::ffff:7f00:1",
                                      "::127.0.0.1",
                                      "64:ff9b::127.0.0.1",
                                      "2002:7f00:1::",
                                      "169.254.169.254",
                                      "::ffff:a9fe:a9fe",
                                      "FE80::1",
                                      "febf::1",
                                      "0.0.0.0",
                                      "::",
                                      "0::0",
                                      "0.0.0.1",
                                      "::ffff:0:0",
                                      "224.0.0.1",
                                      "239.1.2.3",
                                      "ff02::1",
                                      "ff05::2",
                                      "255.255.255.255",
                                      "localhost",
                                      "0x7f.1",
                                      ""}) {
        world.harness.patch(kPods + "/web/status", "merge", R"({"status":{"podIP":")" + address + "\"}}");
        // What validation refuses has left the address as it was.
        const bool refused = world.harness.get(kPods + "/web").body.contains(R"("podIP":"10.1.0.5")");
        CHECK_MESSAGE(code("pods/web:80/proxy/") == (refused ? 200 : 400), address);
        const std::string slice = "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/web-1";
        world.harness.patch(slice, "merge", R"({"endpoints":[{"addresses":[")" + address + "\"]}]}");
        const bool kept = world.harness.get(slice).body.contains("10.1.0.5");
        CHECK_MESSAGE(code("services/web:80/proxy/") == (kept ? 200 : 503), address);
    }
}

TEST_CASE("endpoints may not name this machine or no machine, in any spelling") {
    ApiHarness harness;
    const auto slice = [&](const std::string& type, const std::string& address) {
        return harness.post("/apis/discovery.k8s.io/v1/namespaces/default/endpointslices",
                            R"({"metadata":{"generateName":"s-"},"addressType":")" + type +
                                R"(","ports":[{"port":80}],"endpoints":[{"addresses":[")" + address + "\"]}]}");
    };
    const auto endpoints = [&](const std::string& address) {
        return harness.post("/api/v1/namespaces/default/endpoints",
                            R"({"metadata":{"generateName":"e-"},"subsets":[{"addresses":[{"ip":")" + address +
                                R"("}],"ports":[{"port":80}]}]})");
    };
    for (const auto& [address, message] : std::vector<std::pair<std::string, std::string>>{
             {"0:0:0:0:0:0:0:1", "may not be in the loopback range (127.0.0.0/8, ::1/128)"},
             {"::ffff:127.0.0.1", "may not be in the loopback range (127.0.0.0/8, ::1/128)"},
             {"::ffff:a9fe:a9fe", "may not be in the link-local range (169.254.0.0/16, fe80::/10)"},
             {"FEBF::1", "may not be in the link-local range (169.254.0.0/16, fe80::/10)"},
             {"0::0", "may not be unspecified (0::0)"},
             {"ff12::1", "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)"}}) {
        const auto inSlice = slice("IPv6", address), inEndpoints = endpoints(address);
        CHECK_MESSAGE(inSlice.code == 422, address);
        CHECK_MESSAGE(ApiHarness::statusOf(inSlice).message.contains(message), inSlice.body);
        CHECK_MESSAGE(inEndpoints.code == 422, address);
        CHECK_MESSAGE(ApiHarness::statusOf(inEndpoints).message.contains(message), inEndpoints.body);
    }
    CHECK(slice("IPv4", "127.9.9.9").code == 422);
    CHECK(slice("IPv4", "10.0.0.1").code == 201);
    CHECK(slice("IPv6", "2001:db8::1").code == 201);
    CHECK(endpoints("2001:db8::1").code == 201);
}

TEST_CASE("a node's proxy reaches its kubelet and nothing else at its address") {
    ApiHarness harness;
    REQUIRE(harness.post("/api/v1/nodes", R"({"metadata":{"name":"n1"}})").code == 201);
    const auto report = [&](const std::string& address) {
        return harness.patch("/api/v1/nodes/n1/status", "merge",
                             R"({"status":{"addresses":[{"type":"InternalIP","address":")" + address +
                                 R"("}],"daemonEndpoints":{"kubeletEndpoint":{"Port":10333}}}})");
    };
    REQUIRE(report("192.0.2.7").code == 200);
    const auto ask = [&](const std::string& name) {
        return harness.reply(ApiHarness::admin(), "GET", "/api/v1/nodes/" + name + "/proxy/pods");
    };
    for (const std::string name : {"n1", "n1:10333", "https:n1:10333", "https:n1:"}) {
        const auto reply = ask(name);
        const auto* proxy = std::get_if<server::ProxyReply>(&reply);
        REQUIRE_MESSAGE(proxy, name);
        CHECK(proxy->port == 10333);
        CHECK(proxy->tls);
        CHECK(proxy->serverName == "n1");
        CHECK_FALSE(proxy->trust);
    }
    for (const std::string name : {"n1:6443", "https:n1:6443", "http:n1:80", "n1:22", "n1:010333x", "n1:kubelet"}) {
        const auto reply = ask(name);
        REQUIRE_MESSAGE(std::holds_alternative<server::Response>(reply), name);
        const auto& refused = std::get<server::Response>(reply);
        CHECK(refused.code == 400);
        CHECK(ApiHarness::statusOf(refused).message ==
              "nodes/proxy reaches the kubelet alone, which listens at port 10333");
    }
    for (const std::string address : {"169.254.169.254", "::ffff:a9fe:a9fe", "0.0.0.0", "ff02::1"}) {
        if (report(address).code != 200) continue;
        CHECK_MESSAGE(std::get<server::Response>(ask("n1")).code == 400, address);
    }
}
