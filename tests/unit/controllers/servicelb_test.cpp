#include <doctest/doctest.h>

#include "engine/controllers/servicelb/plan.h"
#include "engine/schema/api/discoveryv1.h"
#include "tests/unit/controllers/objects.h"

using namespace armillary;
using namespace armillary::controllers::servicelb;
using test::asObject;
using Addresses = std::vector<std::string>;

namespace {

ObjectRef node(const std::string& name, const std::string& address, bool ready = true, bool excluded = false) {
    corev1::Node node;
    node.metadata.name = name;
    auto& condition = node.status.conditions.emplace_back();
    condition.type = "Ready";
    condition.status = ready ? "True" : "False";
    auto& own = node.status.addresses.emplace_back();
    own.type = "InternalIP";
    own.address = address;
    if (excluded) node.metadata.labels["node.kubernetes.io/exclude-from-external-load-balancers"] = "";
    return asObject(node);
}

corev1::Service service(const std::string& name, int port, int created) {
    corev1::Service service;
    service.metadata.name = name;
    service.metadata.namespace_ = "d";
    service.metadata.uid = "uid-" + name;
    service.metadata.creationTimestamp = schema::Time(1'760'000'000 + created);
    service.spec.type = "LoadBalancer";
    auto& one = service.spec.ports.emplace_back();
    one.port = port;
    one.protocol = "TCP";
    return service;
}

TEST_CASE("a load balancer has the addresses of the nodes that can serve") {
    Input input;
    input.nodes = {node("b", "192.0.2.2"), node("a", "192.0.2.1"), node("down", "192.0.2.3", false),
                   node("kept", "192.0.2.4", true, true)};
    auto web = service("web", 80, 0);
    CHECK(addressesOf(web, input) == Addresses{"192.0.2.1", "192.0.2.2"});
    web.spec.loadBalancerClass = "other.example/class";
    CHECK(addressesOf(web, input).empty());
    web.spec.loadBalancerClass = "armillary.dev/servicelb";
    CHECK(addressesOf(web, input).size() == 2);
    web.spec.type = "NodePort";
    CHECK(addressesOf(web, input).empty());
}

TEST_CASE("with the local policy only nodes with ready endpoints are named") {
    Input input;
    input.nodes = {node("a", "192.0.2.1"), node("b", "192.0.2.2")};
    discoveryv1::EndpointSlice slice;
    slice.metadata.name = "s";
    for (const auto& [name, ready] : {std::pair("a", false), std::pair("b", true)}) {
        auto& endpoint = slice.endpoints.emplace_back();
        endpoint.nodeName = name;
        endpoint.conditions.ready = ready;
    }
    input.slices = {asObject(slice)};
    auto web = service("web", 80, 0);
    web.spec.externalTrafficPolicy = "Local";
    CHECK(addressesOf(web, input) == Addresses{"192.0.2.2"});
}

TEST_CASE("of two services with one port the older has it") {
    Input input;
    input.nodes = {node("a", "192.0.2.1")};
    auto first = service("first", 80, 0), second = service("second", 80, 5), third = service("third", 81, 9);
    input.services = {asObject(first), asObject(second), asObject(third)};
    CHECK(addressesOf(first, input).size() == 1);
    CHECK(addressesOf(second, input).empty());
    CHECK(addressesOf(third, input).size() == 1);
    second.spec.ports[0].protocol = "UDP";
    CHECK(addressesOf(second, input).size() == 1);
}

}  // namespace
