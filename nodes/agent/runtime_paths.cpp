#include "nodes/agent/runtime_paths.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <format>
#include <fstream>

namespace armillary::agent {
namespace {

/// FNV-1a in eight hex digits.
std::string shortHash(std::string_view text) {
    std::uint32_t hash = 2166136261u;
    for (const char byte : text) hash = (hash ^ static_cast<unsigned char>(byte)) * 16777619u;
    return std::format("{:08x}", hash);
}

/// What a line of the form `NAME = "VALUE"` gives; "" when there is none.
std::string valueIn(const std::filesystem::path& toml, std::string_view name) {
    std::ifstream in(toml);
    for (std::string line; std::getline(in, line);) {
        const auto at = line.find_first_not_of(' ');
        const auto begin = line.find(" = \"");
        if (at == std::string::npos || begin == std::string::npos || line.substr(at, begin - at) != name) continue;
        const auto value = line.substr(begin + 4);
        return value.substr(0, value.find('"'));
    }
    return {};
}

/// A node whose folder was once given in another spelling (through a link, say) has a run folder of that name, and a
/// containerd with that command line. As long as both names mean one folder, it goes on under the old one.
void keepEarlierNames(cri::ContainerdConfig& config, const std::string& tag) {
    const auto toml = config.stateDir / "config.toml";
    const std::filesystem::path root = valueIn(toml, "root"), state = valueIn(toml, "state");
    std::error_code none;
    if (root.empty() || !state.string().starts_with("/run/armillary-" + tag + "-")) return;
    if (!std::filesystem::equivalent(root.parent_path(), config.stateDir, none)) return;
    config.stateDir = root.parent_path();
    config.runDir = state.parent_path();
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
    keepEarlierNames(out, settings.tag());
    return out;
}

}  // namespace armillary::agent
