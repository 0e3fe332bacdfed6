#include "nodes/network/dns/resolv_conf.h"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace armillary::network::dns {
namespace {

constexpr std::size_t kMaxServers = 3;
constexpr std::size_t kMaxBytes = 64u << 10;
constexpr std::string_view kBlank = " \t\r";

std::string_view nextWord(std::string_view& line) {
    line.remove_prefix(std::min(line.find_first_not_of(kBlank), line.size()));
    const std::string_view word = line.substr(0, line.find_first_of(kBlank));
    line.remove_prefix(word.size());
    return word;
}

}  // namespace

std::vector<std::string> readNameServers(std::string_view text, const std::vector<std::string>& skipped) {
    std::vector<std::string> servers;
    while (!text.empty() && servers.size() < kMaxServers) {
        std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (nextWord(line) != "nameserver") continue;
        std::string server(nextWord(line));
        if (!server.empty() && !std::ranges::contains(skipped, server) && !std::ranges::contains(servers, server)) {
            servers.push_back(std::move(server));
        }
    }
    return servers;
}

std::vector<std::string> hostNameServers(const std::vector<std::string>& skipped) {
    std::ifstream file("/etc/resolv.conf");
    std::string text(kMaxBytes, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    return readNameServers(text, skipped);
}

}  // namespace armillary::network::dns
