#include <doctest/doctest.h>
#include <net/if.h>
#include <unistd.h>

#include <chrono>
#include <map>
#include <set>
#include <thread>

#include "nodes/network/conntrack.h"
#include "nodes/network/dns/server.h"
#include "nodes/network/names.h"
#include "nodes/network/network.h"
#include "nodes/network/nft.h"
#include "nodes/network/rule_table.h"
#include "nodes/network/skeleton.h"
#include "tests/scenario/network/namespaces.h"
#include "tests/unit/network/table_zone.h"

using namespace armillary::network;
using namespace armillary::test;
using namespace std::chrono_literals;

namespace {

const std::string kNodeIp = "192.0.2.2";

/// A node in namespaces of its own, its table, and a way to say what services there are.
struct Node {
    // First: what is opened afterwards belongs to the namespace.
    const bool entered = [] {
        static const bool once = enterPrivateNode(kNodeIp);
        return once;
    }();
    NetworkConfig config{.stateDir = "/tmp/armillary-network-" + std::to_string(getpid()),
                         .tag = "5ca1ab1e",
                         .podCidr = "10.231.7.0/24",
                         .clusterCidr = "10.231.0.0/16",
                         .serviceCidr = "10.97.0.0/16",
                         .dnsAddress = "10.97.0.10",
                         .nodeName = "n1",
                         .nodeIp = kNodeIp};
    std::unique_ptr<Nft> nft = Nft::create();
    RuleTable table{tableName(config.tag)};

    Node() {
        REQUIRE_MESSAGE(entered, "needs root: network namespaces are made");
        const auto done = setUpPodNetwork(config);
        REQUIRE_MESSAGE(done.has_value(), done.error());
    }
    ~Node() { removeNetwork(config.stateDir, config.tag); }

    std::string conflist() const { return (cniConfigDir(config) / "10-armillary.conflist").string(); }
    void apply(const Transactions& transactions) {
        for (const std::string* each : {&transactions.changes, &transactions.removals}) {
            if (each->empty()) continue;
            const auto done = nft->run(*each);
            REQUIRE_MESSAGE(done.has_value(), done.error());
        }
    }
    void set(const ServicePort& port) { apply(table.replace({{"service/" + port.name, rulesFor({port}, config)}})); }
};

ServicePort service(std::vector<const Pod*> pods, const char* address = "10.97.0.7", const char* protocol = "tcp") {
    ServicePort port{.namespace_ = "default", .name = "web", .protocol = protocol, .port = 80, .clusterIp = address};
    for (const Pod* pod : pods)
        port.backends.push_back({.address = pod->address(), .port = 8080, .ready = true, .local = true});
    return port;
}

/// A pod takes a moment until it listens.
void awaitPod(const Pod& pod) {
    for (int i = 0; i < 1500 && call(pod.address(), 8080) != pod.name(); ++i) std::this_thread::sleep_for(20ms);
}

std::set<std::string> answers(const std::string& address, std::uint16_t port, int times = 40) {
    std::set<std::string> out;
    for (int i = 0; i < times; ++i) out.insert(call(address, port));
    return out;
}

using Names = std::set<std::string>;

}  // namespace

TEST_CASE("a kernel that has everything says so, and setting up twice is as good as once") {
    Node node;
    CHECK(missingKernelFeature() == "");
    CHECK(setUpPodNetwork(node.config).has_value());
    CHECK(if_nametoindex("armillary5ca1ab") != 0);
    removeNetwork(node.config.stateDir, node.config.tag);
    CHECK(if_nametoindex("armillary5ca1ab") == 0);
    CHECK_FALSE(node.nft->contents("armillary-5ca1ab1e")->exists);
    CHECK_FALSE(std::filesystem::exists(node.config.stateDir));
    CHECK(setUpPodNetwork(node.config).has_value());
}

