#include "engine/server/node_address.h"

#include <algorithm>

#include "engine/schema/api/corev1.h"
#include "engine/server/storage.h"
#include "engine/server/target.h"

namespace armillary::server {
namespace {

constexpr std::uint16_t kDefaultAgentPort = 10250;

std::string addressOf(const corev1::Node& node) {
    for (const std::string_view type : {"InternalIP", "ExternalIP", "Hostname"})
        for (const corev1::NodeAddress& address : node.status.addresses)
            if (address.type == type) return address.address;
    return {};
}

}  // namespace

Result<ProxyReply> agentOf(const Core& core, const std::string& nodeName) {
    const auto object = existingObject(core.cache, resources::resourceOf<corev1::Node>(), "", nodeName);
    if (!object) return refuse(object.error());
    const auto& node = (*object)->as<corev1::Node>();
    ProxyReply reply{.tls = true, .host = addressOf(node), .serverName = nodeName};
    if (reply.host.empty()) return refuse(status::internalError("no preferred addresses found; known addresses: []"));
    const std::int32_t reported = node.status.daemonEndpoints.kubeletEndpoint.Port;
    reply.port = reported > 0 && reported < 65536 ? static_cast<std::uint16_t>(reported) : kDefaultAgentPort;
    return reply;
}

std::string queryString(const std::vector<std::pair<std::string, std::string>>& query) {
    std::string out;
    for (const auto& [name, value] : query)
        out += (out.empty() ? "?" : "&") + encodeQuery(name) + "=" + encodeQuery(value);
    return out;
}

}  // namespace armillary::server
