#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// The address ranges of a cluster. Several clusters may live on one machine; each has its own, chosen at its first
/// start and kept for its life, for pods and services keep the addresses that they were given.
namespace armillary::runtime {

struct ClusterRanges {
    std::string podCidr = "10.244.0.0/16", serviceCidr = "10.96.0.0/16";
    bool operator==(const ClusterRanges&) const = default;
};

/// An IPv4 network in host byte order.
struct Network {
    std::uint32_t base = 0;
    int prefix = 32;
};
std::expected<Network, std::string> parseNetwork(std::string_view text);
/// The networks that /proc/net/route (`text`) sends somewhere in particular: all but the default route.
std::vector<Network> routedNetworks(std::string_view text);

/// What a cluster may have, best first. The first is upstream's usual pair, and a single cluster's.
std::vector<ClusterRanges> candidateRanges();
/// The first candidate that meets none of the networks.
std::expected<ClusterRanges, std::string> freeRanges(const std::vector<Network>& taken);

/// Holds a cluster's ranges against other clusters of this machine (more exactly, of its network namespace) that start
/// while no node of it runs yet. Given up by the end of the process, however it comes.
class RangeClaim {
public:
    virtual ~RangeClaim() = default;
};

struct KeptRanges {
    ClusterRanges ranges;
    std::unique_ptr<RangeClaim> claim;  ///< null where somebody else has it: kept ranges are used all the same
};
/// Reads DIR/ranges.json; a cluster that is older than the file has the first candidate. At the first start takes the
/// first candidate that is neither routed by this machine nor claimed, and writes it down. The error is a sentence.
std::expected<KeptRanges, std::string> loadOrChooseRanges(const std::filesystem::path& dataDir, bool isNew);

}  // namespace armillary::runtime
