#include "engine/runtime/ranges.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <format>
#include <sstream>

#include "engine/async/file.h"
#include "engine/runtime/credentials.h"

namespace armillary::runtime {

namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

constexpr int kCandidates = 32;

std::uint32_t maskOf(int prefix) {
    return prefix == 0 ? 0 : ~std::uint32_t(0) << (32 - prefix);
}

bool overlap(const Network& left, const Network& right) {
    const std::uint32_t mask = maskOf(std::min(left.prefix, right.prefix));
    return (left.base & mask) == (right.base & mask);
}

/// A name in the abstract namespace of Unix sockets: the kernel drops it with the process.
class SocketClaim final : public RangeClaim {
public:
    explicit SocketClaim(int socket) : m_socket(socket) {}
    ~SocketClaim() override { close(m_socket); }
    SocketClaim(const SocketClaim&) = delete;
    SocketClaim& operator=(const SocketClaim&) = delete;

private:
    int m_socket;
};

std::unique_ptr<RangeClaim> claim(const ClusterRanges& ranges) {
    const std::string name = "armillary-ranges-" + ranges.podCidr;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path + 1, name.data(), std::min(name.size(), sizeof address.sun_path - 1));
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket < 0) return nullptr;
    if (bind(socket, reinterpret_cast<const sockaddr*>(&address), length) != 0) {
        close(socket);
        return nullptr;
    }
    return std::make_unique<SocketClaim>(socket);
}

fs::path fileOf(const fs::path& dataDir) {
    return dataDir / "ranges.json";
}

std::expected<ClusterRanges, std::string> parseRanges(const std::string& text) {
    boost::system::error_code error;
    const auto value = json::parse(text, error);
    if (error || !value.is_object()) return std::unexpected("it is not JSON");
    ClusterRanges out;
    for (auto [name, into] : {std::pair("podCIDR", &out.podCidr), std::pair("serviceCIDR", &out.serviceCidr)}) {
        const auto* member = value.get_object().if_contains(name);
        if (!member || !member->is_string()) return std::unexpected(std::string(name) + " is missing");
        *into = std::string(member->get_string());
        if (const auto network = parseNetwork(*into); !network) return std::unexpected(network.error());
    }
    return out;
}

}  // namespace

std::expected<Network, std::string> parseNetwork(std::string_view text) {
    const auto slash = text.find('/');
    in_addr address{};
    int prefix = -1;
    if (slash != std::string_view::npos && slash < 16) {
        const char* end = text.data() + text.size();
        if (std::from_chars(text.data() + slash + 1, end, prefix).ptr != end) prefix = -1;
        if (inet_pton(AF_INET, std::string(text.substr(0, slash)).c_str(), &address) != 1) prefix = -1;
    }
    if (prefix < 0 || prefix > 32) return std::unexpected("not an IPv4 network: " + std::string(text.substr(0, 64)));
    return Network{ntohl(address.s_addr) & maskOf(prefix), prefix};
}

std::vector<Network> routedNetworks(std::string_view text) {
    std::vector<Network> out;
    std::istringstream lines{std::string(text)};
    std::string line;
    std::getline(lines, line);  // the columns' names
    while (std::getline(lines, line)) {
        std::istringstream words(line);
        std::string interface, destination, gateway, flags, count, use, metric, mask;
        words >> interface >> destination >> gateway >> flags >> count >> use >> metric >> mask;
        std::uint32_t base = 0, bits = 0;
        const auto hex = [](const std::string& word, std::uint32_t& into) {
            const char* end = word.data() + word.size();
            const auto [at, error] = std::from_chars(word.data(), end, into, 16);
            return error == std::errc() && at == end;
        };
        // In network byte order, written as a number of the machine's.
        if (!hex(destination, base) || !hex(mask, bits) || bits == 0) continue;
        out.push_back({ntohl(base), static_cast<int>(std::popcount(bits))});
    }
    return out;
}

std::vector<ClusterRanges> candidateRanges() {
    std::vector<ClusterRanges> out;
    for (int i = 0; i < kCandidates; ++i) {
        // 10.244 to 10.255, then what lies below.
        const int pods = i < 12 ? 244 + i : 243 - (i - 12);
        out.push_back({std::format("10.{}.0.0/16", pods), std::format("10.{}.0.0/16", 96 + i)});
    }
    return out;
}

std::expected<ClusterRanges, std::string> freeRanges(const std::vector<Network>& taken) {
    for (const ClusterRanges& each : candidateRanges()) {
        const auto meets = [&](const std::string& cidr) {
            return std::ranges::any_of(taken, [&](const Network& one) { return overlap(one, *parseNetwork(cidr)); });
        };
        if (!meets(each.podCidr) && !meets(each.serviceCidr)) return each;
    }
    return std::unexpected(
        "this machine's routes leave no address range free for the cluster's pods and services; remove clusters that "
        "are not needed (armillaryctl down --purge)");
}

std::expected<KeptRanges, std::string> loadOrChooseRanges(const fs::path& dataDir, bool isNew) {
    const fs::path file = fileOf(dataDir);
    std::error_code error;
    if (fs::exists(file, error)) {
        const auto text = readFile(file);
        if (!text) return std::unexpected(text.error());
        auto ranges = parseRanges(*text);
        if (!ranges)
            return std::unexpected(
                std::format("{} is damaged ({}); restore it from a copy", file.string(), ranges.error()));
        return KeptRanges{*ranges, claim(*ranges)};
    }
    KeptRanges out;
    if (isNew) {
        auto taken = routedNetworks(async::readFile("/proc/net/route").value_or(""));
        while (!out.claim) {
            auto ranges = freeRanges(taken);
            if (!ranges) return std::unexpected(ranges.error());
            out.ranges = *ranges;
            out.claim = claim(*ranges);
            taken.push_back(*parseNetwork(ranges->podCidr));
        }
    } else {
        out.claim = claim(out.ranges);
    }
    const json::object text{{"podCIDR", out.ranges.podCidr}, {"serviceCIDR", out.ranges.serviceCidr}};
    if (auto written = writeFileAtomically(file, json::serialize(text) + "\n"); !written)
        return std::unexpected(written.error());
    return out;
}

}  // namespace armillary::runtime
