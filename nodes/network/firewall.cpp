#include "nodes/network/firewall.h"

#include <boost/json.hpp>
#include <format>
#include <vector>

namespace armillary::network {
namespace {

namespace json = boost::json;

/// The objects of one kind in what nftables lists; none when it lists nothing.
std::vector<json::object> listed(Nft& nft, const std::string& command, std::string_view kind) {
    std::vector<json::object> found;
    const auto text = nft.list(command);
    boost::system::error_code error;
    const json::value document = text ? json::parse(*text, error) : json::value();
    const auto* items = document.is_object() ? document.get_object().if_contains("nftables") : nullptr;
    if (error || items == nullptr || !items->is_array()) return found;
    for (const auto& item : items->get_array()) {
        const auto* object = item.is_object() ? item.get_object().if_contains(kind) : nullptr;
        if (object != nullptr && object->is_object()) found.push_back(object->get_object());
    }
    return found;
}

std::string textOf(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

struct OwnRule {
    std::string chain;
    std::int64_t handle = 0;
};

/// The rules of `ip filter` that name the bridge and nothing else's: nobody but this file makes such.
std::vector<OwnRule> ownRules(Nft& nft, const std::string& bridge) {
    std::vector<OwnRule> rules;
    for (const json::object& rule : listed(nft, "list table ip filter", "rule")) {
        const auto* expressions = rule.if_contains("expr");
        const auto* handle = rule.if_contains("handle");
        if (expressions == nullptr || handle == nullptr || !handle->is_int64()) continue;
        if (json::serialize(*expressions).contains("\"" + bridge + "\""))
            rules.push_back({textOf(rule, "chain"), handle->get_int64()});
    }
    return rules;
}

}  // namespace

std::expected<void, std::string> admitForwarding(Nft& nft, const std::string& bridge) {
    std::string chain;
    for (const json::object& each : listed(nft, "list chains ip", "chain")) {
        if (textOf(each, "table") != "filter") continue;
        const std::string name = textOf(each, "name");
        if (name == "DOCKER-USER") chain = name;
        if (name == "FORWARD" && textOf(each, "policy") == "drop" && chain.empty()) chain = name;
    }
    if (chain.empty() || !ownRules(nft, bridge).empty()) return {};
    // Written as iptables writes them, so that it can still read its table.
    std::string commands;
    for (const char* direction : {"iifname", "oifname"}) {
        commands += std::format("insert rule ip filter {} {} \"{}\" counter accept\n", chain, direction, bridge);
    }
    return nft.run(commands);
}

void withdrawForwarding(Nft& nft, const std::string& bridge) {
    std::string commands;
    for (const OwnRule& rule : ownRules(nft, bridge)) {
        commands += std::format("delete rule ip filter {} handle {}\n", rule.chain, rule.handle);
    }
    if (!commands.empty()) nft.run(commands);
}

}  // namespace armillary::network
