#include "engine/store/sqlite/database.h"

#include <sqlite3.h>

#include <cerrno>
#include <cstring>
#include <format>

#include "engine/store/sqlite/files.h"

namespace armillary::store::sqlite {

namespace {

bool outOfRoom(const Failure& failure) {
    if ((failure.code & 0xff) == SQLITE_FULL) return true;
    return (failure.code & 0xff) == SQLITE_IOERR &&
           (failure.systemError == ENOSPC || failure.systemError == EDQUOT || failure.systemError == EFBIG);
}

}  // namespace

Error toError(const Failure& failure, const std::string& path) {
    if (outOfRoom(failure)) {
        return {ErrorCode::Full,
                std::format("there is no room left for {}: nothing was written; free some space on its disk (or remove "
                            "objects, if the file has reached its bound) and try again, no restart is needed",
                            path)};
    }
    const std::string reason = failure.systemError == 0
                                   ? failure.text
                                   : std::format("{}: {}", failure.text, std::strerror(failure.systemError));
    switch (failure.code & 0xff) {
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return {ErrorCode::Corrupt,
                    std::format("the state file {} is damaged ({}); {}", path, failure.text, wayOut(path))};
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_READONLY:
            return {ErrorCode::Broken,
                    std::format("the state file {} cannot be opened for writing ({}); check that its "
                                "folder exists and belongs to this user",
                                path, reason)};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {ErrorCode::Broken,
                    std::format("the state file {} is locked by another program; close that program", path)};
        default:
            return {ErrorCode::Broken, std::format("the state file {} cannot be used ({})", path, reason)};
    }
}

Database::Database(const std::string& path, Access access) {
    const int flags = (access == Access::Write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_NOMUTEX;
    const int code = sqlite3_open_v2(path.c_str(), &m_handle, flags, nullptr);
    if (code == SQLITE_OK) {
        sqlite3_extended_result_codes(m_handle, 1);
        return;
    }
    Failure failure{code, m_handle ? sqlite3_system_errno(m_handle) : 0, sqlite3_errstr(code)};
    sqlite3_close_v2(m_handle);
    throw failure;
}

Database::~Database() {
    sqlite3_close_v2(m_handle);
}

void Database::fail(int code) const {
    const int systemError =
        (code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CANTOPEN ? sqlite3_system_errno(m_handle) : 0;
    throw Failure{code, systemError, sqlite3_errmsg(m_handle)};
}

void Database::execute(const char* sql) {
    if (const int code = sqlite3_exec(m_handle, sql, nullptr, nullptr, nullptr); code != SQLITE_OK) fail(code);
}

std::int64_t Database::number(const char* sql) {
    Statement statement(*this, sql);
    return statement.step() ? statement.number(0) : 0;
}

std::string Database::text(const char* sql) {
    Statement statement(*this, sql);
    return statement.step() ? std::string(statement.bytes(0)) : std::string();
}

bool Database::inTransaction() const {
    return sqlite3_get_autocommit(m_handle) == 0;
}

Statement::Statement(Database& database, const char* sql) : m_database(database) {
    check(sqlite3_prepare_v3(database.handle(), sql, -1, SQLITE_PREPARE_PERSISTENT, &m_handle, nullptr));
}

Statement::~Statement() {
    sqlite3_finalize(m_handle);
}

void Statement::check(int code) const {
    if (code != SQLITE_OK) m_database.fail(code);
}

Statement& Statement::bind(int parameter, std::int64_t value) {
    check(sqlite3_bind_int64(m_handle, parameter, value));
    return *this;
}

Statement& Statement::bindText(int parameter, std::string_view value) {
    check(sqlite3_bind_text(m_handle, parameter, value.data(), static_cast<int>(value.size()), SQLITE_STATIC));
    return *this;
}

Statement& Statement::bindBlob(int parameter, std::string_view value) {
    // A null pointer would bind NULL, which means "deleted" here.
    const char* data = value.data() ? value.data() : "";
    check(sqlite3_bind_blob(m_handle, parameter, data, static_cast<int>(value.size()), SQLITE_STATIC));
    return *this;
}

Statement& Statement::bindNull(int parameter) {
    check(sqlite3_bind_null(m_handle, parameter));
    return *this;
}

bool Statement::step() {
    const int code = sqlite3_step(m_handle);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) m_database.fail(code);
    return false;
}

void Statement::run() {
    const Reset reset(*this);
    while (step()) {
    }
}

void Statement::reset() {
    sqlite3_reset(m_handle);
}

std::int64_t Statement::number(int column) const {
    return sqlite3_column_int64(m_handle, column);
}

bool Statement::isNull(int column) const {
    return sqlite3_column_type(m_handle, column) == SQLITE_NULL;
}

std::string_view Statement::bytes(int column) const {
    const auto* data = static_cast<const char*>(sqlite3_column_blob(m_handle, column));
    const int size = sqlite3_column_bytes(m_handle, column);
    return data ? std::string_view(data, static_cast<std::size_t>(size)) : std::string_view();
}

Transaction::Transaction(Database& database, Access access) : m_database(database) {
    database.execute(access == Access::Write ? "BEGIN IMMEDIATE" : "BEGIN");
}

Transaction::~Transaction() {
    // SQLite may have rolled back already (a full disk does that).
    if (m_database.inTransaction()) sqlite3_exec(m_database.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
    m_database.execute("COMMIT");
}

}  // namespace armillary::store::sqlite
