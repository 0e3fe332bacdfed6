#include "nodes/agent/access/interfaces.h"

#include <algorithm>
#include <array>
#include <sstream>
#include <string>

namespace armillary::agent {

namespace {

/// What a container's end, or nobody's traffic, goes by: as the collector in upstream's kubelet.
constexpr std::array<std::string_view, 4> kIgnored{"lo", "veth", "docker", "nerdctl"};
constexpr std::string_view kDefault = "eth0";

}  // namespace

std::vector<cri::SandboxStats::Interface> readInterfaces(std::istream& in) {
    std::vector<cri::SandboxStats::Interface> out;
    for (std::string line; std::getline(in, line);) {
        const auto colon = line.find(':');
        if (colon == std::string::npos) continue;
        cri::SandboxStats::Interface one;
        std::istringstream(line.substr(0, colon)) >> one.name;
        if (std::ranges::any_of(kIgnored, [&](std::string_view prefix) { return one.name.starts_with(prefix); }))
            continue;
        std::istringstream fields(line.substr(colon + 1));
        // Received: bytes, packets, errors and five more; sent: the same.
        std::array<std::uint64_t, 11> values{};
        for (auto& value : values) fields >> value;
        if (!fields) continue;
        one.rxBytes = values[0];
        one.rxErrors = values[2];
        one.txBytes = values[8];
        one.txErrors = values[10];
        out.push_back(std::move(one));
    }
    std::ranges::stable_partition(out, [](const auto& one) { return one.name == kDefault; });
    return out;
}

}  // namespace armillary::agent
