#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/store/store.h"

/// Copies of a state file that stand alone: one SQLite file of mode 0600 that holds the state and, as blobs, the small
/// files that belong to it.
namespace armillary::store {

/// A file that goes with the state, such as a key. Its name is a relative path.
struct BackupFile {
    std::string name, content;
};

struct BackupContent {
    std::string identity;  ///< of the state; "" when an early version made it
    std::string program;   ///< that last opened it
    Revision revision = 0;
    std::vector<BackupFile> files;
};

/// Called with how much of the state has been copied, in percent.
using BackupProgress = std::function<void(int percent)>;

inline constexpr std::size_t kMaxBackupFiles = 256;
inline constexpr std::size_t kMaxBackupFileBytes = 1u << 20;

/// Copies the state as it is at one moment, also while it is in use, checks the copy and only then gives it its name
/// `backupPath`, which must not exist. The error is a sentence for a person.
Result<BackupContent> writeBackup(const std::string& statePath, const std::string& backupPath,
                                  const std::vector<BackupFile>& files, const BackupProgress& progress = {});

/// Reads and checks all of a backup: Corrupt when it is not one, or not whole.
Result<BackupContent> readBackup(const std::string& backupPath);

/// Makes a state file, which must not exist, of a backup that readBackup() has found whole. Its history is forgotten,
/// and its revisions go on well above those of the backup and above `beyond`: whoever has seen later ones than the
/// backup's is told that they are gone, and never takes a new one for one that he knows.
Result<void> extractState(const std::string& backupPath, const std::string& statePath, Revision beyond,
                          const std::string& program, const BackupProgress& progress = {});

/// How far the state at `statePath` has come as far as is known, damaged or not; 0 when nothing is.
Revision knownRevision(const std::string& statePath);

}  // namespace armillary::store
