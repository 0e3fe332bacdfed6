#pragma once

#include <string>

#include "engine/store/sqlite/database.h"

/// The tables of a state file, their version, and whether their content is what was written.
namespace armillary::store::sqlite {

/// "Armi": tells this program's files from other SQLite files. "ArmB": a backup, see backup.h.
inline constexpr std::int64_t kApplicationId = 0x41726d69;
inline constexpr std::int64_t kBackupId = 0x41726d42;
/// 2 added a checksum to each row and an identity to the file.
inline constexpr std::int64_t kFormatVersion = 2;

/// Makes the tables of an empty file. `program` is the version that makes them.
void createTables(Database& database, const std::string& program);

/// Refuses what another program or a newer version made. Throws Failure, as everything here does.
void checkFormat(Database& database, std::int64_t applicationId = kApplicationId);

/// Reads the whole file: SQLite's own checks, each row against its checksum, and the index against the rows, so that
/// nothing is missing from what a reader sees. A file of format 1 has SQLite's checks alone.
void checkContent(Database& database);

/// A UUID made with the tables; "" in a file of format 1.
std::string identityOf(Database& database);
/// The version of the program that last opened the file; "" in a file of format 1.
std::string programOf(Database& database);
/// The highest revision ever taken, which compaction may have forgotten.
Revision lastRevisionOf(Database& database);

/// Brings the file to this format and notes `program`, in one transaction.
void upgrade(Database& database, const std::string& program);

}  // namespace armillary::store::sqlite
