#pragma once

#include "engine/store/sqlite/database.h"

namespace armillary::store::sqlite {

/// The log table's one writing connection. Used by one thread at a time; throws Failure.
///
///     log(revision PRIMARY KEY, key, previous, created, deleted, value)
///
/// `previous` is the revision that this one supersedes, 0 for a creation; so compaction finds what is superseded by
/// walking the revisions that it forgets, and an event finds the value before it.
class LogWriter {
public:
    struct Options {
        std::int64_t checkpointPages;
        std::int64_t maximumBytes;      ///< of the file
        std::int64_t checkedOnOpening;  ///< bytes; a file up to this size is verified whole when it is opened
    };
    /// Opens `path`, making the tables when the file is empty. Fails with Corrupt, or with Broken when another program
    /// or a newer version made the file.
    LogWriter(const std::string& path, const Options& options);

    Database& database() { return m_database; }

    struct State {
        Revision revision = 0;  ///< 0: the key has never been written, as far as the log goes
        bool deleted = false;
        bool live() const { return revision != 0 && !deleted; }
    };
    State latest(std::string_view key);

    struct Row {
        Revision created;
        Value value;
    };
    /// The row of a revision that latest() has named.
    Row row(Revision revision);

    void append(Revision revision, std::string_view key, Revision previous, Revision created);
    void append(Revision revision, std::string_view key, Revision previous, Revision created, std::string_view value);

    /// The highest revision ever taken, which compaction may have forgotten.
    Revision lastRevision();
    Revision compacted();
    /// Forgets what the revisions in (from, to] supersede and makes `to` the oldest one kept.
    void compact(Revision from, Revision to);
    /// Gives unused pages back to the file system, and what the write-ahead log has beyond its reserve, as far as
    /// readers permit.
    void shrink();

private:
    const std::string m_walPath;
    const std::int64_t m_walReserve;
    Database m_database;
    struct Statements;
    std::unique_ptr<Statements, void (*)(Statements*)> m_statements;
};

}  // namespace armillary::store::sqlite
