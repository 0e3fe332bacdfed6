#include "nodes/cri/containerd/leftovers.h"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <algorithm>
#include <format>
#include <fstream>

namespace armillary::cri {
namespace {

namespace fs = std::filesystem;

struct Machine {
    Machine() {
        REQUIRE(::mkdtemp(root.data()));
        config.runDir = "/run/armillary-x";
    }
    ~Machine() { fs::remove_all(root); }
    void put(int pid, std::uint64_t startedAt, std::string command) {
        const auto folder = fs::path(root) / std::to_string(pid);
        fs::create_directories(folder);
        std::ofstream(folder / "stat") << std::format("{0} (x) S 1 {0} {0} 0 -1 4 1 2 3 4 5 6 7 8 20 0 1 0 {1} 9\n",
                                                      pid, startedAt);
        std::ranges::replace(command, ' ', '\0');
        std::ofstream cmdline(folder / "cmdline");  // a kernel's thread has none
        if (!command.empty()) cmdline << command << '\0';
    }
    void shim(int pid, std::uint64_t startedAt, const std::string& id, const std::string& runDir = "/run/armillary-x") {
        put(pid, startedAt,
            std::format("/usr/bin/containerd-shim-runc-v2 -namespace k8s.io -id {} -address {}/containerd.sock", id,
                        runDir));
    }

    std::string root = "/tmp/armillary-proc.XXXXXX";
    ContainerdConfig config;
};

TEST_CASE("shims of sandboxes that the runtime does not know are left over") {
    Machine machine;
    machine.shim(10, 100, "known");
    machine.shim(11, 100, "unknown");
    machine.shim(12, 100, "theirs", "/run/armillary-y");
    machine.shim(13, 500, "begins");
    machine.put(14, 100, "sleep -address /run/armillary-x/containerd.sock -id no-shim");
    machine.put(16, 100, "");
    const Proc proc(machine.root);
    const ProcessInfo self{.pid = 20, .startedAt = 300};
    using Known = std::optional<std::set<std::string>>;
    // A sandbox that comes in between is known to who asks afterwards.
    const auto left = leftoverShims(machine.config, proc, self, [&] {
        machine.shim(15, 100, "came");
        return Known{{"known"}};
    });
    REQUIRE(left.size() == 1);
    CHECK(left[0].sandboxId == "unknown");
    CHECK(left[0].process.pid == 11);
    CHECK(leftoverShims(machine.config, proc, self, [] { return Known(); }).empty());
}

}  // namespace
}  // namespace armillary::cri
