#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/store/store.h"

struct sqlite3;
struct sqlite3_stmt;

/// SQLite's C interface, with owners for its handles.
namespace armillary::store::sqlite {

/// What SQLite refused to do. Thrown inside this folder only; the store answers it as an Error.
struct Failure {
    int code;         ///< SQLite's extended result code
    int systemError;  ///< errno of the call behind it, or 0
    std::string text;
};

/// `failure` in words for a person, with the way out. `path` is the state file.
Error toError(const Failure& failure, const std::string& path);

enum class Access { Write, Read };

/// One connection. Not thread-safe; throws Failure.
class Database {
public:
    Database(const std::string& path, Access access);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    void execute(const char* sql);
    /// The first column of the first row, 0 when there is none.
    std::int64_t number(const char* sql);
    std::string text(const char* sql);
    bool inTransaction() const;
    sqlite3* handle() const { return m_handle; }
    [[noreturn]] void fail(int code) const;

private:
    sqlite3* m_handle = nullptr;
};

/// A prepared statement. Parameters are numbered from 1, columns from 0. Text and blobs are not copied: they must live
/// until the statement is reset.
class Statement {
public:
    Statement(Database& database, const char* sql);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    Statement& bind(int parameter, std::int64_t value);
    Statement& bindText(int parameter, std::string_view value);
    Statement& bindBlob(int parameter, std::string_view value);
    Statement& bindNull(int parameter);
    /// Advances; false at the end.
    bool step();
    /// Runs to the end and resets.
    void run();
    void reset();

    std::int64_t number(int column) const;
    bool isNull(int column) const;
    /// Text or blob; valid until the next step or reset.
    std::string_view bytes(int column) const;

private:
    void check(int code) const;

    Database& m_database;
    sqlite3_stmt* m_handle = nullptr;
};

/// Resets a statement at the end of a scope, also when a Failure passes through.
class Reset {
public:
    explicit Reset(Statement& statement) : m_statement(statement) {}
    ~Reset() { m_statement.reset(); }
    Reset(const Reset&) = delete;
    Reset& operator=(const Reset&) = delete;

private:
    Statement& m_statement;
};

/// A transaction; rolled back unless committed.
class Transaction {
public:
    Transaction(Database& database, Access access);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

private:
    Database& m_database;
};

}  // namespace armillary::store::sqlite
