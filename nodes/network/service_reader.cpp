#include "nodes/network/service_reader.h"

#include <algorithm>

#include "engine/schema/api/corev1.h"
#include "engine/schema/api/discoveryv1.h"
#include "nodes/network/names.h"

namespace armillary::network {
namespace {

std::string protocolName(std::string_view protocol) {
    if (protocol == corev1::kProtocolUDP) return "udp";
    if (protocol == corev1::kProtocolSCTP) return "sctp";
    return "tcp";
}

bool isPort(std::int32_t port) {
    return port > 0 && port < 65536;
}

/// Canonical form, or "": what gets into a command is an address and nothing else.
std::string addressOrNone(const std::string& text) {
    const auto address = parseAddress(text);
    return address ? formatAddress(*address) : std::string();
}

/// In canonical form. What is no IPv4 network lets nobody in, which is what an IPv6 range means here.
std::vector<std::string> rangesOf(const std::vector<std::string>& texts) {
    std::vector<std::string> ranges;
    for (const std::string& text : texts) {
        const auto begin = std::min(text.find_first_not_of(' '), text.size());
        const auto cidr = Cidr::parse(text.substr(begin, text.find_last_not_of(' ') + 1 - begin));
        ranges.push_back(cidr ? formatAddress(cidr->base) + "/" + std::to_string(cidr->prefix) : "255.255.255.255/32");
    }
    return ranges;
}

std::vector<Backend> readBackends(const corev1::ServicePort& port, const std::vector<ObjectRef>& slices,
                                  const ProxyNode& node) {
    std::vector<Backend> backends;
    // Hints count when every ready endpoint has one and one is for this zone.
    bool allHinted = true, anyNear = false;
    for (const ObjectRef& object : slices) {
        const auto& slice = object->as<discoveryv1::EndpointSlice>();
        if (slice.addressType != "IPv4") continue;
        for (const auto& slicePort : slice.ports) {
            if (slicePort.name.value_or("") != port.name || !slicePort.port || !isPort(*slicePort.port)) continue;
            if (protocolName(slicePort.protocol.value_or("TCP")) != protocolName(port.protocol)) continue;
            for (const auto& endpoint : slice.endpoints) {
                if (endpoint.addresses.empty()) continue;
                std::string address = addressOrNone(endpoint.addresses.front());
                if (address.empty()) continue;
                const bool ready = endpoint.conditions.ready.value_or(true);
                const bool hinted = endpoint.hints && !endpoint.hints->forZones.empty();
                const bool near =
                    hinted && std::ranges::contains(endpoint.hints->forZones, node.zone, &discoveryv1::ForZone::name);
                if (ready) allHinted &= hinted, anyNear |= near;
                backends.push_back({.address = std::move(address),
                                    .port = static_cast<std::uint16_t>(*slicePort.port),
                                    .ready = ready,
                                    .serving = endpoint.conditions.serving.value_or(ready) &&
                                               endpoint.conditions.terminating.value_or(false),
                                    .local = endpoint.nodeName.value_or("") == node.name,
                                    .near = near});
            }
        }
    }
    if (!allHinted || !anyNear)
        for (Backend& backend : backends) backend.near = true;
    // Of two entries for one address the one that is ready counts: a slice may be on its way to another.
    std::ranges::sort(backends, [](const Backend& a, const Backend& b) {
        return std::tie(a.address, a.port, b.ready, b.serving) < std::tie(b.address, b.port, a.ready, a.serving);
    });
    const auto same = [](const Backend& a, const Backend& b) { return a.address == b.address && a.port == b.port; };
    backends.erase(std::ranges::unique(backends, same).begin(), backends.end());
    return backends;
}

}  // namespace

std::vector<ServicePort> readService(const Object& object, const std::vector<ObjectRef>& slices,
                                     const ProxyNode& node) {
    const auto& service = object.as<corev1::Service>();
    const auto& spec = service.spec;
    if (spec.type == corev1::kServiceTypeExternalName || spec.clusterIP == "None") return {};
    if (service.metadata.labels.contains("service.kubernetes.io/service-proxy-name")) return {};
    std::vector<ServicePort> ports;
    for (const auto& port : spec.ports) {
        if (!isPort(port.port)) continue;
        ServicePort made{.namespace_ = service.metadata.namespace_, .name = service.metadata.name};
        made.protocol = protocolName(port.protocol);
        made.port = static_cast<std::uint16_t>(port.port);
        if (isPort(port.nodePort)) made.nodePort = static_cast<std::uint16_t>(port.nodePort);
        made.clusterIp = addressOrNone(spec.clusterIP);
        for (const std::string& ip : spec.externalIPs) made.externalIps.push_back(addressOrNone(ip));
        // In mode Proxy the balancer itself must see the traffic.
        for (const auto& ingress : service.status.loadBalancer.ingress)
            if (ingress.ipMode.value_or("VIP") == "VIP") made.balancerIps.push_back(addressOrNone(ingress.ip));
        std::erase(made.externalIps, "");
        std::erase(made.balancerIps, "");
        if (spec.type == corev1::kServiceTypeLoadBalancer) made.sourceRanges = rangesOf(spec.loadBalancerSourceRanges);
        if (spec.sessionAffinity == corev1::kServiceAffinityClientIP) {
            const auto& config = spec.sessionAffinityConfig;
            made.affinitySeconds =
                config && config->clientIP ? config->clientIP->timeoutSeconds.value_or(10800) : 10800;
        }
        made.internalLocal = spec.internalTrafficPolicy == corev1::kServiceInternalTrafficPolicyLocal;
        made.externalLocal = spec.externalTrafficPolicy == corev1::kServiceExternalTrafficPolicyLocal;
        made.backends = readBackends(port, slices, node);
        if (spec.type == corev1::kServiceTypeLoadBalancer && made.externalLocal && isPort(spec.healthCheckNodePort))
            made.healthPort = static_cast<std::uint16_t>(spec.healthCheckNodePort);
        ports.push_back(std::move(made));
    }
    return ports;
}

std::vector<HostPort> readHostPorts(const Object& object) {
    const auto& pod = object.as<corev1::Pod>();
    if (pod.spec.hostNetwork || pod.status.phase == corev1::kPodSucceeded || pod.status.phase == corev1::kPodFailed)
        return {};
    const std::string podIp = addressOrNone(pod.status.podIP);
    if (podIp.empty()) return {};
    std::vector<HostPort> ports;
    const auto add = [&](const std::vector<corev1::Container>& containers) {
        for (const auto& container : containers) {
            for (const auto& port : container.ports) {
                if (!isPort(port.hostPort) || !isPort(port.containerPort)) continue;
                const std::string hostIp = addressOrNone(port.hostIP);
                ports.push_back({.namespace_ = pod.metadata.namespace_,
                                 .pod = pod.metadata.name,
                                 .protocol = protocolName(port.protocol),
                                 .hostIp = hostIp == "0.0.0.0" ? "" : hostIp,
                                 .hostPort = static_cast<std::uint16_t>(port.hostPort),
                                 .podIp = podIp,
                                 .containerPort = static_cast<std::uint16_t>(port.containerPort)});
            }
        }
    };
    add(pod.spec.containers);
    add(pod.spec.initContainers);
    return ports;
}

std::set<UdpEndpoint> udpEndpointsOf(const std::vector<ServicePort>& ports) {
    std::set<UdpEndpoint> endpoints;
    for (const ServicePort& port : ports) {
        if (port.protocol != "udp") continue;
        for (const Backend& backend : port.backends) {
            if (!backend.ready && !backend.serving) continue;
            if (const auto address = parseAddress(backend.address)) endpoints.insert({*address, backend.port});
        }
    }
    return endpoints;
}

std::set<UdpEndpoint> udpEndpointsOf(const std::vector<HostPort>& ports) {
    std::set<UdpEndpoint> endpoints;
    for (const HostPort& port : ports)
        if (const auto address = parseAddress(port.podIp); address && port.protocol == "udp")
            endpoints.insert({*address, port.containerPort});
    return endpoints;
}

std::string serviceKeyOf(const Object& slice) {
    const auto& labels = slice.meta().labels;
    const auto name = labels.find(discoveryv1::kLabelServiceName);
    return name == labels.end() ? std::string() : slice.namespace_() + "/" + name->second;
}

}  // namespace armillary::network
