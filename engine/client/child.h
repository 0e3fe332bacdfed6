#pragma once

#include <chrono>
#include <expected>
#include <filesystem>
#include <string>
#include <vector>

namespace armillary::client {

/// A program to run to its end, for what it says.
struct ChildSpec {
    std::filesystem::path program;
    std::vector<std::string> arguments;
    std::vector<std::string> environment;  ///< "NAME=value", whole
    std::chrono::milliseconds patience{60'000};
    std::size_t maxOutput = 1u << 20;
};

struct ChildOutcome {
    int exitCode = 0;    ///< 128 and the signal's number where one ended it
    std::string output;  ///< its standard output
    std::string errors;  ///< the end of its standard error, at most 4 KiB
};

/// Runs it in a session of its own, without a standard input. Fails with a sentence when it cannot be started, takes
/// too long or says too much; then it is killed, and what it has started with it.
std::expected<ChildOutcome, std::string> runChild(const ChildSpec& spec);

}  // namespace armillary::client
