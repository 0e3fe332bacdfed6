#include <doctest/doctest.h>

#include <algorithm>

#include "nodes/network/rule_table.h"
#include "nodes/network/service_rules.h"
#include "nodes/network/skeleton.h"

using namespace armillary::network;

namespace {

const NetworkConfig kConfig{.tag = "0a1b2c3d",
                            .podCidr = "10.244.0.0/24",
                            .clusterCidr = "10.244.0.0/16",
                            .serviceCidr = "10.96.0.0/16",
                            .dnsAddress = "10.96.0.10",
                            .nodeName = "n1",
                            .nodeIp = "192.0.2.2"};

Backend backend(const char* address, bool ready = true, bool serving = false, bool local = true) {
    return {.address = address, .port = 8080, .ready = ready, .serving = serving, .local = local};
}

ServicePort web(std::vector<Backend> backends) {
    return {.namespace_ = "default",
            .name = "web",
            .protocol = "tcp",
            .port = 80,
            .clusterIp = "10.96.0.7",
            .backends = std::move(backends)};
}

bool has(const Rules& rules, std::string_view set, std::string_view key, std::string_view value = "") {
    return rules.elements.contains({std::string(set), std::string(key), std::string(value)});
}

}  // namespace

TEST_CASE("a service is one map entry and one chain") {
    const Rules rules = rulesFor({web({backend("10.244.0.5"), backend("10.244.0.6")})}, kConfig);
    CHECK(has(rules, kServiceMap, "10.96.0.7 . tcp . 80", "goto service/default/web/tcp/80"));
    REQUIRE(rules.chains.size() == 1);
    CHECK(rules.chains.at("service/default/web/tcp/80") ==
          std::vector<std::string>{"meta l4proto tcp numgen random mod 2 0 dnat to 10.244.0.5:8080",
                                   "meta l4proto tcp dnat to 10.244.0.6:8080"});
    std::vector<Backend> many;
    for (int i = 0; i < 40; ++i) many.push_back(backend(("10.244.0." + std::to_string(100 + i)).c_str()));
    CHECK(rulesFor({web(many)}, kConfig)
              .chains.at("service/default/web/tcp/80")
              .front()
              .starts_with("meta l4proto tcp dnat to numgen random mod 40 map { 0 : 10.244.0.100 . 8080, 1"));
}

TEST_CASE("without endpoints a cluster address has no entry, a node port is refused") {
    ServicePort port = web({});
    port.nodePort = 30080;
    port.externalIps = {"203.0.113.9"};
    const Rules rules = rulesFor({port}, kConfig);
    CHECK(rules.chains.empty());
    CHECK(rules.elements.size() == 2);
    CHECK(has(rules, kRefusedNodePorts, "tcp . 30080"));
    CHECK(has(rules, kRefusedServices, "203.0.113.9 . tcp . 80"));
}

TEST_CASE("a load balancer's addresses are for those who may use them") {
    ServicePort port = web({backend("10.244.0.5")});
    port.nodePort = 30080;
    port.balancerIps = {"192.0.2.2"};
    CHECK(has(rulesFor({port}, kConfig), kServiceMap, "192.0.2.2 . tcp . 80", "goto service/default/web/tcp/80"));
    port.sourceRanges = {"203.0.113.0/24"};
    const Rules rules = rulesFor({port}, kConfig);
    CHECK(has(rules, kServiceMap, "192.0.2.2 . tcp . 80", "goto balancer/default/web/tcp/80"));
    CHECK(has(rules, kNodePortMap, "tcp . 30080", "goto service/default/web/tcp/80"));
    CHECK(rules.chains.at("balancer/default/web/tcp/80") ==
          std::vector<std::string>{"ip saddr 203.0.113.0/24 goto service/default/web/tcp/80",
                                   "fib saddr type local goto service/default/web/tcp/80", "drop"});
    port.backends.clear();
    CHECK(has(rulesFor({port}, kConfig), kRefusedServices, "192.0.2.2 . tcp . 80"));
}

TEST_CASE("terminating endpoints serve only while nothing is ready") {
    const std::vector backends{backend("10.244.0.5", false, true), backend("10.244.0.6", false, false),
                               backend("10.244.0.7")};
    CHECK(usable(backends, false) == std::vector{backends[2]});
    CHECK(usable({backends[0], backends[1]}, false) == std::vector{backends[0]});
    CHECK(usable({backends[1]}, false).empty());
}

