#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace armillary::agent {

/// What this machine is.
struct Machine {
    std::int64_t cpus = 1, memoryBytes = 0, diskBytes = 0, maxPids = 0;
    std::int64_t hugePages2Mi = 0, hugePages1Gi = 0;  ///< bytes
    std::string machineId, systemUuid, bootId, kernelVersion, osImage, architecture, hostName;
};
/// `dataDir` says which file system counts.
Machine readMachine(const std::filesystem::path& dataDir);

/// What is left of it now.
struct Pressure {
    std::int64_t memoryAvailable = 0, diskAvailable = 0, diskBytes = 1;
    std::int64_t inodesFree = 0, inodes = 0;  ///< 0 of 0 on a file system that does not count them
    std::int64_t pids = 0, maxPids = 0;
};
Pressure readPressure(const std::filesystem::path& dataDir);

/// The address that packets to `server` (a host or address) leave from; "" when there is no route.
std::string outgoingAddress(const std::string& server);

}  // namespace armillary::agent
