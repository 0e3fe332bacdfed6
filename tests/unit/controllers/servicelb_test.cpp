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

std::vector<std::string> reasons(const std::vector<Event>& events) {
    std::vector<std::string> out;
    for (const Event& event : events) out.emplace_back(event.reason);
    return out;
}
using Reasons = std::vector<std::string>;

TEST_CASE("a load balancer is ensured behind a finalizer, and told of once") {
    Input input;
    input.nodes = {node("a", "192.0.2.1")};
    auto web = service("web", 80, 0);
    auto plan = planOf(web, input, false);
    CHECK(plan.write);
    CHECK(plan.finalizer == Plan::Finalizer::Add);
    CHECK(plan.addresses == Addresses{"192.0.2.1"});
    CHECK(reasons(plan.events) == Reasons{"EnsuringLoadBalancer", "EnsuredLoadBalancer"});

    web.metadata.finalizers = {std::string(kFinalizer)};
    web.status.loadBalancer.ingress.emplace_back().ip = "192.0.2.1";
    plan = planOf(web, input, false);
    CHECK_FALSE(plan.write);
    CHECK(plan.events.empty());
    // A changed specification is ensured again even where the addresses stay.
    plan = planOf(web, input, true);
    CHECK_FALSE(plan.write);
    CHECK(reasons(plan.events) == Reasons{"EnsuringLoadBalancer", "EnsuredLoadBalancer"});
    input.nodes.push_back(node("b", "192.0.2.2"));
    CHECK(reasons(planOf(web, input, false).events) == Reasons{"UpdatedLoadBalancer"});
    input.nodes.clear();
    CHECK(reasons(planOf(web, input, false).events) == Reasons{"UnAvailableLoadBalancer"});
}

TEST_CASE("a load balancer is taken down before its service goes or becomes another type") {
    auto web = service("web", 80, 0);
    web.metadata.finalizers = {"example.com/other", std::string(kFinalizer)};
    web.status.loadBalancer.ingress.emplace_back().ip = "192.0.2.1";
    auto plan = Plan();
    SUBCASE("deleted") {
        web.metadata.deletionTimestamp.emplace(schema::Time(1'760'000'000));
    }
    SUBCASE("another type") {
        web.spec.type = "ClusterIP";
    }
    plan = planOf(web, {}, false);
    CHECK(plan.write);
    CHECK(plan.finalizer == Plan::Finalizer::Remove);
    CHECK(plan.addresses.empty());
    CHECK(reasons(plan.events) == Reasons{"DeletingLoadBalancer", "DeletedLoadBalancer"});
    web.metadata.finalizers.pop_back();
    web.status.loadBalancer.ingress.clear();
    CHECK_FALSE(planOf(web, {}, false).write);
}

TEST_CASE("another class's service is left alone, deleted or not") {
    Input input;
    input.nodes = {node("a", "192.0.2.1")};
    auto web = service("web", 80, 0);
    web.spec.loadBalancerClass = "other.example/class";
    web.metadata.finalizers = {std::string(kFinalizer)};
    web.status.loadBalancer.ingress.emplace_back().ip = "198.51.100.7";
    for (const bool deleted : {false, true}) {
        if (deleted) web.metadata.deletionTimestamp.emplace(schema::Time(1'760'000'000));
        const auto plan = planOf(web, input, true);
        CHECK_FALSE(plan.write);
        CHECK(plan.events.empty());
    }
}

TEST_CASE("of two services of one second the one that has the port keeps it") {
    Input input;
    input.nodes = {node("a", "192.0.2.1")};
    auto first = service("b-first", 80, 0), second = service("a-second", 80, 0);
    input.services = {asObject(first), asObject(second)};
    CHECK(addressesOf(first, input).empty());
    first.status.loadBalancer.ingress.emplace_back().ip = "192.0.2.1";
    input.services = {asObject(first), asObject(second)};
    CHECK(addressesOf(first, input).size() == 1);
    CHECK(addressesOf(second, input).empty());
}

TEST_CASE("a port that is taken is told of") {
    Input input;
    input.nodes = {node("a", "192.0.2.1")};
    auto first = service("first", 80, 0), second = service("second", 80, 5);
    input.services = {asObject(first), asObject(second)};
    const auto plan = planOf(second, input, false);
    CHECK(reasons(plan.events) == Reasons{"EnsuringLoadBalancer", "SyncLoadBalancerFailed"});
    CHECK(plan.events.back().message.contains("d/first"));
    CHECK(plan.addresses.empty());
}

TEST_CASE("what of a service is changed is told as upstream tells it") {
    const auto before = service("web", 80, 0);
    auto now = before;
    CHECK_FALSE(changeOf(before, now).matters);
    now.spec.ports[0].port = 81;
    CHECK(changeOf(before, now).matters);
    CHECK(changeOf(before, now).events.empty());
    now = before;
    now.spec.type = "NodePort";
    CHECK(changeOf(before, now).events == std::vector<Event>{{"Normal", "Type", "LoadBalancer -> NodePort"}});
    now = before;
    now.spec.loadBalancerSourceRanges = {"192.0.2.0/24", "198.51.100.0/24"};
    CHECK(changeOf(before, now).events ==
          std::vector<Event>{{"Normal", "LoadBalancerSourceRanges", "[] -> [192.0.2.0/24 198.51.100.0/24]"}});
    now = before;
    now.spec.externalTrafficPolicy = "Local";
    CHECK(changeOf(before, now).events == std::vector<Event>{{"Normal", "ExternalTrafficPolicy", " -> Local"}});
    now = before;
    now.spec.externalIPs = {"192.0.2.9"};
    CHECK(changeOf(before, now).events == std::vector<Event>{{"Normal", "ExternalIP", "Count: 0 -> 1"}});
    now = before;
    now.status.loadBalancer.ingress.emplace_back().ip = "192.0.2.1";
    CHECK_FALSE(changeOf(before, now).matters);
}

}  // namespace
