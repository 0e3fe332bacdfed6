#pragma once

#include <string>

#include "engine/store/store.h"

namespace armillary::store {

struct SqliteOptions {
    std::string path;  ///< of the state file; its folder must exist

    // What waits to be written: above either bound a write is answered with Busy.
    std::size_t queuedWrites = 4096;
    std::size_t queuedBytes = 64u << 20;

    std::size_t readers = 4;                     ///< connections for reading; further readers wait for one
    std::int64_t maximumBytes = 8LL << 30;       ///< of the file; above it a write is answered with Full
    std::int64_t checkpointPages = 1000;         ///< pages of 4 KiB in the write-ahead log before it is written back
    std::int64_t checkedOnOpening = 32LL << 20;  ///< a file up to this size is verified whole when it is opened
};

/// A store in one SQLite file (write-ahead log, synchronous=FULL). Made when absent. One process at a time: a second
/// one gets Broken, naming the first. Fails with Corrupt when the file is damaged or is none of this program's.
Result<std::unique_ptr<Store>> openSqliteStore(SqliteOptions options);

}  // namespace armillary::store
