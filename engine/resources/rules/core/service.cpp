#include "engine/resources/rules/core/service.h"

#include <algorithm>
#include <set>

#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/rules_for.h"

namespace armillary::resources::rules {

namespace {

constexpr std::int32_t kAffinitySeconds = 10800;

std::string loadBalancerAddresses(const corev1::Service& service) {
    std::set<std::string> found;
    for (const auto& ingress : service.status.loadBalancer.ingress) {
        if (!ingress.ip.empty())
            found.insert(ingress.ip);
        else if (!ingress.hostname.empty())
            found.insert(ingress.hostname);
    }
    return cells::joined({found.begin(), found.end()});
}

std::string externalAddresses(const corev1::Service& service) {
    const auto& spec = service.spec;
    if (spec.type == corev1::kServiceTypeExternalName) return spec.externalName;
    const std::string given = cells::joined(spec.externalIPs);
    if (spec.type != corev1::kServiceTypeLoadBalancer) return given.empty() ? "<none>" : given;
    const std::string balanced = loadBalancerAddresses(service);
    if (!given.empty()) return balanced.empty() ? given : balanced + "," + given;
    return balanced.empty() ? "<pending>" : balanced;
}

std::string ports(const corev1::Service& service) {
    std::string out;
    for (const auto& port : service.spec.ports) {
        out += (out.empty() ? "" : ",") + std::to_string(port.port);
        if (port.nodePort > 0) out += ":" + std::to_string(port.nodePort);
        out += "/" + port.protocol;
    }
    return out.empty() ? "<none>" : out;
}

/// clusterIP and clusterIPs[0] say the same; a client may know only the older of the two.
void alignClusterIps(corev1::ServiceSpec& spec, const corev1::ServiceSpec* old) {
    if (!spec.clusterIP.empty() && spec.clusterIPs.empty()) spec.clusterIPs = {spec.clusterIP};
    const bool onlyOlderChanged = old && spec.clusterIP != old->clusterIP && spec.clusterIPs == old->clusterIPs;
    if (!onlyOlderChanged || spec.clusterIPs.empty()) return;
    if (spec.clusterIP.empty())
        spec.clusterIPs.clear();
    else
        spec.clusterIPs.front() = spec.clusterIP;
}

/// Keeps what was allocated when the client sends a service without it, as after `kubectl apply`.
void keepAllocated(corev1::Service& service, const corev1::Service& old) {
    if (servicespec::needsClusterIp(service) && servicespec::needsClusterIp(old) && service.spec.clusterIP.empty() &&
        (service.spec.clusterIPs.empty() || service.spec.clusterIPs == old.spec.clusterIPs)) {
        service.spec.clusterIP = old.spec.clusterIP;
        service.spec.clusterIPs = old.spec.clusterIPs;
    }
    if (servicespec::needsNodePorts(service) && servicespec::needsNodePorts(old)) {
        std::set<std::int32_t> used;
        for (const auto& port : service.spec.ports) used.insert(port.nodePort);
        for (auto& port : service.spec.ports) {
            if (port.nodePort != 0) continue;
            const auto before = std::ranges::find_if(old.spec.ports, [&](const auto& other) {
                return other.port == port.port && other.protocol == port.protocol && !used.contains(other.nodePort);
            });
            if (before != old.spec.ports.end()) port.nodePort = before->nodePort, used.insert(before->nodePort);
        }
    }
    const auto checked = [](const corev1::Service& item) {
        return item.spec.type == corev1::kServiceTypeLoadBalancer && item.spec.externalTrafficPolicy == "Local";
    };
    if (checked(service) && checked(old) && service.spec.healthCheckNodePort == 0)
        service.spec.healthCheckNodePort = old.spec.healthCheckNodePort;
}

/// Drops what the new type has no use for and the client has not set anew.
void dropUnused(corev1::Service& service, const corev1::Service& old) {
    auto& spec = service.spec;
    if (servicespec::needsClusterIp(old) && !servicespec::needsClusterIp(service)) {
        if (spec.clusterIPs == old.spec.clusterIPs) spec.clusterIP.clear(), spec.clusterIPs.clear();
        if (spec.ipFamilies == old.spec.ipFamilies) spec.ipFamilies.clear();
        if (spec.ipFamilyPolicy == old.spec.ipFamilyPolicy) spec.ipFamilyPolicy.reset();
    }
    if (servicespec::needsNodePorts(old) && !servicespec::needsNodePorts(service) &&
        spec.ports.size() == old.spec.ports.size())
        for (std::size_t i = 0; i < spec.ports.size(); ++i)
            if (spec.ports[i].nodePort == old.spec.ports[i].nodePort) spec.ports[i].nodePort = 0;
    if (old.spec.type == corev1::kServiceTypeLoadBalancer && spec.type != corev1::kServiceTypeLoadBalancer) {
        if (spec.allocateLoadBalancerNodePorts == old.spec.allocateLoadBalancerNodePorts)
            spec.allocateLoadBalancerNodePorts.reset();
        if (spec.loadBalancerClass == old.spec.loadBalancerClass) spec.loadBalancerClass.reset();
        if (spec.healthCheckNodePort == old.spec.healthCheckNodePort) spec.healthCheckNodePort = 0;
    }
    if (servicespec::isExternal(old) && !servicespec::isExternal(service) &&
        spec.externalTrafficPolicy == old.spec.externalTrafficPolicy)
        spec.externalTrafficPolicy.clear();
}

class ServiceRules final : public RulesFor<corev1::Service> {
public:
    std::span<const std::string_view> selectableFields() const override {
        static constexpr std::string_view kFields[] = {"spec.clusterIP", "spec.type"};
        return kFields;
    }
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"Type", "string", "", "How the service is exposed: ClusterIP, NodePort, LoadBalancer or ExternalName.", 0},
            {"Cluster-IP", "string", "", "The address of the service inside the cluster.", 0},
            {"External-IP", "string", "", "Addresses at which the service is reached from outside.", 0},
            {"Port(s)", "string", "", "The list of ports that are exposed by this service.", 0},
            cells::kAge,
            {"Selector", "string", "", "Which pods get the traffic: their labels match this.", 1},
        };
        return kColumns;
    }