TEST_CASE("endpoints of other zones serve their own, but for traffic that must stay on the node") {
    std::vector backends{backend("10.244.0.5"), backend("10.244.0.6")};
    backends[0].near = false;
    backends[0].local = true;
    backends[1].local = false;
    CHECK(usable(backends, false) == std::vector{backends[1]});
    CHECK(usable(backends, true) == std::vector{backends[0]});
}

TEST_CASE("traffic policies keep to the node") {
    ServicePort port = web({backend("10.244.0.5"), backend("10.244.1.5", true, false, false)});
    SUBCASE("internal") {
        port.internalLocal = true;
        const Rules rules = rulesFor({port}, kConfig);
        CHECK(rules.chains.at("service/default/web/tcp/80") ==
              std::vector<std::string>{"meta l4proto tcp dnat to 10.244.0.5:8080"});
    }
    SUBCASE("internal with no endpoint here: dropped, not refused") {
        port.internalLocal = true;
        port.backends[0].local = false;
        const Rules rules = rulesFor({port}, kConfig);
        CHECK(rules.chains.at("service/default/web/tcp/80") == std::vector<std::string>{"drop"});
        CHECK(has(rules, kServedSet, "10.96.0.7 . tcp . 80"));
    }
    SUBCASE("external: outsiders stay, insiders go anywhere") {
        port.externalLocal = true;
        port.nodePort = 30080;
        const Rules rules = rulesFor({port}, kConfig);
        CHECK(has(rules, kNodePortMap, "tcp . 30080", "goto external/default/web/tcp/80"));
        CHECK(rules.chains.at("external/default/web/tcp/80") ==
              std::vector<std::string>{"ip saddr 10.244.0.0/24 goto inside/default/web/tcp/80",
                                       "fib saddr type local goto inside/default/web/tcp/80",
                                       "meta l4proto tcp dnat to 10.244.0.5:8080"});
        CHECK(rules.chains.at("inside/default/web/tcp/80")[0].contains("mod 2"));
    }
    SUBCASE("external with no endpoint here: dropped, not refused") {
        port.externalLocal = true;
        port.nodePort = 30080;
        port.backends[0].local = false;
        CHECK(rulesFor({port}, kConfig).chains.at("external/default/web/tcp/80").back() == "drop");
    }
}

TEST_CASE("session affinity remembers clients for each endpoint") {
    ServicePort port = web({backend("10.244.0.5"), backend("10.244.0.6")});
    port.affinitySeconds = 600;
    const Rules rules = rulesFor({port}, kConfig);
    CHECK(rules.affinitySets == std::set<std::string>{"clients/default/web/tcp/80/10.244.0.5/8080",
                                                      "clients/default/web/tcp/80/10.244.0.6/8080"});
    CHECK(rules.chains.at("endpoint/default/web/tcp/80/10.244.0.5/8080")[0] ==
          "update @clients/default/web/tcp/80/10.244.0.5/8080 { ip saddr timeout 600s }");
    CHECK(rules.chains.at("service/default/web/tcp/80").size() == 3);
}

TEST_CASE("the DNS service's own address is the skeleton's") {
    ServicePort port = web({backend("10.244.0.5")});
    port.clusterIp = "10.96.0.10";
    port.port = 53;
    CHECK_FALSE(
        has(rulesFor({port}, kConfig), kServiceMap, "10.96.0.10 . tcp . 53", "goto service/default/web/tcp/53"));
}

TEST_CASE("host ports are entries like node ports") {
    const HostPort any{.namespace_ = "default",
                       .pod = "a",
                       .protocol = "udp",
                       .hostIp = "",
                       .hostPort = 53,
                       .podIp = "10.244.0.9",
                       .containerPort = 5353};
    HostPort one = any;
    one.hostIp = "192.0.2.2";
    const Rules rules = rulesFor({any, one});
    CHECK(has(rules, kNodePortMap, "udp . 53", "goto host/default/a/udp/53"));
    CHECK(has(rules, kServiceMap, "192.0.2.2 . udp . 53", "goto host/default/a/udp/53/192.0.2.2"));
    CHECK(rules.chains.at("host/default/a/udp/53")[0] == "meta l4proto udp dnat to 10.244.0.9:5353");
}

