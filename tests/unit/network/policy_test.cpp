#include <doctest/doctest.h>

#include "engine/client/client.h"
#include "engine/schema/object.h"
#include "nodes/network/policy/policy_model.h"

using namespace armillary;
using namespace armillary::network;
using Addresses = std::vector<std::string>;

namespace {

ObjectRef parsed(const std::string& json) {
    auto object = Object::parse(json);
    REQUIRE(object.has_value());
    return *object;
}

ObjectRef pod(const std::string& space, const std::string& name, const std::string& label, const std::string& ip,
              const std::string& node = "n1", const std::string& extra = "") {
    return parsed(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":")" + name + R"(","namespace":")" + space +
                  R"(","labels":{"app":")" + label + R"("}},"spec":{"nodeName":")" + node + "\"" + extra +
                  R"(,"containers":[{"name":"c","image":"i","ports":[{"name":"www","containerPort":8080}]}]},
                  "status":{"phase":"Running","podIP":")" +
                  ip + R"("}})");
}

ObjectRef space(const std::string& name) {
    return parsed(R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":")" + name +
                  R"(","labels":{"kubernetes.io/metadata.name":")" + name + R"("}}})");
}

ObjectRef policy(const std::string& spec, const std::string& space = "a") {
    return parsed(
        R"({"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"p","namespace":")" + space +
        R"("},"spec":)" + spec + "}");
}

PolicyInput world(std::vector<ObjectRef> policies) {
    PolicyInput in;
    in.policies = std::move(policies);
    in.pods = {pod("a", "web", "web", "10.244.0.5"), pod("a", "db", "db", "10.244.0.6"),
               pod("b", "web", "web", "10.244.1.7", "n2"),
               pod("a", "host", "web", "192.0.2.2", "n1", R"(,"hostNetwork":true)")};
    in.namespaces = {space("a"), space("b")};
    in.nodeName = "n1";
    return in;
}

TEST_CASE("pods that no policy selects are not isolated") {
    CHECK(policiesOf(world({})).empty());
    CHECK(policiesOf(world({policy(R"({"podSelector":{"matchLabels":{"app":"none"}}})")})).empty());
    // Pods of other nodes and other namespaces are not this policy's, or not this node's.
    CHECK(policiesOf(world({policy(R"({"podSelector":{}})", "b")})).empty());
}

TEST_CASE("an empty policy isolates for ingress alone") {
    const auto made = policiesOf(world({policy(R"({"podSelector":{}})")}));
    REQUIRE(made.size() == 2);
    REQUIRE(made[0].ingress);
    CHECK(made[0].ingress->empty());
    CHECK_FALSE(made[0].egress);
    const auto both = policiesOf(world({policy(R"({"podSelector":{},"policyTypes":["Ingress","Egress"]})")}));
    CHECK(both[0].egress);
}

TEST_CASE("peers: pods, namespaces, both, blocks") {
    const auto made = policiesOf(world({policy(R"({"podSelector":{"matchLabels":{"app":"db"}},"ingress":[
        {"from":[{"podSelector":{"matchLabels":{"app":"web"}}}],"ports":[{"port":5432}]},
        {"from":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"b"}}}]},
        {"from":[{"namespaceSelector":{},"podSelector":{"matchLabels":{"app":"web"}}}],"ports":[{"protocol":"UDP"}]},
        {"from":[{"ipBlock":{"cidr":"10.0.0.0/8","except":["10.1.0.0/16"]}}],"ports":[{"port":8000,"endPort":8010},{"port":"www"}]},
        {"from":[{"podSelector":{"matchLabels":{"app":"nobody"}}}]}]})")}));
    REQUIRE(made.size() == 1);
    CHECK(made[0].address == "10.244.0.6");
    REQUIRE(made[0].ingress->size() == 5);
    const auto& rules = *made[0].ingress;
    CHECK(rules[0].peers.addresses == Addresses{"10.244.0.5"});
    CHECK(rules[0].from == 5432);
    CHECK(rules[1].peers.addresses == Addresses{"10.244.1.7"});
    CHECK(rules[1].protocol.empty());
    CHECK(rules[2].peers.addresses == Addresses{"10.244.0.5", "10.244.1.7"});
    CHECK(rules[2].protocol == "udp");
    CHECK(rules[3].peers.block == "10.0.0.0/8");
    CHECK(rules[3].peers.except == Addresses{"10.1.0.0/16"});
    CHECK(rules[3].to == 8010);
    CHECK(rules[4].from == 8080);
}

TEST_CASE("a named port of egress is each peer's own") {
    const auto made = policiesOf(world({policy(R"({"podSelector":{"matchLabels":{"app":"db"}},"policyTypes":["Egress"],
        "egress":[{"ports":[{"port":"www"}],"to":[{"podSelector":{}}]},{"to":[]}]})")}));
    REQUIRE(made.size() == 1);
    CHECK_FALSE(made[0].ingress);
    REQUIRE(made[0].egress->size() == 2);
    CHECK((*made[0].egress)[0].peers.addresses == Addresses{"10.244.0.5", "10.244.0.6"});
    CHECK((*made[0].egress)[0].from == 8080);
    CHECK((*made[0].egress)[1].peers.everybody);
}

TEST_CASE("commands: one table, made anew as a whole") {
    CHECK(policyCommands("t", {}) == "add table ip t\ndelete table ip t\n");
    PodPolicy pod{.address = "10.244.0.6", .ingress = {}, .egress = {}};
    pod.ingress.emplace();
    pod.ingress->push_back(
        {.peers = {.addresses = {"10.244.0.5"}, .block = {}, .except = {}}, .protocol = "tcp", .from = 80, .to = 90});
    pod.ingress->push_back(
        {.peers = {.addresses = {}, .block = "10.0.0.0/8", .except = {"10.1.0.0/16"}}, .protocol = "udp"});
    pod.ingress->push_back({.peers = {}, .protocol = "tcp"});
    const auto commands = policyCommands("t", {pod});
    CHECK(commands.contains("add rule ip t forward ct state established,related accept\n"));
    CHECK(
        commands.contains("add rule ip t ingress/10.244.0.6 ip saddr 10.244.0.6 return\n"
                          "add rule ip t ingress/10.244.0.6 ip saddr { 10.244.0.5 } tcp dport 80-90 return\n"
                          "add rule ip t ingress/10.244.0.6 ip saddr 10.0.0.0/8 ip saddr != 10.1.0.0/16 meta l4proto "
                          "udp return\nadd rule ip t ingress/10.244.0.6 drop\n"
                          "add element ip t ingress { 10.244.0.6 : jump ingress/10.244.0.6 }\n"));
    CHECK_FALSE(commands.contains("egress/"));
}

}  // namespace
