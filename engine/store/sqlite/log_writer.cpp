#include "engine/store/sqlite/log_writer.h"

#include <sqlite3.h>

#include <format>

#include "engine/store/sqlite/files.h"

namespace armillary::store::sqlite {

namespace {

/// "Armi": tells this program's files from other SQLite files.
constexpr std::int64_t kApplicationId = 0x41726d69;
constexpr std::int64_t kFormatVersion = 1;

/// Unused pages are kept for reuse up to this many, and up to a quarter of the file; the rest is given back.
constexpr std::int64_t kSparePages = 1024;

/// A page of 4 KiB and its header in the write-ahead log.
constexpr std::int64_t kFrameBytes = 4096 + 24;

Failure foreign(std::string text) {
    return {SQLITE_NOTADB, 0, std::move(text)};
}

void createTables(Database& database) {
    Transaction transaction(database, Access::Write);
    database.execute(
        "CREATE TABLE log(revision INTEGER PRIMARY KEY, key TEXT NOT NULL, previous INTEGER NOT NULL,"
        " created INTEGER NOT NULL, deleted INTEGER NOT NULL, value BLOB);"
        "CREATE UNIQUE INDEX log_by_key ON log(key, revision, deleted);"
        "CREATE TABLE meta(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;"
        "INSERT INTO meta VALUES('compacted', 0);");
    database.execute(
        std::format("PRAGMA application_id={}; PRAGMA user_version={}", kApplicationId, kFormatVersion).c_str());
    transaction.commit();
}

void verify(Database& database, std::int64_t checkedBytes) {
    if (database.number("PRAGMA application_id") != kApplicationId) throw foreign("another program made it");
    if (const std::int64_t version = database.number("PRAGMA user_version"); version != kFormatVersion) {
        throw Failure{SQLITE_ERROR, 0,
                      std::format("it has format {}, this version knows format {}; use the newer version", version,
                                  kFormatVersion)};
    }
    const std::int64_t bytes = database.number("PRAGMA page_count") * database.number("PRAGMA page_size");
    if (bytes > checkedBytes) return;
    if (const std::string finding = database.text("PRAGMA quick_check(1)"); finding != "ok") throw foreign(finding);
}

}  // namespace

struct LogWriter::Statements {
    explicit Statements(Database& database)
        : latest(
              database,
              "SELECT revision, deleted FROM log INDEXED BY log_by_key WHERE key = ?1 ORDER BY revision DESC LIMIT 1"),
          row(database, "SELECT created, value FROM log WHERE revision = ?1"),
          append(database, "INSERT INTO log VALUES(?1, ?2, ?3, ?4, ?5, ?6)"),
          superseded(database,
                     "DELETE FROM log WHERE revision IN (SELECT previous FROM log NOT INDEXED"
                     " WHERE revision > ?1 AND revision <= ?2 AND previous != 0)"),
          deletions(database, "DELETE FROM log WHERE revision > ?1 AND revision <= ?2 AND deleted != 0"),
          setCompacted(database, "UPDATE meta SET value = ?1 WHERE name = 'compacted'") {}

    Statement latest, row, append, superseded, deletions, setCompacted;
};

LogWriter::LogWriter(const std::string& path, const Options& options)
    : m_walPath(path + "-wal"),
      m_walReserve(options.checkpointPages * kFrameBytes * 5 / 4),
      m_database(path, Access::Write),
      m_statements(nullptr, [](Statements* statements) { delete statements; }) {
    m_database.execute("PRAGMA busy_timeout=5000; PRAGMA cache_size=-4096; PRAGMA temp_store=MEMORY");
    const bool empty = m_database.number("PRAGMA page_count") == 0;
    // Must come before the first page; lets shrink() return pages without rewriting the file.
    if (empty) m_database.execute("PRAGMA auto_vacuum=INCREMENTAL");
    if (m_database.text("PRAGMA journal_mode=WAL") != "wal") {
        throw Failure{SQLITE_ERROR, 0, "its file system lacks the shared memory that a write-ahead log needs"};
    }
    m_database.execute("PRAGMA synchronous=FULL");
    m_database.execute(std::format("PRAGMA wal_autocheckpoint={}", options.checkpointPages).c_str());
    if (m_database.number("SELECT count(*) FROM sqlite_schema") == 0) {
        createTables(m_database);
    } else {
        verify(m_database, options.checkedOnOpening);
    }
    const std::int64_t pageBytes = m_database.number("PRAGMA page_size");
    m_database.execute(std::format("PRAGMA max_page_count={}", options.maximumBytes / pageBytes).c_str());
    reserve(m_walPath, m_walReserve);
    m_statements.reset(new Statements(m_database));
}

LogWriter::State LogWriter::latest(std::string_view key) {
    Statement& statement = m_statements->latest;
    const Reset reset(statement);
    statement.bindText(1, key);
    if (!statement.step()) return {};
    return {statement.number(0), statement.number(1) != 0};
}

LogWriter::Row LogWriter::row(Revision revision) {
    Statement& statement = m_statements->row;
    const Reset reset(statement);
    statement.bind(1, revision);
    if (!statement.step()) throw foreign(std::format("revision {} is missing", revision));
    return {statement.number(0), std::make_shared<const std::string>(statement.bytes(1))};
}

void LogWriter::append(Revision revision, std::string_view key, Revision previous, Revision created) {
    Statement& statement = m_statements->append;
    statement.bind(1, revision).bindText(2, key).bind(3, previous).bind(4, created).bind(5, 1).bindNull(6);
    statement.run();
}

void LogWriter::append(Revision revision, std::string_view key, Revision previous, Revision created,
                       std::string_view value) {
    Statement& statement = m_statements->append;
    statement.bind(1, revision).bindText(2, key).bind(3, previous).bind(4, created).bind(5, 0).bindBlob(6, value);
    statement.run();
}

Revision LogWriter::lastRevision() {
    return std::max(m_database.number("SELECT max(revision) FROM log"), compacted());
}

Revision LogWriter::compacted() {
    return m_database.number("SELECT value FROM meta WHERE name = 'compacted'");
}

void LogWriter::compact(Revision from, Revision to) {
    Transaction transaction(m_database, Access::Write);
    m_statements->superseded.bind(1, from).bind(2, to).run();
    m_statements->deletions.bind(1, from).bind(2, to).run();
    m_statements->setCompacted.bind(1, to).run();
    transaction.commit();
}

void LogWriter::shrink() {
    const std::int64_t unused = m_database.number("PRAGMA freelist_count");
    const std::int64_t spare = std::max(kSparePages, m_database.number("PRAGMA page_count") / 4);
    if (unused > spare) m_database.execute(std::format("PRAGMA incremental_vacuum({})", unused - spare).c_str());
    // A reader may stand in the way; the next compaction tries again. Emptying the log makes it grow again at every
    // commit, so that this is done only when it has outgrown its reserve.
    const bool outgrown = sizeOf(m_walPath) > 2 * m_walReserve;
    sqlite3_busy_timeout(m_database.handle(), 0);
    sqlite3_wal_checkpoint_v2(m_database.handle(), nullptr,
                              outgrown ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_RESTART, nullptr, nullptr);
    sqlite3_busy_timeout(m_database.handle(), 5000);
    if (outgrown) reserve(m_walPath, m_walReserve);
}

}  // namespace armillary::store::sqlite
