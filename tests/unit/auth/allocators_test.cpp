#include "engine/server/allocators.h"

#include <doctest/doctest.h>

#include <set>

#include "tests/unit/auth/fake_cache.h"

using namespace armillary;
using corev1::Service;

namespace {

Service service(std::string type = "ClusterIP", std::string clusterIp = {}) {
    Service result;
    result.apiVersion = "v1";
    result.kind = "Service";
    result.metadata.name = "web";
    result.metadata.namespace_ = "shop";
    result.spec.type = type;
    result.spec.clusterIP = clusterIp;
    result.spec.selector["app"] = "web";
    auto& port = result.spec.ports.emplace_back();
    port.port = 80;
    port.protocol = "TCP";
    return result;
}

struct World {
    test::FakeCache cache;
    server::ServiceRanges ranges;
    std::unique_ptr<server::ServiceAllocator> allocator = server::makeServiceAllocator(cache, ranges);

    void keep(Service& one, const Service* old = nullptr) {
        auto reservation = allocator->allocate(one, old);
        REQUIRE(reservation);
        (*reservation)->keep();
    }
    std::string refusal(Service one, const Service* old = nullptr) {
        auto reservation = allocator->allocate(one, old);
        return reservation ? "" : reservation.error().message;
    }
};

}  // namespace

TEST_CASE("services get addresses of the upper band, each its own") {
    World world;
    CHECK(server::serviceAddress(world.ranges, 1) == "10.96.0.1");
    CHECK(server::serviceAddress(world.ranges, 10) == "10.96.0.10");
    std::set<std::string> seen;
    for (int i = 0; i < 500; ++i) {
        Service one = service();
        world.keep(one);
        CHECK(one.spec.clusterIPs == std::vector<std::string>{one.spec.clusterIP});
        CHECK(one.spec.ipFamilies == std::vector<std::string>{"IPv4"});
        CHECK(one.spec.ipFamilyPolicy == "SingleStack");
        CHECK(one.spec.clusterIP.starts_with("10.96."));
        CHECK_FALSE(one.spec.clusterIP.starts_with("10.96.0."));
        CHECK(seen.insert(one.spec.clusterIP).second);
    }
}

TEST_CASE("an address that is taken or out of range is refused in upstream's words") {
    World world;
    Service first = service("ClusterIP", "10.96.0.20");
    world.keep(first);
    CHECK(world.refusal(service("ClusterIP", "10.96.0.20")) ==
          "Service \"web\" is invalid: spec.clusterIPs: Invalid value: []string{\"10.96.0.20\"}: failed to allocate IP "
          "10.96.0.20: provided IP is already allocated");
    CHECK(world.refusal(service("ClusterIP", "10.1.0.1")) ==
          "Service \"web\" is invalid: spec.clusterIPs: Invalid value: []string{\"10.1.0.1\"}: failed to allocate IP "
          "10.1.0.1: the provided IP (10.1.0.1) is not in the valid range. The range of valid IPs is 10.96.0.0/16");
    world.allocator->release(first);
    CHECK(world.refusal(service("ClusterIP", "10.96.0.20")) == "");
}

TEST_CASE("what a failed write reserved is free again") {
    World world;
    Service one = service("NodePort", "10.96.0.20");
    one.spec.ports[0].nodePort = 30080;
    {
        CHECK(world.allocator->allocate(one, nullptr));
    }
    {
        CHECK(world.allocator->allocate(one, nullptr));
    }
    world.keep(one);
    CHECK(world.refusal(one) != "");
}

