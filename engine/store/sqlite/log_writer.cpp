#include "engine/store/sqlite/log_writer.h"

#include <sqlite3.h>

#include <format>

#include "engine/store/sqlite/files.h"
#include "engine/store/sqlite/log_format.h"
#include "engine/store/sqlite/row.h"

namespace armillary::store::sqlite {

namespace {

/// Unused pages are kept for reuse up to this many, and up to a quarter of the file; the rest is given back.
constexpr std::int64_t kSparePages = 1024;

/// A page of 4 KiB and its header in the write-ahead log.
constexpr std::int64_t kFrameBytes = 4096 + 24;

}  // namespace

struct LogWriter::Statements {
    explicit Statements(Database& database)
        : latest(
              database,
              "SELECT revision, deleted FROM log INDEXED BY log_by_key WHERE key = ?1 ORDER BY revision DESC LIMIT 1"),
          row(database, std::format("SELECT {} FROM log WHERE revision = ?1", kRowColumns).c_str()),
          append(database, "INSERT INTO log VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)"),
          superseded(database,
                     "DELETE FROM log WHERE revision IN (SELECT previous FROM log NOT INDEXED"
                     " WHERE revision > ?1 AND revision <= ?2 AND previous != 0)"),
          deletions(database, "DELETE FROM log WHERE revision > ?1 AND revision <= ?2 AND deleted != 0"),
          setCompacted(database, "UPDATE meta SET value = ?1 WHERE name = 'compacted'") {}

    Statement latest, row, append, superseded, deletions, setCompacted;
};

LogWriter::LogWriter(const std::string& path, Options options)
    : m_options(std::move(options)),
      m_walPath(path + "-wal"),
      m_walReserve(m_options.checkpointPages * kFrameBytes * 5 / 4),
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
    m_database.execute(std::format("PRAGMA wal_autocheckpoint={}", m_options.checkpointPages).c_str());
    if (m_database.number("SELECT count(*) FROM sqlite_schema") == 0) {
        if (!m_options.mayBegin) throw damaged("it has no content");
        createTables(m_database, m_options.program);
        return;
    }
    checkFormat(m_database);
    const std::int64_t bytes = m_database.number("PRAGMA page_count") * m_database.number("PRAGMA page_size");
    if (bytes <= m_options.checkedOnOpening) checkContent(m_database);
}

std::string LogWriter::identity() {
    return identityOf(m_database);
}

std::optional<std::string> LogWriter::upgradesFrom() {
    const std::string program = programOf(m_database);
    const bool current = m_database.number("PRAGMA user_version") == kFormatVersion;
    if (current && program == m_options.program) return std::nullopt;
    return program;
}

void LogWriter::begin() {
    if (upgradesFrom()) upgrade(m_database, m_options.program);
    const std::int64_t pageBytes = m_database.number("PRAGMA page_size");
    m_database.execute(std::format("PRAGMA max_page_count={}", m_options.maximumBytes / pageBytes).c_str());
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
    if (!statement.step()) throw damaged(std::format("revision {} is missing", revision));
    const LogRow row = checkedRow(statement);
    return {row.created, std::make_shared<const std::string>(row.value)};
}

void LogWriter::append(const LogRow& row) {
    Statement& statement = m_statements->append;
    statement.bind(1, row.revision).bindText(2, row.key).bind(3, row.previous).bind(4, row.created);
    statement.bind(5, row.deleted ? 1 : 0).bind(7, checksumOf(row));
    if (row.deleted) {
        statement.bindNull(6);
    } else {
        statement.bindBlob(6, row.value);
    }
    statement.run();
}

void LogWriter::probe() {
    // Two transactions: what is gone again at a commit is not written.
    m_database.execute("INSERT OR REPLACE INTO meta VALUES('probe', zeroblob(65536))");
    m_database.execute("DELETE FROM meta WHERE name = 'probe'");
}

Revision LogWriter::lastRevision() {
    return lastRevisionOf(m_database);
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
