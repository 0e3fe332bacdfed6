#include <algorithm>
#include <charconv>

#include "engine/schema/address.h"
#include "engine/schema/api/corev1.h"
#include "engine/server/node_address.h"
#include "engine/server/outbound/service_endpoint.h"
#include "engine/server/storage.h"
#include "engine/server/target.h"
#include "engine/server/verbs/connect.h"
#include "engine/server/verbs/verbs.h"

/// nodes/proxy, pods/proxy and services/proxy.
/// Source: https://kubernetes.io/docs/tasks/access-application-cluster/access-cluster-services/.
namespace armillary::server {
namespace {

/// "[SCHEME:]NAME[:PORT]"
struct ProxyName {
    std::string scheme, name, port;
};

std::optional<ProxyName> splitProxyName(std::string_view text) {
    const std::size_t first = text.find(':');
    if (first == std::string_view::npos) return ProxyName{"", std::string(text), ""};
    const std::size_t second = text.find(':', first + 1);
    if (second == std::string_view::npos)
        return ProxyName{"", std::string(text.substr(0, first)), std::string(text.substr(first + 1))};
    if (text.find(':', second + 1) != std::string_view::npos) return std::nullopt;
    ProxyName result{std::string(text.substr(0, first)), std::string(text.substr(first + 1, second - first - 1)),
                     std::string(text.substr(second + 1))};
    if (!result.scheme.empty() && result.scheme != "http" && result.scheme != "https") return std::nullopt;
    return result;
}

std::uint16_t portNumber(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc() && end == text.data() + text.size() ? port : std::uint16_t(0);
}

std::string targetOf(const Call& call) {
    std::string rest = call.route.rest;
    if (rest.empty()) {
        // "?path=" is the older spelling.
        rest = call.request.parameter("path");
        while (!rest.empty() && rest.front() == '/') rest.erase(0, 1);
    }
    return "/" + encodePath(rest) + queryString(call.request.query);
}

/// What the client's path had before the proxied one, for redirects that the other side sends.
std::string prefixOf(const Call& call) {
    std::string prefix = call.request.path;
    if (!call.route.rest.empty()) prefix.resize(prefix.size() - call.route.rest.size());
    while (!prefix.empty() && prefix.back() == '/') prefix.pop_back();
    return prefix;
}

Status badName(const Call& call) {
    return status::badRequest("invalid proxy request \"" + call.route.name + "\"");
}

/// What runs in the cluster shows certificates of its own making: it is spoken to in secret, but not identified.
std::shared_ptr<const UpstreamTrust> unverified() {
    static const std::shared_ptr<const UpstreamTrust> trust = [] {
        auto made = std::make_shared<UpstreamTrust>();
        made->insecureSkipTlsVerify = true;
        return made;
    }();
    return trust;
}

/// `scheme` "" is http.
ProxyReply replyOf(const Call& call, std::string_view scheme, std::string host, std::uint16_t port) {
    const bool tls = scheme == "https";
    const std::string prefix = prefixOf(call);
    return {.tls = tls,
            .host = std::move(host),
            .port = port,
            .target = targetOf(call),
            .stripPrefix = prefix,
            .trust = tls ? unverified() : nullptr,
            .headers = {{"X-Forwarded-Uri", prefix + "/" + encodePath(call.route.rest)}}};
}

/// Relative links of a page lead nowhere when its own path does not end with a slash: the client is sent to the one
/// that does. Source: k8s.io/apimachinery/pkg/util/proxy, proxyRedirectsforRootPath.
Handled withSlash(const Call& call, ProxyReply reply) {
    const Request& request = call.request;
    const bool asksPage = request.method == "GET" || request.method == "HEAD";
    if (!asksPage || !call.route.rest.empty() || request.path.ends_with('/') || !request.parameter("path").empty() ||
        !request.header("upgrade").empty())
        return reply;
    Response moved{.code = 301, .contentType = "text/plain"};
    moved.headers.emplace_back("Location", encodePath(request.path) + "/" + queryString(request.query));
    return moved;
}

std::uint16_t podPort(const corev1::Pod& pod, const std::string& asked) {
    if (!asked.empty()) return portNumber(asked);
    for (const auto& container : pod.spec.containers)
        for (const auto& port : container.ports) return static_cast<std::uint16_t>(port.containerPort);
    return 80;
}

/// One ready endpoint of the service at the named or numbered port.
Result<ProxyReply> endpointOf(const Call& call, const corev1::Service& service, const ProxyName& name) {
    const std::string& asked = name.port;
    std::string portName = asked;
    if (const std::uint16_t number = portNumber(asked); number || asked.empty()) {
        const auto& ports = service.spec.ports;
        const auto found = asked.empty()
                               ? ports.begin()
                               : std::ranges::find_if(ports, [&](const auto& port) { return port.port == number; });
        if (found == ports.end())
            return refuse(status::serviceUnavailable("no service port " + asked + " found for service \"" +
                                                     service.metadata.name + "\""));
        portName = found->name;
    }
    auto address = outbound::endpointOf(call.core.cache, service, portName, 0, schema::isProxyable);
    if (!address) return refuse(address.error());
    return replyOf(call, name.scheme, std::move(address->host), address->port);
}

}  // namespace

Handled proxyNode(Call& call) {
    const auto name = splitProxyName(call.route.name);
    if (!name) return refuse(badName(call));
    if (auto admitted = admitConnection(call); !admitted) return refuse(admitted.error());
    auto reply = agentOf(call.core, name->name);
    if (!reply) return refuse(reply.error());
    // Whatever else listens at the node's address, the API itself perhaps, is not this resource's to reach.
    if (!name->port.empty() && portNumber(name->port) != reply->port)
        return refuse(status::badRequest("nodes/proxy reaches the kubelet alone, which listens at port " +
                                         std::to_string(reply->port)));
    const auto kind = schema::addressKind(reply->host);
    // A machine without a network has no other address than loopback; who answers there must be the node all the same.
    if (kind == schema::AddressKind::Unspecified || kind == schema::AddressKind::LinkLocal ||
        kind == schema::AddressKind::LinkLocalMulticast || kind == schema::AddressKind::Multicast)
        return refuse(status::badRequest("address not allowed"));
    reply->target = targetOf(call);
    return withSlash(call, std::move(*reply));
}

Handled proxyPod(Call& call) {
    const auto name = splitProxyName(call.route.name);
    if (!name) return refuse(badName(call));
    const auto found = existingObject(call.core.cache, call.resource(), call.route.namespace_, name->name);
    if (!found) return refuse(found.error());
    const ObjectRef& object = *found;
    const auto& pod = object->as<corev1::Pod>();
    if (auto admitted = admitConnection(call, &pod); !admitted) return refuse(admitted.error());
    if (!schema::isProxyable(pod.status.podIP)) return refuse(status::badRequest("address not allowed"));
    const std::uint16_t port = podPort(pod, name->port);
    if (port == 0) return refuse(badName(call));
    return withSlash(call, replyOf(call, name->scheme, pod.status.podIP, port));
}

Handled proxyService(Call& call) {
    const auto name = splitProxyName(call.route.name);
    if (!name) return refuse(status::badRequest("invalid service request \"" + call.route.name + "\""));
    const auto found = existingObject(call.core.cache, call.resource(), call.route.namespace_, name->name);
    if (!found) return refuse(found.error());
    const ObjectRef& object = *found;
    if (auto admitted = admitConnection(call); !admitted) return refuse(admitted.error());
    const auto& service = object->as<corev1::Service>();
    if (service.spec.ports.empty())
        return refuse(status::serviceUnavailable("no endpoints available for service \"" + name->name + "\""));
    auto reply = endpointOf(call, service, *name);
    if (!reply) return refuse(reply.error());
    return withSlash(call, std::move(*reply));
}

}  // namespace armillary::server
