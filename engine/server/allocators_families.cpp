#include "engine/server/allocators_families.h"

#include <algorithm>
#include <map>
#include <set>

namespace armillary::server {
namespace {

using corev1::Service;

constexpr std::string_view kIPv4 = corev1::kIPv4Protocol, kIPv6 = corev1::kIPv6Protocol;
constexpr std::string_view kPolicyPath = "spec.ipFamilyPolicy";

std::set<std::int32_t> portsOf(const Service& service) {
    std::set<std::int32_t> ports;
    for (const auto& port : service.spec.ports)
        if (port.nodePort != 0) ports.insert(port.nodePort);
    return ports;
}

/// A port that the update left open keeps the number of the old port of its name, unless another one has it now.
void carryNodePorts(Service& service, const Service& old) {
    std::set<std::int32_t> before = portsOf(old), now = portsOf(service);
    std::map<std::string, std::int32_t> byName;
    for (const auto& port : old.spec.ports) byName[port.name] = port.nodePort;
    for (auto& port : service.spec.ports) {
        if (port.nodePort != 0) continue;
        auto known = byName.find(port.name);
        if (known != byName.end() && !now.contains(known->second)) port.nodePort = known->second;
    }
}

bool sameNodePorts(const Service& service, const Service& old) {
    return portsOf(service) == portsOf(old);
}

void dropWhatTheTypeLacks(Service& service, const Service& old) {
    if (needsClusterIp(old) && !needsClusterIp(service) && service.spec.clusterIPs == old.spec.clusterIPs &&
        !isHeadless(service)) {
        service.spec.clusterIP.clear();
        service.spec.clusterIPs.clear();
        if (service.spec.ipFamilies == old.spec.ipFamilies) service.spec.ipFamilies.clear();
        if (service.spec.ipFamilyPolicy == old.spec.ipFamilyPolicy) service.spec.ipFamilyPolicy.reset();
    }
    if (needsNodePorts(old) && !needsNodePorts(service) && sameNodePorts(service, old))
        for (auto& port : service.spec.ports) port.nodePort = 0;
    if (needsHealthCheckPort(old) && !needsHealthCheckPort(service) &&
        service.spec.healthCheckNodePort == old.spec.healthCheckNodePort)
        service.spec.healthCheckNodePort = 0;
    bool balanced = service.spec.type == corev1::kServiceTypeLoadBalancer;
    if (old.spec.type == corev1::kServiceTypeLoadBalancer && !balanced) {
        if (service.spec.allocateLoadBalancerNodePorts == old.spec.allocateLoadBalancerNodePorts)
            service.spec.allocateLoadBalancerNodePorts.reset();
        if (service.spec.loadBalancerClass == old.spec.loadBalancerClass) service.spec.loadBalancerClass.reset();
    }
}

FieldErrors checkFamilies(const Service& service) {
    FieldErrors errors;
    const std::string& policy = *service.spec.ipFamilyPolicy;
    std::string path(kPolicyPath);
    if (policy == corev1::kIPFamilyPolicySingleStack) {
        if (service.spec.clusterIPs.size() == 2)
            errors.push_back(field::invalid(
                path, policy,
                "must be 'RequireDualStack' or 'PreferDualStack' when multiple cluster IPs are specified"));
        if (service.spec.ipFamilies.size() == 2)
            errors.push_back(field::invalid(
                path, policy,
                "must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified"));
    }
    if (policy == corev1::kIPFamilyPolicyRequireDualStack)
        errors.push_back(field::invalid(path, policy, "this cluster is not configured for dual-stack services"));
    for (std::size_t i = 0; i < service.spec.ipFamilies.size(); ++i)
        if (service.spec.ipFamilies[i] != kIPv4)
            errors.push_back(field::invalid("spec.ipFamilies[" + std::to_string(i) + "]", service.spec.ipFamilies[i],
                                            "not configured on this cluster"));
    return errors;
}

}  // namespace

bool isHeadless(const Service& service) {
    return service.spec.clusterIP == corev1::kClusterIPNone ||
           (!service.spec.clusterIPs.empty() && service.spec.clusterIPs.front() == corev1::kClusterIPNone);
}

bool needsClusterIp(const Service& service) {
    return service.spec.type != corev1::kServiceTypeExternalName && !isHeadless(service);
}

bool needsNodePorts(const Service& service) {
    if (service.spec.type == corev1::kServiceTypeNodePort) return true;
    return service.spec.type == corev1::kServiceTypeLoadBalancer &&
           service.spec.allocateLoadBalancerNodePorts.value_or(true);
}

bool needsHealthCheckPort(const Service& service) {
    return service.spec.type == corev1::kServiceTypeLoadBalancer &&
           service.spec.externalTrafficPolicy == corev1::kServiceExternalTrafficPolicyLocal;
}

void settleUpdate(Service& service, const Service& old) {
    if (needsClusterIp(old) && service.spec.type != corev1::kServiceTypeExternalName &&
        service.spec.clusterIP.empty()) {
        service.spec.clusterIP = old.spec.clusterIP;
        if (service.spec.clusterIPs.empty()) service.spec.clusterIPs = old.spec.clusterIPs;
    }
    bool hadPorts = needsNodePorts(old) || !portsOf(old).empty();
    if (hadPorts && needsNodePorts(service)) carryNodePorts(service, old);
    if (needsHealthCheckPort(old) && needsHealthCheckPort(service) && service.spec.healthCheckNodePort == 0)
        service.spec.healthCheckNodePort = old.spec.healthCheckNodePort;
    dropWhatTheTypeLacks(service, old);
}

void alignClusterIps(Service& service, const Service* old) {
    auto& spec = service.spec;
    if (!old) {
        if (!spec.clusterIP.empty() && spec.clusterIPs.empty()) spec.clusterIPs = {spec.clusterIP};
        return;
    }
    bool listSame = spec.clusterIPs == old->spec.clusterIPs;
    if (spec.clusterIP != old->spec.clusterIP && listSame) {
        if (spec.clusterIP.empty())
            spec.clusterIPs.clear();
        else if (spec.clusterIPs.empty())
            spec.clusterIPs = {spec.clusterIP};
        else
            spec.clusterIPs.front() = spec.clusterIP;
    } else if (!spec.clusterIP.empty() && spec.clusterIPs.empty()) {
        spec.clusterIPs = {spec.clusterIP};
    }
}

FieldErrors settleFamilies(Service& service, const Service* old) {
    alignClusterIps(service, old);
    if (service.spec.type == corev1::kServiceTypeExternalName) return {};
    bool free = isHeadless(service) && service.spec.selector.empty();
    if (!service.spec.ipFamilyPolicy) {
        if (old && old->spec.ipFamilyPolicy)
            service.spec.ipFamilyPolicy = old->spec.ipFamilyPolicy;
        else
            service.spec.ipFamilyPolicy =
                free ? corev1::kIPFamilyPolicyRequireDualStack : corev1::kIPFamilyPolicySingleStack;
    }
    auto& families = service.spec.ipFamilies;
    // A headless service without selector gets its endpoints from whoever writes them, of either family.
    if (free) {
        if (families.empty()) families = {std::string(kIPv4)};
        if (families.size() == 1 && *service.spec.ipFamilyPolicy != corev1::kIPFamilyPolicySingleStack)
            families.emplace_back(families.front() == kIPv4 ? kIPv6 : kIPv4);
        return {};
    }
    if (FieldErrors errors = checkFamilies(service); !errors.empty()) return errors;
    if (families.empty()) families = {std::string(kIPv4)};
    return {};
}

}  // namespace armillary::server
