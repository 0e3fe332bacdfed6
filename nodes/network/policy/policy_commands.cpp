#include <format>

#include "nodes/network/policy/policy_model.h"

namespace armillary::network {
namespace {

std::string list(const std::vector<std::string>& values) {
    std::string out;
    for (const std::string& value : values) out += (out.empty() ? "" : ", ") + value;
    return "{ " + out + " }";
}

/// What a packet must look like to be let through; `side` is where the peer stands in it.
std::string conditionOf(const Allowance& allowance, std::string_view side) {
    std::string out;
    const PeerSet& peers = allowance.peers;
    if (!peers.block.empty()) out += std::format("ip {} {} ", side, peers.block);
    for (const std::string& part : peers.except) out += std::format("ip {} != {} ", side, part);
    if (!peers.addresses.empty()) out += std::format("ip {} {} ", side, list(peers.addresses));
    if (allowance.protocol.empty()) return out;
    if (allowance.from == 0) return out + std::format("meta l4proto {} ", allowance.protocol);
    out += std::format("{} dport {}", allowance.protocol, allowance.from);
    if (allowance.to != allowance.from) out += std::format("-{}", allowance.to);
    return out + " ";
}

bool isNobody(const PeerSet& peers) {
    return !peers.everybody && peers.block.empty() && peers.addresses.empty();
}

}  // namespace

std::string policyTableName(std::string_view tag) {
    return "armillary-" + std::string(tag) + "-policy";
}

std::string policyCommands(const std::string& table, const std::vector<PodPolicy>& pods) {
    // Added first, so that a missing table is no error; one transaction, so that no packet meets half a table.
    std::string out = std::format("add table ip {0}\ndelete table ip {0}\n", table);
    if (pods.empty()) return out;
    const auto line = [&](std::string_view what, std::string_view rest) {
        out += std::format("add {} ip {} {}\n", what, table, rest);
    };
    out += std::format("add table ip {}\n", table);
    line("map", "egress { type ipv4_addr : verdict ; }");
    line("map", "ingress { type ipv4_addr : verdict ; }");
    line("chain", "forward { type filter hook forward priority filter - 5 ; policy accept ; }");
    line("rule", "forward ct state established,related accept");
    line("rule", "forward ip saddr vmap @egress");
    line("rule", "forward ip daddr vmap @ingress");
    for (const PodPolicy& pod : pods) {
        for (const auto& [direction, side, allowances] :
             {std::tuple("ingress", "saddr", &pod.ingress), std::tuple("egress", "daddr", &pod.egress)}) {
            if (!*allowances) continue;
            const std::string chain = std::format("{}/{}", direction, pod.address);
            line("chain", chain);
            // A pod always reaches itself.
            line("rule", std::format("{} ip {} {} return", chain, side, pod.address));
            for (const Allowance& allowance : **allowances)
                if (!isNobody(allowance.peers))
                    line("rule", std::format("{} {}return", chain, conditionOf(allowance, side)));
            line("rule", chain + " drop");
            line("element", std::format("{} {{ {} : jump {} }}", direction, pod.address, chain));
        }
    }
    return out;
}

}  // namespace armillary::network
