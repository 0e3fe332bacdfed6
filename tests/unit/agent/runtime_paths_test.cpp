#include "nodes/agent/runtime_paths.h"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <fstream>

namespace armillary::agent {
namespace {

namespace fs = std::filesystem;

TEST_CASE("a node goes on under the names that its folder's earlier spelling gave it, while they mean that folder") {
    char name[] = "/tmp/armillary-unit.XXXXXX";
    const fs::path place = fs::canonical(::mkdtemp(name));
    fs::create_directories(place / "c" / "node" / "containerd");
    fs::create_directory_symlink(place / "c", place / "link");
    Settings settings;
    settings.caPin = "sha256:0123456789abcdef";
    const Layout layout{place / "c"};
    const auto own = containerdConfig(layout, settings);
    CHECK(own.stateDir == layout.containerd());
    CHECK(own.runDir.string().starts_with("/run/armillary-01234567-"));

    auto earlier = containerdConfig(Layout{place / "link"}, settings);
    REQUIRE(earlier.runDir != own.runDir);
    std::ofstream(layout.containerd() / "config.toml") << cri::containerdToml(earlier, "overlayfs");
    const auto kept = containerdConfig(layout, settings);
    CHECK(kept.runDir == earlier.runDir);
    CHECK(kept.stateDir == earlier.stateDir);

    // A copy of a data directory names the original's folders: they are not its own.
    fs::copy(place / "c", place / "copy", fs::copy_options::recursive);
    CHECK(containerdConfig(Layout{place / "copy"}, settings).runDir != earlier.runDir);
    fs::remove(place / "link");
    CHECK(containerdConfig(layout, settings).runDir == own.runDir);
    // Another cluster's name is not taken up.
    settings.caPin = "sha256:fedcba9876543210";
    CHECK(containerdConfig(layout, settings).runDir.string().starts_with("/run/armillary-fedcba98-"));
    fs::remove_all(place);
}

}  // namespace
}  // namespace armillary::agent