TEST_CASE("node ports are given, kept, shared by protocol and checked") {
    World world;
    Service one = service("NodePort");
    one.spec.ports.push_back(one.spec.ports[0]);
    one.spec.ports[1].protocol = "UDP";
    world.keep(one);
    CHECK(one.spec.ports[0].nodePort >= 30086);
    CHECK(one.spec.ports[0].nodePort <= 32767);
    CHECK(one.spec.ports[1].nodePort == one.spec.ports[0].nodePort);

    Service next = one;
    next.spec.ports[1].nodePort = 30081;
    world.keep(next, &one);
    CHECK(next.spec.ports[0].nodePort == one.spec.ports[0].nodePort);
    CHECK(next.spec.clusterIP == one.spec.clusterIP);

    Service other = service("NodePort");
    other.spec.ports[0].nodePort = one.spec.ports[0].nodePort;
    CHECK(world.refusal(other) == "Service \"web\" is invalid: spec.ports[0].nodePort: Invalid value: " +
                                      std::to_string(other.spec.ports[0].nodePort) +
                                      ": provided port is already allocated");
    other.spec.ports[0].nodePort = 80;
    CHECK(world.refusal(other) ==
          "Service \"web\" is invalid: spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid "
          "range. The range of "
          "valid ports is 30000-32767");
}

TEST_CASE("a change of type takes and gives back") {
    World world;
    Service nodePort = service("NodePort");
    nodePort.spec.ports[0].nodePort = 30080;
    world.keep(nodePort);
    Service plain = nodePort;
    plain.spec.type = "ClusterIP";
    plain.spec.ports[0].nodePort = 0;
    world.keep(plain, &nodePort);
    Service taker = service("NodePort");
    taker.spec.ports[0].nodePort = 30080;
    CHECK(world.refusal(taker) == "");

    Service external = plain;
    external.spec.type = "ExternalName";
    external.spec.externalName = "example.com";
    external.spec.clusterIP.clear();
    external.spec.clusterIPs.clear();
    world.keep(external, &plain);
    Service addressTaker = service("ClusterIP", plain.spec.clusterIP);
    CHECK(world.refusal(addressTaker) == "");
}

TEST_CASE("headless services take no address") {
    World world;
    Service headless = service("ClusterIP", "None");
    world.keep(headless);
    CHECK(headless.spec.clusterIPs == std::vector<std::string>{"None"});
    CHECK(headless.spec.ipFamilies == std::vector<std::string>{"IPv4"});
    Service bare = service("ClusterIP", "None");
    bare.spec.selector.clear();
    world.keep(bare);
    CHECK(bare.spec.ipFamilyPolicy == "RequireDualStack");
    CHECK(bare.spec.ipFamilies == std::vector<std::string>{"IPv4", "IPv6"});
}

TEST_CASE("a dual-stack demand is refused, a preference is met with IPv4") {
    World world;
    Service demand = service();
    demand.spec.ipFamilyPolicy = "RequireDualStack";
    CHECK(world.refusal(demand).find("this cluster is not configured for dual-stack services") != std::string::npos);
    Service preference = service();
    preference.spec.ipFamilyPolicy = "PreferDualStack";
    world.keep(preference);
    CHECK(preference.spec.ipFamilies == std::vector<std::string>{"IPv4"});
}

TEST_CASE("what is in use is read from the cache at the start") {
    test::FakeCache cache;
    Service stored = service("NodePort", "10.96.0.20");
    stored.spec.clusterIPs = {"10.96.0.20"};
    stored.spec.ports[0].nodePort = 30080;
    cache.put("/services", stored);
    auto allocator = server::makeServiceAllocator(cache, {});
    Service one = service("ClusterIP", "10.96.0.20");
    CHECK_FALSE(allocator->allocate(one, nullptr));
}

TEST_CASE("a full range is an error, and its reserved addresses stay free") {
    test::FakeCache cache;
    server::ServiceRanges ranges;
    ranges.clusterCidr = "10.0.0.0/28";
    auto allocator = server::makeServiceAllocator(cache, ranges);
    for (int i = 0; i < 12; ++i) {
        Service one = service();
        auto reservation = allocator->allocate(one, nullptr);
        REQUIRE(reservation);
        (*reservation)->keep();
        CHECK(one.spec.clusterIP != "10.0.0.1");
        CHECK(one.spec.clusterIP != "10.0.0.10");
    }
    Service last = service();
    auto refused = allocator->allocate(last, nullptr);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == 500);
    Service dns = service("ClusterIP", "10.0.0.10");
    CHECK(allocator->allocate(dns, nullptr));
}
