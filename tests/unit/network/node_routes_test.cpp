#include "nodes/network/node_routes.h"

#include <doctest/doctest.h>

#include <format>

using namespace armillary;
using namespace armillary::network;

namespace {

ObjectRef node(const std::string& name, const std::string& podCidr, const std::string& address, int age = 1) {
    return Object::parse(std::format(R"({{"apiVersion":"v1","kind":"Node","metadata":{{"name":"{}",)"
                                     R"("creationTimestamp":"2026-01-01T00:00:{:02}Z"}},"spec":{{"podCIDR":"{}"}},)"
                                     R"("status":{{"addresses":[{{"type":"Hostname","address":"{}"}},)"
                                     R"({{"type":"InternalIP","address":"{}"}}]}}}})",
                                     name, 60 - age, podCidr, name, address))
        .value();
}

}  // namespace

TEST_CASE("there is a route to every other node that has an address and a pod network") {
    const std::vector<ObjectRef> nodes = {
        node("c", "10.244.2.0/24", "192.0.2.3"), node("a", "10.244.0.0/24", "192.0.2.1"),
        node("b", "10.244.1.0/24", "192.0.2.2"), node("new", "", "192.0.2.4"), node("odd", "10.244.5.0/24", "fd00::1")};
    CHECK(podRoutesOf(nodes, "a") ==
          std::vector<PodRoute>{{"10.244.1.0/24", "192.0.2.2"}, {"10.244.2.0/24", "192.0.2.3"}});
}

TEST_CASE("a network that two nodes claim stays with the older") {
    const std::vector<ObjectRef> nodes = {node("young", "10.244.1.0/24", "192.0.2.2", 1),
                                          node("old", "10.244.1.0/24", "192.0.2.3", 9)};
    CHECK(podRoutesOf(nodes, "me") == std::vector<PodRoute>{{"10.244.1.0/24", "192.0.2.3"}});
}
