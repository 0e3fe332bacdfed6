#include <doctest/doctest.h>
#include <net/if.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <format>
#include <thread>

#include "nodes/network/network.h"
#include "nodes/network/pod_routes.h"
#include "tests/scenario/network/namespaces.h"

using namespace armillary::network;
using namespace armillary::test;
using namespace std::chrono_literals;

namespace {

NetworkConfig node(int number, const std::string& nodeIp) {
    return {.stateDir = std::format("/tmp/armillary-routes-{}-{}", getpid(), number),
            .tag = std::format("{:02x}0ddba1", number),
            .tunnel = 0x0ddba1,
            .podCidr = std::format("10.231.{}.0/24", number),
            .clusterCidr = "10.231.0.0/16",
            .serviceCidr = "10.97.0.0/16",
            .dnsAddress = "10.97.0.10",
            .nodeName = std::format("n{}", number),
            .nodeIp = nodeIp};
}

/// Two nodes, the first being this process' own namespace, each with a pod network.
struct Nodes {
    const bool entered = [] {
        static const bool once = enterPrivateNode("192.0.2.2");
        return once;
    }();
    Machine other{"other"};
    NetworkConfig first, second;

    Nodes(const std::string& firstIp, const std::string& secondIp)
        : first(node(1, firstIp)), second(node(2, secondIp)) {
        REQUIRE_MESSAGE(entered, "needs root: network namespaces are made");
    }
    void setUp() {
        REQUIRE(setUpPodNetwork(first).has_value());
        const auto routed = replacePodRoutes(first, {{second.podCidr, second.nodeIp}});
        REQUIRE_MESSAGE(routed.has_value(), routed.error());
        other.run([this] {
            CHECK(setUpPodNetwork(second).has_value());
            CHECK(replacePodRoutes(second, {{first.podCidr, first.nodeIp}}).has_value());
        });
    }
    ~Nodes() {
        removeNetwork(first.stateDir, first.tag);
        std::filesystem::remove_all(second.stateDir);
        shell("ip link delete up0 2>/dev/null; ip route flush default");
    }
};

const char* const kOtherPod = "10.231.2.1";
const char* const kTunnel = "armvxlan010ddb";

}  // namespace

TEST_CASE("pods of a node on the same link are routed to directly, and no longer once it has gone") {
    Nodes nodes("198.51.100.1", "198.51.100.2");
    REQUIRE(shell("ip link add up0 type veth peer name up1 netns " + nodes.other.path() +
                  " && ip address add 198.51.100.1/24 dev up0 && ip link set up0 up") == 0);
    nodes.other.run([] { CHECK(shell("ip address add 198.51.100.2/24 dev up1 && ip link set up1 up") == 0); });
    nodes.setUp();
    CHECK(if_nametoindex(kTunnel) == 0);
    CHECK(call(kOtherPod, 8080) == "other");
    {
        const Pod pod("pod", nodes.first.stateDir.string() + "/cni/10-armillary.conflist");
        pod.run([] { CHECK(call(kOtherPod, 8080) == "other"); });
        nodes.other.run([&] {
            for (int i = 0; i < 1500 && call(pod.address(), 8080) != "pod"; ++i) std::this_thread::sleep_for(20ms);
            CHECK(call(pod.address(), 8080) == "pod");
        });
    }
    CHECK(replacePodRoutes(nodes.first, {}).has_value());
    CHECK(shell("ip route show proto 65 | grep -q .") != 0);
}

TEST_CASE("pods of a node behind a router are reached through a tunnel that goes with the last such node") {
    Nodes nodes("198.51.100.1", "203.0.113.2");
    const Machine router("router");
    REQUIRE(shell("ip link add up0 type veth peer name near netns " + router.path() +
                  " && ip address add 198.51.100.1/24 dev up0 && ip link set up0 up && "
                  "ip route add default via 198.51.100.254") == 0);
    router.run([&] {
        CHECK(
            shell("ip address add 198.51.100.254/24 dev near && ip link set near up && ip link add far type veth peer "
                  "name up1 netns " +
                  nodes.other.path() +
                  " && ip address add 203.0.113.254/24 dev far && ip link set far up && "
                  "echo 1 >/proc/sys/net/ipv4/ip_forward") == 0);
    });
    nodes.other.run([] {
        CHECK(shell("ip address add 203.0.113.2/24 dev up1 && ip link set up1 up && "
                    "ip route add default via 203.0.113.254") == 0);
    });
    nodes.setUp();
    CHECK(if_nametoindex(kTunnel) != 0);
    CHECK(call(kOtherPod, 8080) == "other");
    const Pod pod("pod", nodes.first.stateDir.string() + "/cni/10-armillary.conflist");
    pod.run([] { CHECK(call(kOtherPod, 8080) == "other"); });

    // Again, as after a restart: nothing changes, and nothing is in the way.
    CHECK(replacePodRoutes(nodes.first, {{nodes.second.podCidr, nodes.second.nodeIp}}).has_value());
    CHECK(call(kOtherPod, 8080) == "other");
    CHECK(replacePodRoutes(nodes.first, {}).has_value());
    CHECK(if_nametoindex(kTunnel) == 0);
}

TEST_CASE("two nodes on one machine have bridges of their own and need no route") {
    static const bool entered = enterPrivateNode("192.0.2.2");
    REQUIRE_MESSAGE(entered, "needs root: network namespaces are made");
    const NetworkConfig first = node(1, "192.0.2.2"), second = node(2, "192.0.2.2");
    for (const auto* each : {&first, &second}) {
        const auto done = setUpPodNetwork(*each);
        REQUIRE_MESSAGE(done.has_value(), done.error());
    }
    CHECK(replacePodRoutes(first, {{second.podCidr, second.nodeIp}}).has_value());
    CHECK(replacePodRoutes(second, {{first.podCidr, first.nodeIp}}).has_value());
    CHECK(shell("ip route show proto 65 | grep -q .") != 0);
    {
        const Pod here("here", first.stateDir.string() + "/cni/10-armillary.conflist");
        const Pod there("there", second.stateDir.string() + "/cni/10-armillary.conflist");
        here.run([&] { CHECK(call(there.address(), 8080) == "there"); });
        there.run([&] { CHECK(call(here.address(), 8080) == "here"); });
    }
    removeNetwork(second.stateDir, second.tag);
    CHECK(if_nametoindex("armillary010ddb") != 0);
    removeNetwork(first.stateDir, first.tag);
    for (const auto* each : {&first, &second}) std::filesystem::remove_all(each->stateDir);
    CHECK(if_nametoindex("armillary010ddb") == 0);
}
