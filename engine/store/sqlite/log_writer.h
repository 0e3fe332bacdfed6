#pragma once

#include <optional>

#include "engine/store/sqlite/database.h"
#include "engine/store/sqlite/row.h"

namespace armillary::store::sqlite {

/// The log table's one writing connection; see row.h for the table. Used by one thread at a time; throws Failure.
class LogWriter {
public:
    struct Options {
        std::int64_t checkpointPages;
        std::int64_t maximumBytes;      ///< of the file
        std::int64_t checkedOnOpening;  ///< bytes; a file up to this size is verified whole when it is opened
        std::string program;            ///< the version that opens it
        bool mayBegin = true;           ///< a file without tables gets them; otherwise it is damaged
    };
    /// Opens `path`, making the tables when the file is empty. Fails with Corrupt, or with Broken when another program
    /// or a newer version made the file. Nothing but its identity and revisions may be asked for before begin().
    LogWriter(const std::string& path, Options options);

    /// "" when an earlier version made the file.
    std::string identity();
    /// The program that last opened the file ("" when it did not say) when it or the format differs from this one.
    std::optional<std::string> upgradesFrom();
    /// Upgrades the file if need be. From now on it can be written.
    void begin();

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

    void append(const LogRow& row);
    /// Makes something durable that is no row of the log, as large as many an object, and takes it away again.
    void probe();

    /// The highest revision ever taken, which compaction may have forgotten.
    Revision lastRevision();
    Revision compacted();
    /// Forgets what the revisions in (from, to] supersede and makes `to` the oldest one kept.
    void compact(Revision from, Revision to);
    /// Gives unused pages back to the file system, and what the write-ahead log has beyond its reserve, as far as
    /// readers permit.
    void shrink();

private:
    const Options m_options;
    const std::string m_walPath;
    const std::int64_t m_walReserve;
    Database m_database;
    struct Statements;
    std::unique_ptr<Statements, void (*)(Statements*)> m_statements;
};

}  // namespace armillary::store::sqlite
