#include "engine/controllers/endpointslice/endpoints_of.h"

#include "engine/controllers/framework/pods.h"

namespace armillary::controllers::endpointslice {

namespace {

std::optional<std::int32_t> namedPort(const corev1::Container& container, const std::string& name,
                                      const std::string& protocol) {
    for (const auto& port : container.ports)
        if (port.name == name && (port.protocol.empty() ? std::string("TCP") : port.protocol) == protocol)
            return port.containerPort;
    return std::nullopt;
}

std::optional<std::int32_t> targetPort(const corev1::ServicePort& servicePort, const corev1::Pod& pod) {
    if (servicePort.targetPort.number)
        return *servicePort.targetPort.number != 0 ? *servicePort.targetPort.number : servicePort.port;
    const std::string& name = servicePort.targetPort.text;
    const std::string protocol = servicePort.protocol.empty() ? "TCP" : servicePort.protocol;
    for (const auto& container : pod.spec.containers)
        if (const auto port = namedPort(container, name, protocol)) return port;
    // A sidecar is an init container that keeps running.
    for (const auto& container : pod.spec.initContainers)
        if (container.restartPolicy == "Always")
            if (const auto port = namedPort(container, name, protocol)) return port;
    return std::nullopt;
}

}  // namespace

std::vector<Port> portsFor(const corev1::Service& service, const corev1::Pod& pod) {
    std::vector<Port> ports;
    for (const auto& servicePort : service.spec.ports)
        if (const auto number = targetPort(servicePort, pod))
            ports.push_back({servicePort.name, servicePort.protocol.empty() ? "TCP" : servicePort.protocol, *number,
                             servicePort.appProtocol});
    return ports;
}

bool isManaged(const corev1::Service& service) {
    return !service.spec.selector.empty() && service.spec.type != corev1::kServiceTypeExternalName;
}

bool canServe(const corev1::Pod& pod) {
    return !hasEnded(pod) && (!pod.status.podIP.empty() || !pod.status.podIPs.empty());
}

bool isHeadless(const corev1::Service& service) {
    return service.spec.clusterIP == "None";
}

std::optional<std::string> hostnameOf(const corev1::Service& service, const corev1::Pod& pod) {
    if (pod.spec.hostname.empty() || pod.spec.subdomain != service.metadata.name) return std::nullopt;
    return pod.spec.hostname;
}

schema::Ptr<corev1::ObjectReference> podReference(const corev1::Pod& pod) {
    corev1::ObjectReference reference;
    reference.kind = "Pod";
    reference.namespace_ = pod.metadata.namespace_;
    reference.name = pod.metadata.name;
    reference.uid = pod.metadata.uid;
    return reference;
}

std::vector<std::string> addressesOf(const corev1::Pod& pod, std::string_view family) {
    std::vector<std::string> addresses;
    const auto add = [&](const std::string& ip) {
        if (!ip.empty() && (ip.contains(':') ? "IPv6" : "IPv4") == family && addresses.empty()) addresses.push_back(ip);
    };
    for (const auto& ip : pod.status.podIPs) add(ip.ip);
    add(pod.status.podIP);
    return addresses;
}

}  // namespace armillary::controllers::endpointslice
