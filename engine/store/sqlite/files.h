#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "engine/store/store.h"

namespace armillary::store::sqlite {

/// Keeps a second process away from a state file. The lock ends with the process, however that ends.
class LockFile {
public:
    LockFile() = default;
    ~LockFile();
    LockFile(LockFile&& other) noexcept;
    LockFile& operator=(LockFile&& other) noexcept;

    /// Locks `statePath` + ".lock", made when absent. Who holds it may be about to end (a killed process keeps its
    /// files for a moment longer than its name), so he is waited for; the error names him.
    static Result<LockFile> acquire(const std::string& statePath, std::chrono::milliseconds patience);

private:
    int m_descriptor = -1;
};

/// Makes an empty state file, readable by its owner alone, when there is none yet; its name is durable afterwards.
Result<void> ensureFile(const std::string& path);

/// Grows the file at `path` to `bytes` by writing zeros behind its end. Writing over blocks that a file has is several
/// times quicker to sync than growing it, and a write-ahead log is synced at every commit. Does nothing when the disk
/// has no room.
void reserve(const std::string& path, std::int64_t bytes);

/// Writes a file whole or not at all, by way of a temporary one beside it; synced, with its name. Mode 0600.
Result<void> writeFile(const std::string& path, std::string_view content);
/// Makes the names in the folder of `path` durable.
Result<void> syncFolderOf(const std::string& path);

/// The error of a system call that gave `reason` (an errno).
Error cannot(std::string_view what, const std::string& path, int reason);
/// Corrupt: the state file is not the one that was left here. `finding` completes the sentence.
Error notWhatItWas(const std::string& statePath, std::string_view finding);
/// What to do about a state file that is of no use.
std::string wayOut(const std::string& statePath);

/// 0 when there is no such file.
std::int64_t sizeOf(const std::string& path);

}  // namespace armillary::store::sqlite
