#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/gitops/problem.h"

namespace armillary::gitops {

/// What a program that reads strangers' files is shut into. What holds where:
/// - Files: it reads `readable`, the C library's folders and its own binary, writes `writable`, and executes its own
///   binary alone: by Landlock, where the kernel has it (Debian 12 and later). Elsewhere nothing but what is checked of
///   the files before keeps it from reading what its user may read.
/// - Network: none, in a network namespace of its own where the kernel permits that (root, or user namespaces for
///   everybody); elsewhere Landlock refuses TCP from Linux 6.7 on. A machine with neither runs no cage.
/// - Memory, processor time, the size and number of files: by limits, everywhere. Processes: that it executes nothing
///   else, and 512 threads where it has a user namespace.
struct Cage {
    std::vector<std::filesystem::path> readable, writable;
    std::uint64_t memory = 2ull << 30;  ///< bytes of data; ten times that of addresses, which Go reserves in advance
    std::chrono::seconds processor{120};
    std::uint64_t fileSize = 64u << 20, openFiles = 1024;
};

/// A program to run to its end. No shell is between.
struct Command {
    std::filesystem::path program;
    std::vector<std::string> arguments;
    std::vector<std::string> environment;  ///< "NAME=value", whole
    std::filesystem::path folder;          ///< where it runs; the caller's for ""
    std::chrono::milliseconds patience{60'000};
    std::size_t maxOutput = 64u << 20;
    std::optional<Cage> cage;  ///< none for the user's own git
};

struct Outcome {
    int exitCode = 0;    ///< 128 and the signal's number where one ended it
    std::string output;  ///< its standard output
    std::string errors;  ///< the beginning of its standard error, at most 16 KiB
};

/// Who runs commands.
class Runner {
public:
    virtual ~Runner() = default;
    /// The problem: it cannot be started or caged, takes or says too much, or `stop`. Then it is killed, and what it
    /// started with it.
    virtual Expected<Outcome> run(const Command& command, const std::stop_token& stop) = 0;
};

/// As processes of this machine. From any thread.
class ChildRunner final : public Runner {
public:
    Expected<Outcome> run(const Command& command, const std::stop_token& stop) override;
};

}  // namespace armillary::gitops
