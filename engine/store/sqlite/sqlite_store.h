#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "engine/store/store.h"

namespace armillary::store {

struct SqliteOptions {
    std::string path;     ///< of the state file; its folder must exist
    std::string program;  ///< the version that opens it, noted in the file

    /// True when a cluster lives here already: then an empty or missing file is not one to begin with.
    bool mustExist = false;
    /// Called with the version that last opened the file ("" when it did not say) before anything in it is changed for
    /// `program`'s sake, while the file is locked. Its error, one sentence, ends the opening.
    std::function<std::expected<void, std::string>(const std::string& from)> beforeUpgrade;
    /// How long a process that holds the file is waited for: one that was killed takes a moment to let go.
    std::chrono::milliseconds lockPatience = std::chrono::seconds(5);

    // What waits to be written: above either bound a write is answered with Busy.
    std::size_t queuedWrites = 4096;
    std::size_t queuedBytes = 64u << 20;

    std::size_t readers = 4;                     ///< connections for reading; further readers wait for one
    std::int64_t maximumBytes = 8LL << 30;       ///< of the file; above it a write is answered with Full
    std::int64_t checkpointPages = 1000;         ///< pages of 4 KiB in the write-ahead log before it is written back
    std::int64_t checkedOnOpening = 32LL << 20;  ///< a file up to this size is verified whole when it is opened
};

/// A store in one SQLite file (write-ahead log, synchronous=FULL). Made when absent. One process at a time: a second
/// one gets Broken, naming the first. Fails with Corrupt when the file is damaged, is none of this program's, or is not
/// what it was when it was last written (see sqlite/mark.h).
Result<std::unique_ptr<Store>> openSqliteStore(SqliteOptions options);

}  // namespace armillary::store