TEST_CASE("only what changed is written, and references come before what they refer to goes") {
    RuleTable table("armillary-0a1b2c3d");
    const Rules two = rulesFor({web({backend("10.244.0.5"), backend("10.244.0.6")})}, kConfig);
    const Rules one = rulesFor({web({backend("10.244.0.6")})}, kConfig);

    const Transactions first = table.replace({{"service/default/web", two}});
    CHECK(first.changes.starts_with("add chain ip armillary-0a1b2c3d service/default/web/tcp/80\n"));
    CHECK(first.changes.contains(
        "add element ip armillary-0a1b2c3d services { 10.96.0.7 . tcp . 80 : goto service/default/web/tcp/80 }\n"));
    CHECK(first.removals.empty());
    CHECK(table.replace({{"service/default/web", two}}).empty());

    const Transactions second = table.replace({{"service/default/web", one}});
    CHECK(second.changes ==
          "flush chain ip armillary-0a1b2c3d service/default/web/tcp/80\n"
          "add rule ip armillary-0a1b2c3d service/default/web/tcp/80 meta l4proto tcp dnat to 10.244.0.6:8080\n");

    const Transactions last = table.replace({{"service/default/web", Rules()}});
    CHECK(last.changes.contains(
        "delete element ip armillary-0a1b2c3d services { 10.96.0.7 . tcp . 80 : goto service/default/web/tcp/80 }\n"));
    CHECK(last.removals == "delete chain ip armillary-0a1b2c3d service/default/web/tcp/80\n");
}

TEST_CASE("what two owners claim stays until both have let go") {
    RuleTable table("t");
    const Rules shared{.elements = {{"served", "10.0.0.1 . tcp . 80", ""}}};
    CHECK(table.replace({{"a", shared}, {"b", shared}}).changes == "add element ip t served { 10.0.0.1 . tcp . 80 }\n");
    CHECK(table.replace({{"a", Rules()}}).empty());
    CHECK(table.replace({{"b", Rules()}}).changes == "delete element ip t served { 10.0.0.1 . tcp . 80 }\n");

    const auto claim = [](const char* value) { return Rules{.elements = {{"node-ports", "tcp . 80", value}}}; };
    table.replace({{"a", claim("goto a")}, {"b", claim("goto b")}});
    CHECK(table.replace({{"a", Rules()}}).changes ==
          "delete element ip t node-ports { tcp . 80 : goto a }\nadd element ip t node-ports { tcp . 80 : goto b }\n");
}

TEST_CASE("an earlier run's table is taken over in one transaction") {
    RuleTable table("t");
    const TableContents found{.exists = true,
                              .chains = {"dns", "dispatch", "service/default/old/tcp/80", "service/default/web/tcp/80"},
                              .sets = {"hairpins", "clients/default/old/tcp/80/10.0.0.1/80"},
                              .maps = {"services"},
                              .elements = {{"served", "10.96.0.7 . tcp . 80", ""},
                                           {"served", "10.96.0.9 . tcp . 80", ""},
                                           {"services", "10.96.0.7 . tcp . 80", "goto service/default/old/tcp/80"}}};
    const Transactions taken =
        table.takeOver(found, {{"service/default/web", rulesFor({web({backend("10.244.0.5")})}, kConfig)}});
    CHECK_FALSE(taken.changes.contains("served { 10.96.0.7 . tcp . 80 }"));
    CHECK(taken.changes.contains("delete element ip t served { 10.96.0.9 . tcp . 80 }\n"));
    CHECK(taken.changes.contains(
        "delete element ip t services { 10.96.0.7 . tcp . 80 : goto service/default/old/tcp/80 }\n"
        "add element ip t services { 10.96.0.7 . tcp . 80 : goto service/default/web/tcp/80 }\n"));
    CHECK(taken.changes.contains("flush chain ip t service/default/web/tcp/80\n"));
    CHECK_FALSE(taken.changes.contains("chain ip t dns"));
    CHECK(taken.removals ==
          "delete chain ip t service/default/old/tcp/80\ndelete set ip t clients/default/old/tcp/80/10.0.0.1/80\n");
}
