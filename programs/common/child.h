#pragma once

#include <sys/types.h>
#include <chrono>
#include <expected>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace armillary::programs {

/// A program to start: what, with which arguments, as whom, writing where.
struct ProcessSpec {
    std::filesystem::path program;
    std::vector<std::string> arguments;
    std::filesystem::path logFile;  ///< standard error (and output, unless firstLine is asked for) goes here
    std::optional<uid_t> uid;       ///< run as this user; none: as the caller
    std::optional<gid_t> gid;
    /// Its standard input, whole: the way to hand over a secret, since every local user can read an argument vector.
    std::string input = {};
};

/// Starts a process of its own session that outlives the caller.
std::expected<pid_t, std::string> startDetached(const ProcessSpec& spec);

/// As above, and waits for the first line of its standard output. When the process ends before, the error holds the
/// last lines of its log. One that is not awaited any longer (`stop`, `timeout`) is ended.
std::expected<std::string, std::string> startAndAwaitLine(const ProcessSpec& spec, std::chrono::seconds timeout,
                                                          const std::stop_token& stop = {});

/// Runs a program to its end, for its output (at most the last twenty lines). When it fails, the error holds that.
std::expected<std::string, std::string> runToEnd(const std::filesystem::path& program,
                                                 const std::vector<std::string>& arguments,
                                                 const std::string& input = {});

/// SIGTERM, then SIGKILL after `patience`. True when the process is gone.
bool stopProcess(pid_t pid, std::chrono::seconds patience);

/// When a process was started, by this moment's wall clock; none when there is no such process.
std::optional<std::chrono::system_clock::time_point> processStart(pid_t pid);

/// The last lines of a file, for error messages.
std::string tail(const std::filesystem::path& file, std::size_t lines = 6);

}  // namespace armillary::programs
