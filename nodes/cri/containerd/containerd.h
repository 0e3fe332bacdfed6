#pragma once

#include <sys/types.h>

#include <chrono>
#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace armillary::cri {

/// How the machine's control groups are mounted. Hybrid machines keep their controllers on version 1.
enum class CgroupMode { V1, V2, Hybrid };
CgroupMode detectCgroups(const std::filesystem::path& root = "/sys/fs/cgroup");

/// Whether this process may make others less likely to be killed when memory runs out (CAP_SYS_RESOURCE). Where it may
/// not, as inside some virtual machines, runc would refuse every container that asks for it.
bool mayLowerOomScore();

struct ContainerdConfig {
    std::filesystem::path stateDir;  ///< DIR/node/containerd: root, configuration, log
    std::filesystem::path runDir;    ///< short, for sockets: /run/armillary-TAG
    std::filesystem::path cniConfigDir, cniBinaryDir;
    std::string sandboxImage = "armillary.dev/pause:1";
    int maxLogLineBytes = 16 * 1024;
    bool mayLowerOomScore = cri::mayLowerOomScore();

    /// DIR/node/registries: how to reach registries, HOST/hosts.toml each; read at every pull.
    std::filesystem::path registriesDir() const { return stateDir.parent_path() / "registries"; }
    std::filesystem::path socket() const { return runDir / "containerd.sock"; }
};

/// config.toml of containerd 1.7 (version 2); `snapshotter` is "overlayfs" or "native".
std::string containerdToml(const ContainerdConfig& config, const std::string& snapshotter);

/// A containerd of our own. It runs detached, in a session of its own, and so survives whoever started it; its
/// containers hang on their shims and survive containerd itself.
class Containerd {
public:
    explicit Containerd(ContainerdConfig config) : m_config(std::move(config)) {}

    /// Finds the running one by pid file and socket, or starts it, and waits until it answers. Idempotent. The error is
    /// one sentence with the way out.
    std::expected<void, std::string> ensureRunning(std::chrono::seconds wait = std::chrono::seconds(30));
    /// The recorded process still being this containerd.
    bool running() const;
    /// Ends it: SIGTERM, SIGKILL after five seconds.
    void stop();
    /// Imports an OCI archive into the runtime's namespace.
    std::expected<void, std::string> import(const std::filesystem::path& archive);
    const ContainerdConfig& config() const { return m_config; }
    pid_t pid() const;

private:
    std::expected<void, std::string> start();

    ContainerdConfig m_config;
};

/// The shims of that containerd's containers (found by its socket in their command line), for a reset that must leave
/// no process.
std::vector<pid_t> shimsOf(const ContainerdConfig& config);

}  // namespace armillary::cri
