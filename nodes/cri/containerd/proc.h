#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace armillary::cri {

/// A process as /proc tells of it. Source: proc_pid_stat(5).
struct ProcessInfo {
    pid_t pid = 0, parent = 0, session = 0;
    std::uint64_t startedAt = 0;  ///< ticks since the machine's start

    /// This very process, whoever its parent is by now, and whatever session it has begun.
    bool operator==(const ProcessInfo& other) const { return pid == other.pid && startedAt == other.startedAt; }
};

/// Reads /proc, or a folder that looks like it.
class Proc {
public:
    explicit Proc(std::filesystem::path root = "/proc") : m_root(std::move(root)) {}

    std::vector<pid_t> pids() const;
    /// Nothing when there is none such, or when it is dead and waits for its parent.
    std::optional<ProcessInfo> info(pid_t pid) const;
    /// Its arguments, each ended by a zero byte.
    std::string commandLine(pid_t pid) const;
    /// Whether `id` is in the name of one of its control groups.
    bool isInGroup(pid_t pid, std::string_view id) const;

private:
    std::string read(pid_t pid, const char* file) const;

    std::filesystem::path m_root;
};

}  // namespace armillary::cri
