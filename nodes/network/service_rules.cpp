#include "nodes/network/service_rules.h"

#include <format>

#include "nodes/network/skeleton.h"

namespace armillary::network {
namespace {

std::string goTo(const std::string& chain) {
    return "goto " + chain;
}

/// A chain's name says what it is for: KIND/NAMESPACE/NAME/PROTOCOL/PORT. API names are DNS labels, so every character
/// is one that nftables takes, and the length stays under the kernel's 255.
std::string chainName(std::string_view kind, const ServicePort& port) {
    return std::format("{}/{}/{}/{}/{}", kind, port.namespace_, port.name, port.protocol, port.port);
}

/// Up to so many endpoints are tried one rule after the other; more are found through a map.
constexpr std::size_t kMaxCascade = 32;

/// Rules that pick an endpoint at random. A rule for each is preferred to a map inside one rule: a packet that is under
/// way in the old rules at the instant of a change would find the old map empty, and its connection would be lost.
std::vector<std::string> pick(const ServicePort& port, const std::vector<Backend>& backends) {
    std::vector<std::string> rules;
    if (backends.size() <= kMaxCascade) {
        for (std::size_t left = backends.size(); left > 0; --left) {
            const Backend& backend = backends[backends.size() - left];
            rules.push_back(std::format("meta l4proto {} {}dnat to {}:{}", port.protocol,
                                        left > 1 ? std::format("numgen random mod {} 0 ", left) : "", backend.address,
                                        backend.port));
        }
        return rules;
    }
    std::string choices;
    for (std::size_t i = 0; i < backends.size(); ++i) {
        choices += std::format("{}{} : {} . {}", i == 0 ? "" : ", ", i, backends[i].address, backends[i].port);
    }
    rules.push_back(std::format("meta l4proto {} dnat to numgen random mod {} map {{ {} }}", port.protocol,
                                backends.size(), choices));
    return rules;
}

/// With session affinity each endpoint remembers its clients in a set; a client that is known goes there again.
std::vector<std::string> pickWithAffinity(const ServicePort& port, const std::vector<Backend>& backends, Rules& rules) {
    std::vector<std::string> chain;
    std::string choices;
    for (std::size_t i = 0; i < backends.size(); ++i) {
        const std::string suffix = std::format("/{}/{}", backends[i].address, backends[i].port);
        const std::string endpoint = chainName("endpoint", port) + suffix;
        const std::string clients = chainName("clients", port) + suffix;
        rules.affinitySets.insert(clients);
        rules.chains[endpoint] = {
            std::format("update @{} {{ ip saddr timeout {}s }}", clients, port.affinitySeconds),
            std::format("meta l4proto {} dnat to {}:{}", port.protocol, backends[i].address, backends[i].port)};
        chain.push_back(std::format("ip saddr @{} {}", clients, goTo(endpoint)));
        choices += std::format("{}{} : {}", i == 0 ? "" : ", ", i, goTo(endpoint));
    }
    chain.push_back(std::format("numgen random mod {} vmap {{ {} }}", backends.size(), choices));
    return chain;
}

std::vector<std::string> balance(const ServicePort& port, const std::vector<Backend>& backends, Rules& rules) {
    if (port.affinitySeconds > 0) return pickWithAffinity(port, backends, rules);
    return pick(port, backends);
}

/// How traffic from outside (node ports, external addresses) is named and served; "" when nothing serves it.
std::string addExternalChain(const ServicePort& port, const std::string& internal, const NetworkConfig& config,
                             Rules& rules) {
    const bool localOnly = port.externalLocal;
    const auto backends = usable(port.backends, localOnly);
    if (localOnly == port.internalLocal && !internal.empty()) return internal;
    const auto everywhere = usable(port.backends, false);
    if (everywhere.empty()) return "";
    const std::string name = chainName("external", port);
    std::vector<std::string> chain;
    if (localOnly) {
        // Who is inside the cluster may use any endpoint; only outsiders keep to this node.
        const std::string inside = chainName("inside", port);
        rules.chains[inside] = balance(port, everywhere, rules);
        chain.push_back(std::format("ip saddr {} {}", config.podCidr, goTo(inside)));
        chain.push_back(std::format("fib saddr type local {}", goTo(inside)));
    }
    if (backends.empty()) {
        // As upstream: dropped, so that a load balancer's health check, not a refusal, moves clients away.
        chain.push_back("drop");
    } else {
        for (std::string& rule : balance(port, backends, rules)) chain.push_back(std::move(rule));
    }
    rules.chains[name] = std::move(chain);
    return name;
}

/// Where a load balancer's addresses lead: past a gate for those who may, when there is a list of them.
std::string addBalancerChain(const ServicePort& port, const std::string& external, Rules& rules) {
    if (port.sourceRanges.empty() || port.balancerIps.empty()) return external;
    std::vector<std::string> chain;
    for (const std::string& range : port.sourceRanges)
        chain.push_back(std::format("ip saddr {} {}", range, goTo(external)));
    // The node's own traffic has come in already.
    chain.push_back(std::format("fib saddr type local {}", goTo(external)));
    chain.push_back("drop");
    std::string name = chainName("balancer", port);
    rules.chains[name] = std::move(chain);
    return name;
}

void addPort(const ServicePort& port, const NetworkConfig& config, Rules& rules) {
    const bool isDns = port.clusterIp == config.dnsAddress && port.port == 53;
    std::string internal;
    const auto backends = usable(port.backends, port.internalLocal);
    // As upstream: nothing on this node, though elsewhere, is dropped and not refused.
    const bool elsewhere = backends.empty() && port.internalLocal && !usable(port.backends, false).empty();
    if (!backends.empty() || elsewhere) {
        internal = chainName("service", port);
        rules.chains[internal] = elsewhere ? std::vector<std::string>{"drop"} : balance(port, backends, rules);
        if (!port.clusterIp.empty() && !isDns) {
            const std::string key = std::format("{} . {} . {}", port.clusterIp, port.protocol, port.port);
            rules.elements.insert({std::string(kServiceMap), key, goTo(internal)});
            rules.elements.insert({std::string(kServedSet), key, ""});
        }
    }
    if (port.nodePort == 0 && port.externalIps.empty() && port.balancerIps.empty()) return;
    const std::string external = addExternalChain(port, elsewhere ? std::string() : internal, config, rules);
    const auto add = [&](std::string_view map, std::string_view refused, std::string key) {
        if (external.empty()) {
            rules.elements.insert({std::string(refused), std::move(key), ""});
        } else {
            rules.elements.insert({std::string(map), std::move(key), goTo(external)});
        }
    };
    if (port.nodePort != 0) add(kNodePortMap, kRefusedNodePorts, std::format("{} . {}", port.protocol, port.nodePort));
    for (const std::string& ip : port.externalIps) {
        add(kServiceMap, kRefusedServices, std::format("{} . {} . {}", ip, port.protocol, port.port));
    }
    const std::string balanced = external.empty() ? external : addBalancerChain(port, external, rules);
    for (const std::string& ip : port.balancerIps) {
        std::string key = std::format("{} . {} . {}", ip, port.protocol, port.port);
        if (balanced.empty())
            rules.elements.insert({std::string(kRefusedServices), std::move(key), ""});
        else
            rules.elements.insert({std::string(kServiceMap), std::move(key), goTo(balanced)});
    }
}

}  // namespace

Rules rulesFor(const std::vector<ServicePort>& ports, const NetworkConfig& config) {
    Rules rules;
    for (const ServicePort& port : ports) addPort(port, config, rules);
    return rules;
}

Rules rulesFor(const std::vector<HostPort>& ports) {
    Rules rules;
    for (const HostPort& port : ports) {
        const std::string name = std::format("host/{}/{}/{}/{}{}", port.namespace_, port.pod, port.protocol,
                                             port.hostPort, port.hostIp.empty() ? "" : "/" + port.hostIp);
        rules.chains[name] = {
            std::format("meta l4proto {} dnat to {}:{}", port.protocol, port.podIp, port.containerPort)};
        if (port.hostIp.empty()) {
            rules.elements.insert(
                {std::string(kNodePortMap), std::format("{} . {}", port.protocol, port.hostPort), goTo(name)});
        } else {
            rules.elements.insert({std::string(kServiceMap),
                                   std::format("{} . {} . {}", port.hostIp, port.protocol, port.hostPort), goTo(name)});
        }
    }
    return rules;
}

}  // namespace armillary::network
