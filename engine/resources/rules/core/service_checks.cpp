#include <algorithm>
#include <set>

#include "engine/resources/checks/meta.h"
#include "engine/resources/rules/core/service.h"
#include "engine/resources/rules/pod/pod_spec.h"

namespace armillary::resources::servicespec {

namespace {

constexpr std::string_view kBadAddress = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";

bool isHeadless(const corev1::Service& service) {
    return service.spec.clusterIP == corev1::kClusterIPNone ||
           (!service.spec.clusterIPs.empty() && service.spec.clusterIPs.front() == corev1::kClusterIPNone);
}

void checkPort(const corev1::ServicePort& port, bool needsName, std::set<std::string_view>& names, const Path& path,
               FieldErrors& errors) {
    if (needsName && port.name.empty())
        errors.push_back(field::required(path.child("name"), ""));
    else if (!port.name.empty()) {
        addInvalid(errors, path.child("name"), port.name, checkLabel(port.name));
        if (!names.insert(port.name).second) errors.push_back(field::duplicate(path.child("name"), port.name));
    }
    addInvalidNumber(errors, path.child("port"), port.port, checkPortNumber(port.port));
    checkOneOf(port.protocol, {"SCTP", "TCP", "UDP"}, path.child("protocol"), errors);
    podspec::checkPortOrName(port.targetPort, path.child("targetPort"), errors);
    if (port.appProtocol)
        addInvalid(errors, path.child("appProtocol"), *port.appProtocol, checkQualifiedName(*port.appProtocol));
}

void checkPorts(const corev1::Service& service, const Path& path, FieldErrors& errors) {
    const auto& ports = service.spec.ports;
    if (ports.empty() && !isHeadless(service) && service.spec.type != corev1::kServiceTypeExternalName)
        errors.push_back(field::required(path, ""));
    std::set<std::string_view> names;
    std::set<std::pair<std::string_view, std::int32_t>> numbers, nodePorts;
    for (std::size_t i = 0; i < ports.size(); ++i) {
        const auto& port = ports[i];
        const Path at = path.index(i);
        checkPort(port, ports.size() > 1, names, at, errors);
        if (!numbers.emplace(port.protocol, port.port).second) {
            FieldError twice = field::duplicate(at, "");
            twice.value = "core.ServicePort{Name:\"\", Protocol:" + goQuoted(port.protocol) +
                          ", AppProtocol:(*string)(nil), Port:" + std::to_string(port.port) +
                          ", TargetPort:intstr.IntOrString{Type:0, IntVal:0, StrVal:\"\"}, NodePort:0}";
            errors.push_back(std::move(twice));
        }
        if (port.nodePort == 0) continue;
        if (service.spec.type == corev1::kServiceTypeClusterIP)
            errors.push_back(field::forbidden(at.child("nodePort"), "may not be used when `type` is 'ClusterIP'"));
        else if (!nodePorts.emplace(port.protocol, port.nodePort).second) {
            FieldError twice = field::duplicate(at.child("nodePort"), "");
            twice.value = std::to_string(port.nodePort);
            errors.push_back(std::move(twice));
        }
    }
}

void checkType(const corev1::Service& service, const Path& path, FieldErrors& errors) {
    const auto& spec = service.spec;
    checkOneOf(spec.type, {"ClusterIP", "ExternalName", "LoadBalancer", "NodePort"}, path.child("type"), errors);
    if (spec.type == corev1::kServiceTypeExternalName) {
        // A trailing dot marks a name as complete.
        const std::string cname = spec.externalName.ends_with('.')
                                      ? spec.externalName.substr(0, spec.externalName.size() - 1)
                                      : spec.externalName;
        if (cname.empty())
            errors.push_back(field::required(path.child("externalName"), ""));
        else
            addInvalid(errors, path.child("externalName"), cname, checkSubdomain(cname));
        if (!spec.clusterIPs.empty())
            errors.push_back(field::forbidden(path.child("clusterIPs"), "may not be set for ExternalName services"));
    } else if (isHeadless(service) && spec.type != corev1::kServiceTypeClusterIP) {
        errors.push_back(field::invalid(path.child("clusterIPs").index(0), corev1::kClusterIPNone,
                                        "may not be set to 'None' for " + spec.type + " services"));
    }
}

void checkAffinity(const corev1::ServiceSpec& spec, const Path& path, FieldErrors& errors) {
    checkOneOf(spec.sessionAffinity, {"ClientIP", "None"}, path.child("sessionAffinity"), errors);
    const Path config = path.child("sessionAffinityConfig");
    if (spec.sessionAffinity == corev1::kServiceAffinityNone && spec.sessionAffinityConfig)
        errors.push_back(field::forbidden(config, "must not be set when session affinity is None"));
    if (spec.sessionAffinity != corev1::kServiceAffinityClientIP) return;
    if (!spec.sessionAffinityConfig || !spec.sessionAffinityConfig->clientIP ||
        !spec.sessionAffinityConfig->clientIP->timeoutSeconds)
        return errors.push_back(field::required(config, "when session affinity type is ClientIP"));
    const std::int32_t seconds = *spec.sessionAffinityConfig->clientIP->timeoutSeconds;
    if (seconds <= 0 || seconds > 86400)
        errors.push_back(field::invalidRaw(config.child("clientIP").child("timeoutSeconds"), std::to_string(seconds),
                                           "must be greater than 0 and less than 86400"));
}

void checkAddresses(const corev1::ServiceSpec& spec, const Path& path, FieldErrors& errors) {
    if (!spec.clusterIPs.empty() && spec.clusterIP != spec.clusterIPs.front())
        errors.push_back(
            field::invalidRaw(path.child("clusterIPs"), goList(spec.clusterIPs), "first value must match `clusterIP`"));
    if (spec.clusterIPs.size() > 2)
        errors.push_back(
            field::invalidRaw(path.child("clusterIPs"), goList(spec.clusterIPs), "may only hold up to 2 values"));
    for (std::size_t i = 0; i < spec.clusterIPs.size(); ++i) {
        const std::string& value = spec.clusterIPs[i];
        if (value != corev1::kClusterIPNone && addressFamily(value) == 0)
            errors.push_back(field::invalid(path.child("clusterIPs").index(i), value, std::string(kBadAddress)));
    }
    for (std::size_t i = 0; i < spec.externalIPs.size(); ++i)
        if (addressFamily(spec.externalIPs[i]) == 0)
            errors.push_back(
                field::invalid(path.child("externalIPs").index(i), spec.externalIPs[i], std::string(kBadAddress)));
    for (std::size_t i = 0; i < spec.loadBalancerSourceRanges.size(); ++i)
        if (cidrFamily(spec.loadBalancerSourceRanges[i]) == 0)
            errors.push_back(field::invalid(path.child("LoadBalancerSourceRanges").index(i),
                                            spec.loadBalancerSourceRanges[i],
                                            "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"));
    if (!spec.loadBalancerSourceRanges.empty() && spec.type != corev1::kServiceTypeLoadBalancer)
        errors.push_back(
            field::forbidden(path.child("LoadBalancerSourceRanges"), "may only be used when `type` is 'LoadBalancer'"));
    for (std::size_t i = 0; i < spec.ipFamilies.size(); ++i)
        if (spec.ipFamilies[i] != "IPv4" && spec.ipFamilies[i] != "IPv6")
            errors.push_back(
                field::notSupported(path.child("ipFamilies").index(i), spec.ipFamilies[i], {"IPv4", "IPv6"}));
    static const std::vector<std::string_view> kPolicies{"PreferDualStack", "RequireDualStack", "SingleStack"};
    if (spec.ipFamilyPolicy && !std::ranges::contains(kPolicies, *spec.ipFamilyPolicy))
        errors.push_back(field::invalid(path.child("ipFamilyPolicy"), *spec.ipFamilyPolicy,
                                        "must be one of [SingleStack PreferDualStack RequireDualStack]"));
}

void checkTraffic(const corev1::Service& service, const Path& path, FieldErrors& errors) {
    const auto& spec = service.spec;
    const Path external = path.child("externalTrafficPolicy");
    if (!isExternal(service)) {
        if (!spec.externalTrafficPolicy.empty())
            errors.push_back(field::invalid(external, spec.externalTrafficPolicy,
                                            "may only be set for externally-accessible services"));
    } else {
        checkOneOf(spec.externalTrafficPolicy, {"Cluster", "Local"}, external, errors);
    }
    if (spec.internalTrafficPolicy && *spec.internalTrafficPolicy != "Cluster" &&
        *spec.internalTrafficPolicy != "Local")
        errors.push_back(field::notSupported(path.child("internalTrafficPolicy"), *spec.internalTrafficPolicy,
                                             {"Cluster", "Local"}));
    if (spec.trafficDistribution && *spec.trafficDistribution != corev1::kServiceTrafficDistributionPreferClose)
        errors.push_back(
            field::notSupported(path.child("trafficDistribution"), *spec.trafficDistribution, {"PreferClose"}));
    if (spec.allocateLoadBalancerNodePorts && spec.type != corev1::kServiceTypeLoadBalancer)
        errors.push_back(field::forbidden(path.child("allocateLoadBalancerNodePorts"),
                                          "may only be used when `type` is 'LoadBalancer'"));
    if (spec.loadBalancerClass)
        addInvalid(errors, path.child("loadBalancerClass"), *spec.loadBalancerClass,
                   checkQualifiedName(*spec.loadBalancerClass));
    if (spec.loadBalancerClass && spec.type != corev1::kServiceTypeLoadBalancer)
        errors.push_back(
            field::forbidden(path.child("loadBalancerClass"), "may only be used when `type` is 'LoadBalancer'"));
}

/// Only a load balancer that keeps to the node's own pods asks nodes whether they have any.
bool needsHealthCheck(const corev1::Service& service) {
    return service.spec.type == corev1::kServiceTypeLoadBalancer && service.spec.externalTrafficPolicy == "Local";
}

}  // namespace

bool needsClusterIp(const corev1::Service& service) {
    return service.spec.type != corev1::kServiceTypeExternalName;
}

bool needsNodePorts(const corev1::Service& service) {
    if (service.spec.type == corev1::kServiceTypeNodePort) return true;
    return service.spec.type == corev1::kServiceTypeLoadBalancer &&
           service.spec.allocateLoadBalancerNodePorts.value_or(true);
}

bool isExternal(const corev1::Service& service) {
    return service.spec.type == corev1::kServiceTypeNodePort || service.spec.type == corev1::kServiceTypeLoadBalancer ||
           (service.spec.type == corev1::kServiceTypeClusterIP && !service.spec.externalIPs.empty());
}

void check(const corev1::Service& service, FieldErrors& errors) {
    const Path path("spec");
    checkPorts(service, path.child("ports"), errors);
    checkLabels(service.spec.selector, path.child("selector"), errors);
    checkAffinity(service.spec, path, errors);
    checkAddresses(service.spec, path, errors);
    checkType(service, path, errors);
    checkTraffic(service, path, errors);
    if (!needsHealthCheck(service) && service.spec.healthCheckNodePort != 0)
        errors.push_back(
            field::invalidRaw(path.child("healthCheckNodePort"), std::to_string(service.spec.healthCheckNodePort),
                              "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"));
}

void warn(const corev1::Service& service, Warnings& warnings) {
    const auto& spec = service.spec;
    const auto ignored = [&](bool isSet, std::string_view field, std::string_view when) {
        if (isSet) warnings.push_back(std::string(field) + " is ignored " + std::string(when));
    };
    if (service.metadata.annotations.contains("service.kubernetes.io/topology-aware-hints"))
        warnings.emplace_back(
            "annotation service.kubernetes.io/topology-aware-hints is deprecated, please use "
            "service.kubernetes.io/topology-mode instead");
    if (isHeadless(service)) {
        constexpr std::string_view kHeadless = "for headless services";
        ignored(!spec.loadBalancerIP.empty(), "spec.loadBalancerIP", kHeadless);
        ignored(!spec.externalIPs.empty(), "spec.externalIPs", kHeadless);
        ignored(spec.sessionAffinity != corev1::kServiceAffinityNone, "spec.SessionAffinity", kHeadless);
    }
    const bool named = spec.type == corev1::kServiceTypeExternalName;
    ignored(named && !spec.externalIPs.empty(), "spec.externalIPs", "when spec.type is \"ExternalName\"");
    ignored(!named && !spec.externalName.empty(), "spec.externalName", "when spec.type is not \"ExternalName\"");
}

void checkUpdate(const corev1::Service& service, const corev1::Service& old, FieldErrors& errors) {
    // A cluster IP lasts as long as the type has one.
    if (needsClusterIp(service) && needsClusterIp(old)) {
        const Path first = Path("spec.clusterIPs").index(0);
        const auto& now = service.spec.clusterIPs;
        const auto& before = old.spec.clusterIPs;
        if (!before.empty() && now.empty())
            errors.push_back(field::invalidRaw(first, goList(now), "primary clusterIP can not be unset"));
        else if (!before.empty() && now.front() != before.front())
            errors.push_back(field::invalidRaw(first, goList(now), "may not change once set"));
    }
    if (service.spec.type == corev1::kServiceTypeLoadBalancer && old.spec.type == corev1::kServiceTypeLoadBalancer &&
        service.spec.loadBalancerClass != old.spec.loadBalancerClass)
        errors.push_back(
            field::invalidRaw("spec.loadBalancerClass",
                              service.spec.loadBalancerClass ? goQuoted(*service.spec.loadBalancerClass) : "null",
                              "may not change once set"));
    if (needsHealthCheck(service) && needsHealthCheck(old) &&
        service.spec.healthCheckNodePort != old.spec.healthCheckNodePort)
        errors.push_back(field::forbidden("spec.healthCheckNodePort", std::string(kImmutable)));
    check(service, errors);
}

}  // namespace armillary::resources::servicespec