TEST_CASE("a service answers from every pod, to the node, to pods and to itself") {
    Node node;
    const Pod a("a", node.conflist()), b("b", node.conflist());
    REQUIRE(a.address() == "10.231.7.2");
    awaitPod(a);
    awaitPod(b);
    CHECK(call(a.address(), 8080) == "a");

    node.set(service({&a, &b}));
    CHECK(answers("10.97.0.7", 80) == Names{"a", "b"});
    a.run([] { CHECK(answers("10.97.0.7", 80) == Names{"a", "b"}); });

    node.set(service({&a}));
    CHECK(answers("10.97.0.7", 80, 10) == Names{"a"});
    a.run([] { CHECK(call("10.97.0.7", 80) == "a"); });

    node.set(service({}));
    CHECK(call("10.97.0.7", 80) == "refused");  // at once: not "timeout"
    b.run([] { CHECK(call("10.97.0.7", 80) == "refused"); });
    CHECK(call("10.97.200.200", 80) == "refused");
}

TEST_CASE("node ports, external addresses and host ports") {
    Node node;
    const Pod a("a", node.conflist()), b("b", node.conflist());
    ServicePort port = service({&a});
    port.nodePort = 30080;
    port.externalIps = {"203.0.113.9"};
    node.set(port);
    CHECK(call(kNodeIp, 30080) == "a");
    CHECK(call("127.0.0.1", 30080) == "a");
    b.run([] {
        CHECK(call(kNodeIp, 30080) == "a");
        CHECK(call("203.0.113.9", 80) == "a");
    });
    a.run([] { CHECK(call(kNodeIp, 30080) == "a"); });

    port.externalLocal = true;
    node.set(port);
    CHECK(call(kNodeIp, 30080) == "a");

    port.backends.clear();
    node.set(port);
    CHECK(call(kNodeIp, 30080) == "refused");
    REQUIRE(shell("ip link add up0 type bridge && ip link set up0 up && ip route add 203.0.113.0/24 dev up0") == 0);
    b.run([] { CHECK(call("203.0.113.9", 80) == "refused"); });

    const HostPort host{.namespace_ = "default",
                        .pod = "b",
                        .protocol = "tcp",
                        .hostIp = "",
                        .hostPort = 8088,
                        .podIp = b.address(),
                        .containerPort = 8080};
    node.apply(node.table.replace({{"pod/b", rulesFor({host})}}));
    CHECK(call(kNodeIp, 8088) == "b");
}

TEST_CASE("another program's firewall lets pods through while they are there") {
    Node node;
    const auto rules = [&] { return node.nft->list("list table ip filter").value_or(""); };
    for (const bool docker : {false, true}) {
        CAPTURE(docker);
        REQUIRE(node.nft
                    ->run("add table ip filter\nadd chain ip filter FORWARD { type filter hook forward priority 0 ; "
                          "policy drop ; }\n")
                    .has_value());
        if (docker) {
            REQUIRE(node.nft->run("add chain ip filter DOCKER-USER\nadd rule ip filter FORWARD jump DOCKER-USER\n")
                        .has_value());
        }
        REQUIRE(setUpPodNetwork(node.config).has_value());
        REQUIRE(setUpPodNetwork(node.config).has_value());
        {
            const Pod a("a", node.conflist()), b("b", node.conflist());
            awaitPod(a);
            node.table = RuleTable(tableName(node.config.tag));
            node.set(service({&a}));
            b.run([&] {
                CHECK(call(a.address(), 8080) == "a");
                CHECK(call("10.97.0.7", 80) == "a");
            });
        }
        const std::string before = rules();
        CHECK(before.find("armillary5ca1ab") != std::string::npos);
        removeNetwork(node.config.stateDir, node.config.tag);
        CHECK_FALSE(rules().contains("armillary5ca1ab"));
        CHECK(rules().contains("FORWARD"));
        REQUIRE(node.nft->run("delete table ip filter\n").has_value());
    }
}

TEST_CASE("with session affinity a client stays with its endpoint") {
    Node node;
    const Pod a("a", node.conflist()), b("b", node.conflist()), c("c", node.conflist());
    ServicePort port = service({&a, &b, &c});
    port.affinitySeconds = 60;
    node.set(port);
    CHECK(answers("10.97.0.7", 80).size() == 1);
    const std::string chosen = call("10.97.0.7", 80);
    std::erase_if(port.backends, [&](const Backend& each) {
        return each.address == (chosen == "a" ? a : chosen == "b" ? b : c).address();
    });
    node.set(port);
    CHECK(answers("10.97.0.7", 80).size() == 1);
    CHECK(call("10.97.0.7", 80) != chosen);
}

