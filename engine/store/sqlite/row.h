#pragma once

#include <optional>

#include "engine/store/sqlite/database.h"

/// What a row of the log holds, and how it proves that it is whole.
///
///     log(revision PRIMARY KEY, key, previous, created, deleted, value, checksum)
///
/// `previous` is the revision that this one supersedes, 0 for a creation; so compaction finds what is superseded by
/// walking the revisions that it forgets, and an event finds the value before it.
namespace armillary::store::sqlite {

/// The columns as row() reads them.
inline constexpr const char* kRowColumns = "revision, key, previous, created, deleted, value, checksum";

/// Views into the statement that read it.
struct LogRow {
    Revision revision = 0;
    std::string_view key;
    Revision previous = 0;
    Revision created = 0;
    bool deleted = false;
    std::string_view value;
};

/// A CRC-32 over all of the row.
std::int64_t checksumOf(const LogRow& row);

/// The row at the statement's columns from `column` on. Throws a Failure that names the key when the row does not match
/// its checksum.
LogRow checkedRow(const Statement& statement, int column = 0);

/// The file is damaged: `text` says where.
Failure damaged(std::string text);

}  // namespace armillary::store::sqlite