protected:
    void defaults(corev1::Service& service) const override {
        auto& spec = service.spec;
        if (spec.type.empty()) spec.type = corev1::kServiceTypeClusterIP;
        if (spec.sessionAffinity.empty()) spec.sessionAffinity = corev1::kServiceAffinityNone;
        if (spec.sessionAffinity == corev1::kServiceAffinityNone) spec.sessionAffinityConfig.reset();
        if (spec.sessionAffinity == corev1::kServiceAffinityClientIP) {
            auto& timeout = spec.sessionAffinityConfig.ensure().clientIP.ensure().timeoutSeconds;
            if (!timeout) timeout = kAffinitySeconds;
        }
        for (auto& port : spec.ports) {
            if (port.protocol.empty()) port.protocol = corev1::kProtocolTCP;
            const bool unset = port.targetPort.isString() ? port.targetPort.text.empty() : *port.targetPort.number == 0;
            if (unset) port.targetPort = port.port;
        }
        if (servicespec::isExternal(service) && spec.externalTrafficPolicy.empty())
            spec.externalTrafficPolicy = corev1::kServiceExternalTrafficPolicyCluster;
        if (!spec.internalTrafficPolicy && servicespec::needsClusterIp(service))
            spec.internalTrafficPolicy = corev1::kServiceInternalTrafficPolicyCluster;
        if (spec.type == corev1::kServiceTypeLoadBalancer && !spec.allocateLoadBalancerNodePorts)
            spec.allocateLoadBalancerNodePorts = true;
        for (auto& ingress : service.status.loadBalancer.ingress)
            if (!ingress.ip.empty() && !ingress.ipMode) ingress.ipMode = corev1::kLoadBalancerIPModeVIP;
    }

    void beforeCreate(corev1::Service& service) const override {
        service.status = {};
        alignClusterIps(service.spec, nullptr);
    }

    void beforeUpdate(corev1::Service& service, const corev1::Service& old) const override {
        service.status = old.status;
        keepAllocated(service, old);
        alignClusterIps(service.spec, &old.spec);
        dropUnused(service, old);
    }

    void check(const corev1::Service& service, FieldErrors& errors) const override {
        servicespec::check(service, errors);
    }
    void checkUpdate(const corev1::Service& service, const corev1::Service& old, FieldErrors& errors) const override {
        servicespec::checkUpdate(service, old, errors);
    }

    void warn(const corev1::Service& service, const corev1::Service*, Warnings& warnings) const override {
        servicespec::warn(service, warnings);
    }

    std::string selectable(const corev1::Service& service, std::string_view path) const override {
        return path == "spec.type" ? service.spec.type : service.spec.clusterIP;
    }

    Cells row(const corev1::Service& service, const Context& context) const override {
        const std::string address =
            service.spec.clusterIPs.empty() ? service.spec.clusterIP : service.spec.clusterIPs.front();
        return {cells::text(service.metadata.name),
                cells::text(service.spec.type),
                cells::text(address.empty() ? "<none>" : address),
                cells::text(externalAddresses(service)),
                cells::text(ports(service)),
                cells::age(service.metadata, context),
                cells::text(cells::labels(service.spec.selector))};
    }
};

}  // namespace

const Rules& service() {
    static const ServiceRules rules;
    return rules;
}

}  // namespace armillary::resources::rules
