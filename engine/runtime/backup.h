#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <string>

#include "engine/async/clock.h"

/// A cluster in one file: its state, its keys and certificates, its address ranges and its port. The file is as secret
/// as the data directory; its mode is 0600.
namespace armillary::runtime {

struct BackupSummary {
    std::int64_t revision = 0;
    std::size_t files = 0;
    std::uintmax_t bytes = 0;
};
using BackupProgress = std::function<void(int percent)>;

/// Makes `file` of the cluster in `dataDir`, which may be running, and checks it before it gets its name.
/// The error is a sentence with the way out, as below.
std::expected<BackupSummary, std::string> backupCluster(const std::filesystem::path& dataDir,
                                                        const std::filesystem::path& file,
                                                        const BackupProgress& progress = {});

/// Puts the cluster of `file` into `dataDir`, made when absent. Refuses a directory whose cluster is running. What was
/// there stays until the new is in place, and comes back when that fails.
std::expected<BackupSummary, std::string> restoreCluster(const std::filesystem::path& file,
                                                         const std::filesystem::path& dataDir,
                                                         const BackupProgress& progress = {});

/// The backup that an upgrade from version `from` begins with, in DIR/backups, of which the last few are kept. For the
/// holder of the data directory.
std::expected<void, std::string> backupBeforeUpgrade(const std::filesystem::path& dataDir, const std::string& from,
                                                     async::Clock& clock);

}  // namespace armillary::runtime
