#include "nodes/network/skeleton.h"

#include <algorithm>
#include <array>
#include <format>

#include "nodes/network/names.h"

namespace armillary::network {
namespace {

struct BaseChain {
    std::string_view name, hook;
};
constexpr std::array kBaseChains{
    BaseChain{"nat-prerouting", "type nat hook prerouting priority dstnat"},
    BaseChain{"nat-output", "type nat hook output priority -100"},
    BaseChain{"nat-postrouting", "type nat hook postrouting priority srcnat"},
    // After the translation: what still needs a service by then has none. Not in forward: the kernel would first tell
    // the pod that the address is on its own link, and spend its allowance of ICMP messages on that.
    BaseChain{"filter-prerouting", "type filter hook prerouting priority -90"},
    BaseChain{"filter-input", "type filter hook input priority filter"},
    BaseChain{"filter-output", "type filter hook output priority filter"},
};
constexpr std::array<std::string_view, 3> kOwnChains{"dispatch", "refuse", "refuse-now"};

constexpr std::string_view kAddressKey = "ip daddr . meta l4proto . th dport";
constexpr std::string_view kPortKey = "meta l4proto . th dport";

}  // namespace

bool isSkeletonChain(std::string_view chain) {
    for (const BaseChain& base : kBaseChains) {
        if (base.name == chain) return true;
    }
    return chain == kDnsChain || std::ranges::contains(kOwnChains, chain);
}

std::string skeletonCommands(const NetworkConfig& config) {
    const std::string table = tableName(config.tag);
    const std::string bridge = bridgeName(config.tag);
    std::string out = std::format("add table ip {}\n", table);
    const auto line = [&](std::string_view verb, std::string_view what, std::string_view rest) {
        out += std::format("{} {} ip {} {}\n", verb, what, table, rest);
    };
    line("add", "map", std::format("{} {{ type ipv4_addr . inet_proto . inet_service : verdict ; }}", kServiceMap));
    line("add", "map", std::format("{} {{ type inet_proto . inet_service : verdict ; }}", kNodePortMap));
    for (const std::string_view set : {kServedSet, kRefusedServices}) {
        line("add", "set", std::format("{} {{ type ipv4_addr . inet_proto . inet_service ; }}", set));
    }
    line("add", "set", std::format("{} {{ type inet_proto . inet_service ; }}", kRefusedNodePorts));
    line("add", "set", std::format("{} {{ type ipv4_addr . ipv4_addr ; }}", kHairpinSet));
    const Cidr pods = *Cidr::parse(config.podCidr);
    std::string addresses;
    for (std::uint32_t address = pods.base + 2; pods.contains(address + 1); ++address) {
        addresses += std::format("{0}{1} . {1}", addresses.empty() ? "" : ", ", formatAddress(address));
    }
    line("add", "element", std::format("{} {{ {} }}", kHairpinSet, addresses));
    line("add", "chain", kDnsChain);
    for (const std::string_view chain : kOwnChains) {
        line("add", "chain", chain);
        line("flush", "chain", chain);
    }
    for (const BaseChain& base : kBaseChains) {
        line("add", "chain", std::format("{} {{ {} ; policy accept ; }}", base.name, base.hook));
        line("flush", "chain", base.name);
    }
    const auto rule = [&](std::string_view chain, std::string_view text) {
        line("add", "rule", std::format("{} {}", chain, text));
    };

    rule("dispatch", std::format("jump {}", kDnsChain));
    rule("dispatch", std::format("{} vmap @{}", kAddressKey, kServiceMap));
    rule("dispatch", std::format("fib daddr type local {} vmap @{}", kPortKey, kNodePortMap));

    // The pods of another node on this machine have a table of their own, perhaps, in another cluster, for the same
    // service addresses.
    rule("nat-prerouting", std::format("iifname \"armillary*\" iifname != \"{}\" return", bridge));
    rule("nat-prerouting", "jump dispatch");
    rule("nat-output", "jump dispatch");

    // An endpoint that calls itself through its service would see its own address and drop the packet.
    rule("nat-postrouting", std::format("ct status dnat ip saddr . ip daddr @{} masquerade fully-random", kHairpinSet));
    // A node port called on the loopback address: the pod must answer to something that it can reach.
    rule("nat-postrouting",
         std::format("ct status dnat oifname \"{}\" ip saddr 127.0.0.0/8 masquerade fully-random", bridge));
    // A remote endpoint must answer through this node, which knows the translation.
    rule(
        "nat-postrouting",
        std::format("ct status dnat oifname != \"armillary*\" oifname != \"lo\" ip saddr != {} fib saddr type != local "
                    "masquerade fully-random",
                    config.podCidr));
    // Pods leave the cluster under the node's address.
    rule("nat-postrouting", std::format("ip saddr {} ip daddr != {} oifname != \"{}\" masquerade fully-random",
                                        config.podCidr, config.clusterCidr, bridge));

    // What still bears a service's address here belongs to no service, or to one with nothing behind it. A reset
    // reaches every TCP client at once; ICMP messages are rationed.
    rule("refuse-now", "meta l4proto tcp reject with tcp reset");
    rule("refuse-now", "reject");
    // A packet that slipped past its service's rules at the instant of their change: its sender tries again.
    rule("refuse", std::format("{} @{} drop", kAddressKey, kServedSet));
    rule("refuse", std::format("ip daddr {} goto refuse-now", config.serviceCidr));
    rule("refuse", std::format("{} @{} goto refuse-now", kAddressKey, kRefusedServices));
    rule("refuse", std::format("fib daddr type local {} @{} goto refuse-now", kPortKey, kRefusedNodePorts));
    rule("filter-prerouting", "ct state new jump refuse");
    rule("filter-output", "ct state new jump refuse");
    if (config.loopbackApiPort != 0)
        rule("filter-input", std::format("iifname \"{}\" ip daddr 127.0.0.1 tcp dport {} ct status dnat accept", bridge,
                                         config.loopbackApiPort));
    // route_localnet on the bridge (for node ports on the loopback address) must not open the loopback to pods.
    rule("filter-input", std::format("iifname \"{}\" ip daddr 127.0.0.0/8 ct state new drop", bridge));
    return out;
}

std::string dnsCommands(const NetworkConfig& config, std::uint16_t port) {
    const std::string table = tableName(config.tag);
    const std::string gateway = gatewayAddress(config).value_or("127.0.0.1");
    return std::format(
        "flush chain ip {0} {1}\n"
        "add rule ip {0} {1} ip daddr {2} meta l4proto {{ tcp, udp }} th dport 53 dnat to {3}:{4}\n",
        table, kDnsChain, config.dnsAddress, gateway, port);
}

}  // namespace armillary::network