TEST_CASE("no connection is lost while endpoints come and go, nor when an earlier run's table is taken over") {
    Node node;
    const Pod a("a", node.conflist()), b("b", node.conflist());
    awaitPod(a);
    awaitPod(b);
    node.set(service({&a, &b}));
    std::atomic<bool> stop{false};
    std::atomic<int> calls{0}, lost{0};
    std::atomic<int> round{0};
    const auto load = [&](bool fromPod) {
        while (!stop) {
            const int began = round;
            const std::string got = call("10.97.0.7", 80);
            ++calls;
            if (got != "a" && got != "b") {
                ++lost;
                MESSAGE(got << ", begun in round " << began
                            << (fromPod ? std::string(" by a pod") : std::string(" by the node")));
            }
        }
    };
    std::thread fromNode(load, false), fromPod([&] { b.run([&] { load(true); }); });
    for (int i = 0; i < 100; ++i) {
        round = i;
        node.set(service(i % 2 == 0 ? std::vector{&a} : std::vector{&a, &b}));
        if (i % 10 == 5) {
            RuleTable fresh(tableName(node.config.tag));
            Transactions taken = fresh.takeOver(*node.nft->contents(tableName(node.config.tag), kServiceSets),
                                                {{"service/web", rulesFor({service({&a, &b})}, node.config)}});
            CHECK_FALSE(taken.changes.contains(" element "));
            taken.changes = skeletonCommands(node.config) + taken.changes;
            node.apply(taken);
            node.table = fresh;
        }
    }
    stop = true;
    fromNode.join();
    fromPod.join();
    CHECK(calls.load() > 100);
    CHECK(lost.load() == 0);
}

TEST_CASE("a UDP client that keeps its port moves on when its endpoint goes") {
    Node node;
    const Pod a("a", node.conflist()), b("b", node.conflist());
    node.set(service({&a}, "10.97.0.7", "udp"));
    const UdpClient client;
    CHECK(client.ask("10.97.0.7", 80) == "a");
    node.set(service({&b}, "10.97.0.7", "udp"));
    CHECK(forgetUdpFlows({{*parseAddress(b.address()), 8080}}) == 0);
    CHECK(forgetUdpFlows({{*parseAddress(a.address()), 8080}}) == 1);
    CHECK(client.ask("10.97.0.7", 80) == "b");
}

TEST_CASE("DNS answers on the service's address, also after it was gone") {
    Node node;
    const Pod a("a", node.conflist());
    const dns::TableZone zone;
    const auto ask = [&] {
        const auto question = dns::question(77, "web.default.svc.cluster.local", dns::Type::A);
        return UdpClient().ask("10.97.0.10", 53, std::string(question.begin(), question.end()));
    };
    const auto start = [&] {
        std::atomic<bool> listening{false};
        dns::ServerOptions options{.address = "10.231.7.1", .ports = {53, 10053}, .domain = dns::tableDomain()};
        options.nameServers = [] { return std::vector<std::string>{"127.0.0.1"}; };
        options.nameServerPort = 5399;  // nobody there
        options.listening = [&](std::uint16_t port) {
            CHECK(node.nft->run(dnsCommands(node.config, port)).has_value());
            listening = true;
            listening.notify_all();
        };
        auto server = dns::Server::start(std::move(options), zone);
        listening.wait(false);
        return server;
    };
    for (int run = 0; run < 2; ++run) {
        const auto server = start();
        CHECK(ask().ends_with(std::string("\x0a\x60\x00\x07", 4)));
        a.run([&] { CHECK(ask().ends_with(std::string("\x0a\x60\x00\x07", 4))); });
        a.run([&] {
            CHECK(shell("echo 'nameserver 10.97.0.10' > /tmp/armillary-resolv && unshare -m sh -c 'mount --bind "
                        "/tmp/armillary-resolv /etc/resolv.conf && "
                        "busybox nslookup web.default.svc.cluster.local' > /dev/null; rc=$?; rm /tmp/armillary-resolv; "
                        "exit $rc") == 0);
        });
        const auto question = dns::question(78, "example.org", dns::Type::A);
        const std::string refused = UdpClient().ask("10.97.0.10", 53, std::string(question.begin(), question.end()));
        REQUIRE(refused.size() > 12);
        CHECK((refused[3] & 0x0f) == 2);
    }
}
