#include "engine/runtime/ranges.h"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <fstream>

namespace fs = std::filesystem;
using namespace armillary::runtime;

namespace {

struct TemporaryDir {
    fs::path path;
    TemporaryDir() {
        std::string pattern = (fs::temp_directory_path() / "armillary-ranges.XXXXXX").string();
        path = mkdtemp(pattern.data());
    }
    ~TemporaryDir() { fs::remove_all(path); }
};

constexpr const char* kRoutes =
    "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
    "eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n"
    "armillary0a1b\t0000600A\t00000000\t0001\t0\t0\t2003\t0000FFFF\t0\t0\t0\n"
    "armillary0a1b\t0000F40A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n"
    "broken line\n";

TEST_CASE("the first cluster of a machine has upstream's usual ranges") {
    CHECK(freeRanges({}).value() == ClusterRanges{"10.244.0.0/16", "10.96.0.0/16"});
    CHECK(candidateRanges().size() == 32);
}

TEST_CASE("what the machine already routes is left alone") {
    const auto routes = routedNetworks(kRoutes);
    REQUIRE(routes.size() == 2);
    CHECK(routes[0].base == 0x0a600000u);
    CHECK(routes[0].prefix == 16);
    CHECK(routes[1].prefix == 24);
    CHECK(freeRanges(routes).value() == ClusterRanges{"10.245.0.0/16", "10.97.0.0/16"});
    // A route to a part of a range, and one that holds several.
    CHECK(freeRanges({*parseNetwork("10.96.7.0/24")})->podCidr == "10.245.0.0/16");
    CHECK(freeRanges({*parseNetwork("10.240.0.0/12")})->podCidr == "10.239.0.0/16");
    CHECK_FALSE(freeRanges({*parseNetwork("10.0.0.0/8")}));
    CHECK_FALSE(parseNetwork("10.0.0.0/33"));
    CHECK_FALSE(parseNetwork("10.0.0.0"));
    CHECK_FALSE(parseNetwork("fd00::/8"));
}

TEST_CASE("two clusters that start at once get ranges of their own, and keep them") {
    TemporaryDir first, second;
    auto one = loadOrChooseRanges(first.path, true).value();
    auto two = loadOrChooseRanges(second.path, true).value();
    REQUIRE(one.claim);
    REQUIRE(two.claim);
    CHECK(one.ranges.podCidr != two.ranges.podCidr);
    CHECK(one.ranges.serviceCidr != two.ranges.serviceCidr);
    const auto kept = two.ranges;
    one.claim.reset();
    two.claim.reset();
    CHECK(loadOrChooseRanges(second.path, false)->ranges == kept);
}

TEST_CASE("a cluster from before the file has the usual ranges; a damaged file is named") {
    TemporaryDir dir;
    CHECK(loadOrChooseRanges(dir.path, false)->ranges == ClusterRanges());
    std::ofstream(dir.path / "ranges.json") << R"({"podCIDR":"10.1.0.0/16"})";
    const auto damaged = loadOrChooseRanges(dir.path, false);
    REQUIRE_FALSE(damaged);
    CHECK(damaged.error().contains("ranges.json is damaged (serviceCIDR is missing)"));
}

}  // namespace
