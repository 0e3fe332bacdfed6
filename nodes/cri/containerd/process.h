#pragma once

#include <sys/types.h>

#include <chrono>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace armillary::cri {

/// A child process, described before it is started.
struct ProcessSpec {
    std::filesystem::path program;
    std::vector<std::string> arguments;
    std::filesystem::path log;  ///< output is appended here; empty: discarded (detached) or returned (runToEnd)
};

/// Starts it in a session of its own, its parent being init, with no descriptor of ours; returns its pid.
std::expected<pid_t, std::string> spawnDetached(const ProcessSpec& spec);
/// Runs it and returns its standard output; the error carries the end of its standard error.
std::expected<std::string, std::string> runToEnd(const ProcessSpec& spec, std::chrono::seconds limit);

/// The program's path in PATH and the system's binary folders; empty when absent.
std::filesystem::path findProgram(std::string_view name);
/// All process ids in /proc.
std::vector<pid_t> processes();
/// False for processes that are gone or are zombies.
bool commandLineContains(pid_t pid, std::string_view text);

}  // namespace armillary::cri
