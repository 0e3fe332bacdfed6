#pragma once

#include <sys/types.h>
#include <chrono>
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

/// The process that holds a pid file, if its executable is called `program`. A file that nobody holds names no process,
/// whatever number it contains.
std::optional<pid_t> runningProcess(const std::filesystem::path& pidFile, std::string_view program);

/// Holds a file that contains the calling process's id: locked, so that the kernel says who is there, also after a
/// kill. Removed when destroyed.
class PidFile {
public:
    /// A process that holds it is waited for as long as `patience`: one that was killed takes a moment to let go. The
    /// error names the process.
    static std::expected<PidFile, std::string> create(const std::filesystem::path& path,
                                                      std::chrono::milliseconds patience = std::chrono::seconds(5));
    PidFile(PidFile&& other) noexcept;
    PidFile& operator=(PidFile&&) = delete;
    ~PidFile();

private:
    PidFile(std::filesystem::path path, int descriptor) : m_path(std::move(path)), m_descriptor(descriptor) {}
    std::filesystem::path m_path;
    int m_descriptor;
};

}  // namespace armillary::programs
