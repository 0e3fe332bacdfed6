#pragma once

#include <sys/types.h>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

/// What the programs share: the data directory's layout and the processes that run from it.
namespace armillary::programs {

/// The files of one cluster.
struct DataDir {
    std::filesystem::path root;

    std::filesystem::path kubeconfig() const { return root / "admin.kubeconfig"; }
    std::filesystem::path node() const { return root / "node"; }
    std::filesystem::path log() const { return root / "log"; }
    std::filesystem::path run() const { return root / "run"; }
    std::filesystem::path serverPid() const { return run() / "armillaryd.pid"; }
    std::filesystem::path nodePid() const { return run() / "armillary-node.pid"; }
};

/// $ARMILLARY_DATA_DIR, else $XDG_DATA_HOME/armillary, else ~/.local/share/armillary.
std::filesystem::path defaultDataDir();

struct ListenAddress {
    std::string address;
    std::uint16_t port;
};
/// "127.0.0.1:6443", "[::1]:6443". The error says what is wrong.
std::expected<ListenAddress, std::string> parseListenAddress(std::string_view text);

/// The process that a pid file names, if it lives and its executable is called `program`; a stale file is no process.
std::optional<pid_t> runningProcess(const std::filesystem::path& pidFile, std::string_view program);

/// Writes the calling process's id, and removes the file again when destroyed.
class PidFile {
public:
    static std::expected<PidFile, std::string> create(std::filesystem::path path);
    PidFile(PidFile&& other) noexcept;
    PidFile& operator=(PidFile&&) = delete;
    ~PidFile();

private:
    explicit PidFile(std::filesystem::path path) : m_path(std::move(path)) {}
    std::filesystem::path m_path;
};

}  // namespace armillary::programs
