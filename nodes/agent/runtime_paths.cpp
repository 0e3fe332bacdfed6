#include "nodes/agent/runtime_paths.h"

#include <format>
#include <functional>

namespace armillary::agent {

network::NetworkConfig networkConfig(const Layout& layout, const Settings& settings) {
    network::NetworkConfig out;
    out.stateDir = layout.network();
    out.tag = settings.tag();
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
    std::uint32_t hash = 2166136261u;  // FNV-1a
    for (char byte : layout.dataDir.string()) hash = (hash ^ static_cast<unsigned char>(byte)) * 16777619u;
    cri::ContainerdConfig out;
    out.stateDir = layout.containerd();
    out.runDir = std::format("/run/armillary-{}-{:08x}", settings.tag(), hash);
    auto network = networkConfig(layout, settings);
    out.cniConfigDir = network::cniConfigDir(network);
    out.cniBinaryDir = network::cniBinaryDir();
    return out;
}

}  // namespace armillary::agent
