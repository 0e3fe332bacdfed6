#include "nodes/agent/runtime_paths.h"

#include <algorithm>
#include <charconv>
#include <format>

namespace armillary::agent {
namespace {

/// FNV-1a in eight hex digits.
std::string shortHash(std::string_view text) {
    std::uint32_t hash = 2166136261u;
    for (const char byte : text) hash = (hash ^ static_cast<unsigned char>(byte)) * 16777619u;
    return std::format("{:08x}", hash);
}

}  // namespace

network::NetworkConfig networkConfig(const Layout& layout, const Settings& settings) {
    network::NetworkConfig out;
    out.stateDir = layout.network();
    const std::string cluster = settings.tag();
    out.tag = shortHash(cluster + "/" + settings.nodeName);
    std::from_chars(cluster.data(), cluster.data() + std::min<std::size_t>(cluster.size(), 6), out.tunnel, 16);
    out.podCidr = settings.podCidr;
    out.clusterCidr = settings.clusterCidr;
    out.serviceCidr = settings.serviceCidr;
    out.dnsAddress = settings.dnsAddress;
    out.clusterDomain = settings.clusterDomain;
    out.nodeName = settings.nodeName;
    out.nodeIp = settings.nodeIp;
    if (const std::string host = settings.serverHost(); host.starts_with("127.") || host == "localhost")
        out.loopbackApiPort = settings.serverPort();
    return out;
}

cri::ContainerdConfig containerdConfig(const Layout& layout, const Settings& settings) {
    cri::ContainerdConfig out;
    out.stateDir = layout.containerd();
    out.runDir = std::format("/run/armillary-{}-{}", settings.tag(), shortHash(layout.dataDir.string()));
    auto network = networkConfig(layout, settings);
    out.cniConfigDir = network::cniConfigDir(network);
    out.cniBinaryDir = network::cniBinaryDir();
    return out;
}

}  // namespace armillary::agent
