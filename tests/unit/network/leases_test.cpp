#include "nodes/network/leases.h"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <fstream>

#include "nodes/network/names.h"

namespace armillary::network {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Known = std::optional<std::set<std::string>>;

TEST_CASE("addresses of sandboxes that are gone are given back") {
    std::string root = "/tmp/armillary-leases.XXXXXX";
    REQUIRE(::mkdtemp(root.data()));
    NetworkConfig config;
    config.stateDir = root;
    config.tag = "0123abcd";
    const fs::path folder = config.stateDir / "leases" / tableName(config.tag);
    fs::create_directories(folder);
    const auto now = fs::file_time_type::clock::now();
    const auto lease = [&](const char* name, const char* text, std::chrono::seconds age) {
        std::ofstream(folder / name) << text << std::flush;
        fs::last_write_time(folder / name, now - age);
    };
    lease("10.244.0.2", "known\r\neth0", 1h);
    lease("10.244.0.3", "gone\r\neth0", 1h);
    lease("10.244.0.4", "begins\r\neth0", 0s);
    lease("last_reserved_ip.0", "10.244.0.4", 1h);
    lease("lock", "", 1h);
    CHECK(releaseLeases(config, now - 1min, [] { return Known(); }) == 0);
    CHECK(releaseLeases(config, now - 1min, [] { return Known{{"known"}}; }) == 1);
    for (const char* stays : {"10.244.0.2", "10.244.0.4", "last_reserved_ip.0", "lock"})
        CHECK_MESSAGE(fs::exists(folder / stays), stays);
    CHECK_FALSE(fs::exists(folder / "10.244.0.3"));
    config.stateDir = root + "/none";
    CHECK(releaseLeases(config, now, [] { return Known(std::set<std::string>()); }) == 0);
    fs::remove_all(root);
}

}  // namespace
}  // namespace armillary::network
