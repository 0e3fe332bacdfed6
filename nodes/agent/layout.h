#pragma once

#include <filesystem>
#include <string>

namespace armillary::agent {

/// Where the agent keeps what: everything below DIR/node, but the pid file and the sockets.
struct Layout {
    std::filesystem::path dataDir;

    std::filesystem::path node() const { return dataDir / "node"; }
    std::filesystem::path pki() const { return node() / "pki"; }
    std::filesystem::path settings() const { return node() / "node.json"; }
    std::filesystem::path network() const { return node() / "network"; }
    std::filesystem::path containerd() const { return node() / "containerd"; }
    std::filesystem::path pods() const { return node() / "pods"; }
    std::filesystem::path pod(const std::string& uid) const { return pods() / uid; }
    std::filesystem::path volumes() const { return node() / "volumes"; }  ///< persistent ones that the provisioner made
    std::filesystem::path manifests() const { return node() / "manifests"; }  ///< of static pods
    std::filesystem::path seccomp() const { return node() / "seccomp"; }
    std::filesystem::path podLogs() const { return node() / "log" / "pods"; }
    std::filesystem::path podLog(const std::string& namespace_, const std::string& name, const std::string& uid) const {
        return podLogs() / (namespace_ + "_" + name + "_" + uid);
    }
    std::filesystem::path pidFile() const { return dataDir / "run" / "armillary-node.pid"; }
};

}  // namespace armillary::agent
