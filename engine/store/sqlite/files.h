#pragma once

#include <string>

#include "engine/store/store.h"

namespace armillary::store::sqlite {

/// Keeps a second process away from a state file. The lock ends with the process, however that ends.
class LockFile {
public:
    LockFile() = default;
    ~LockFile();
    LockFile(LockFile&& other) noexcept;
    LockFile& operator=(LockFile&& other) noexcept;

    /// Locks `statePath` + ".lock", made when absent. The error names the process that holds it.
    static Result<LockFile> acquire(const std::string& statePath);

private:
    int m_descriptor = -1;
};

/// Makes an empty state file, readable by its owner alone, when there is none yet; its name is durable afterwards.
Result<void> ensureFile(const std::string& path);

/// Grows the file at `path` to `bytes` by writing zeros behind its end. Writing over blocks that a file has is several
/// times quicker to sync than growing it, and a write-ahead log is synced at every commit. Does nothing when the disk
/// has no room.
void reserve(const std::string& path, std::int64_t bytes);

/// 0 when there is no such file.
std::int64_t sizeOf(const std::string& path);

}  // namespace armillary::store::sqlite
