#include "engine/store/sqlite/log_format.h"

#include <sqlite3.h>

#include <format>

#include "engine/async/identifiers.h"
#include "engine/store/sqlite/row.h"

namespace armillary::store::sqlite {

namespace {

Failure foreign(std::string text) {
    return {SQLITE_NOTADB, 0, std::move(text)};
}

/// A sum in which the order of the entries does not matter: the rows and the index are walked in different orders.
class Sum {
public:
    void add(Revision revision, std::string_view key, bool deleted) {
        m_sum += static_cast<std::uint64_t>(checksumOf({.revision = revision, .key = key, .deleted = deleted})) *
                 0x9e3779b97f4a7c15;
        ++m_count;
    }
    bool operator==(const Sum&) const = default;

private:
    std::uint64_t m_sum = 0;
    std::uint64_t m_count = 0;
};

void checkRows(Database& database) {
    Sum rows, index;
    Statement allRows(database, std::format("SELECT {} FROM log NOT INDEXED", kRowColumns).c_str());
    while (allRows.step()) {
        const LogRow row = checkedRow(allRows);
        rows.add(row.revision, row.key, row.deleted);
    }
    Statement byKey(database, "SELECT revision, key, deleted FROM log INDEXED BY log_by_key ORDER BY key, revision");
    while (byKey.step()) index.add(byKey.number(0), byKey.bytes(1), byKey.number(2) != 0);
    if (rows != index) throw damaged("its index does not match its rows");
}

std::string textOf(Database& database, const char* name) {
    return database.text(std::format("SELECT value FROM meta WHERE name = '{}'", name).c_str());
}

void setText(Database& database, std::string_view name, std::string_view value) {
    Statement(database, "INSERT OR REPLACE INTO meta VALUES(?1, ?2)").bindText(1, name).bindText(2, value).run();
}

/// The column has the affinity of a number; this prefix keeps "1.0" a text.
constexpr std::string_view kProgramPrefix = "armillary ";

void note(Database& database, const std::string& program) {
    if (identityOf(database).empty()) setText(database, "identity", async::Identifiers().uid());
    setText(database, "program", std::string(kProgramPrefix) + program);
    database.execute(std::format("PRAGMA user_version={}", kFormatVersion).c_str());
}

void rowChecksum(sqlite3_context* context, int, sqlite3_value** values) {
    const auto bytes = [&](int i) {
        const auto* data = static_cast<const char*>(sqlite3_value_blob(values[i]));
        const auto size = static_cast<std::size_t>(sqlite3_value_bytes(values[i]));
        return data ? std::string_view(data, size) : std::string_view();
    };
    sqlite3_result_int64(context, checksumOf({.revision = sqlite3_value_int64(values[0]),
                                              .key = bytes(1),
                                              .previous = sqlite3_value_int64(values[2]),
                                              .created = sqlite3_value_int64(values[3]),
                                              .deleted = sqlite3_value_int64(values[4]) != 0,
                                              .value = bytes(5)}));
}

void addChecksums(Database& database) {
    database.execute("ALTER TABLE log ADD COLUMN checksum INTEGER");
    const int code = sqlite3_create_function_v2(database.handle(), "row_checksum", 6, SQLITE_UTF8, nullptr, rowChecksum,
                                                nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) database.fail(code);
    database.execute("UPDATE log SET checksum = row_checksum(revision, key, previous, created, deleted, value)");
}

}  // namespace

void createTables(Database& database, const std::string& program) {
    Transaction transaction(database, Access::Write);
    database.execute(
        "CREATE TABLE log(revision INTEGER PRIMARY KEY, key TEXT NOT NULL, previous INTEGER NOT NULL,"
        " created INTEGER NOT NULL, deleted INTEGER NOT NULL, value BLOB, checksum INTEGER);"
        "CREATE UNIQUE INDEX log_by_key ON log(key, revision, deleted);"
        "CREATE TABLE meta(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;"
        "INSERT INTO meta VALUES('compacted', 0);");
    database.execute(std::format("PRAGMA application_id={}", kApplicationId).c_str());
    note(database, program);
    transaction.commit();
}

void checkFormat(Database& database, std::int64_t applicationId) {
    const std::int64_t found = database.number("PRAGMA application_id");
    if (found == kBackupId && applicationId != found) throw foreign("it is a backup");
    if (found != applicationId) throw foreign("another program made it");
    if (database.number("SELECT count(*) FROM sqlite_schema WHERE type NOT IN ('table', 'index')") != 0)
        throw foreign("another program has changed it");
    if (const std::int64_t version = database.number("PRAGMA user_version"); version < 1 || version > kFormatVersion) {
        throw Failure{SQLITE_ERROR, 0,
                      std::format("it has format {}, this version knows format {}; use the newer version", version,
                                  kFormatVersion)};
    }
}

void checkContent(Database& database) {
    const Transaction transaction(database, Access::Read);
    if (const std::string finding = database.text("PRAGMA quick_check(1)"); finding != "ok") throw damaged(finding);
    if (database.number("PRAGMA user_version") >= 2) checkRows(database);
}

std::string identityOf(Database& database) {
    return textOf(database, "identity");
}

std::string programOf(Database& database) {
    const std::string text = textOf(database, "program");
    return text.starts_with(kProgramPrefix) ? text.substr(kProgramPrefix.size()) : std::string();
}

Revision lastRevisionOf(Database& database) {
    return std::max(database.number("SELECT max(revision) FROM log"),
                    database.number("SELECT value FROM meta WHERE name = 'compacted'"));
}

void upgrade(Database& database, const std::string& program) {
    Transaction transaction(database, Access::Write);
    if (database.number("PRAGMA user_version") < 2) addChecksums(database);
    note(database, program);
    transaction.commit();
}

}  // namespace armillary::store::sqlite
