#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "nodes/cri/containerd/containerd.h"
#include "nodes/cri/containerd/process.h"

namespace armillary::cri {
namespace {

namespace fs = std::filesystem;

struct Folder {
    Folder() {
        char name[] = "/tmp/armillary-unit.XXXXXX";
        path = ::mkdtemp(name);
    }
    ~Folder() { fs::remove_all(path); }
    fs::path path;
};

TEST_CASE("the configuration keeps everything in the node's folders") {
    ContainerdConfig config;
    config.stateDir = "/data/node/containerd";
    config.runDir = "/run/armillary-0a1b2c3d";
    config.cniConfigDir = "/data/node/network/cni";
    config.cniBinaryDir = "/usr/lib/cni";
    auto text = containerdToml(config, "overlayfs");
    for (const char* part :
         {"version = 2", "root = \"/data/node/containerd/root\"", "state = \"/run/armillary-0a1b2c3d/state\"",
          "address = \"/run/armillary-0a1b2c3d/containerd.sock\"", "sandbox_image = \"armillary.dev/pause:1\"",
          "stream_server_address = \"127.0.0.1\"", "conf_dir = \"/data/node/network/cni\"",
          "config_path = \"/data/node/registries:/etc/containerd/certs.d\"", "SystemdCgroup = false",
          "snapshotter = \"overlayfs\""})
        CHECK_MESSAGE(text.find(part) != std::string::npos, part);
}

TEST_CASE("control groups are told apart by what is mounted") {
    Folder folder;
    CHECK(detectCgroups(folder.path) == CgroupMode::V1);
    fs::create_directories(folder.path / "unified");
    std::ofstream(folder.path / "unified" / "cgroup.procs") << "";
    CHECK(detectCgroups(folder.path) == CgroupMode::Hybrid);
    std::ofstream(folder.path / "cgroup.controllers") << "";
    CHECK(detectCgroups(folder.path) == CgroupMode::V2);
}

TEST_CASE("child processes: output, failure, time") {
    ProcessSpec shell{findProgram("sh"), {"-c", "echo out; echo err >&2"}, {}};
    REQUIRE(runToEnd(shell, std::chrono::seconds(10)) == "out\n");
    shell.arguments[1] = "echo broken >&2; exit 3";
    CHECK(runToEnd(shell, std::chrono::seconds(10)).error() == "broken");
    shell.arguments[1] = "exec sleep 30";
    CHECK(runToEnd(shell, std::chrono::seconds(1)).error() == "did not end within 1 s");
    CHECK(findProgram("no-such-program-here").empty());
}

TEST_CASE("a containerd that cannot start says so") {
    Folder folder;
    ContainerdConfig config;
    config.stateDir = folder.path / "state";
    config.runDir = folder.path / "run";
    Containerd containerd(config);
    CHECK_FALSE(containerd.running());
    CHECK(containerd.pid() == 0);
    CHECK(shimsOf(config).empty());
}

}  // namespace
}  // namespace armillary::cri
