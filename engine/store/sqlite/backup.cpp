#include "engine/store/sqlite/backup.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <format>
#include <utility>

#include "engine/store/sqlite/files.h"
#include "engine/store/sqlite/log_format.h"
#include "engine/store/sqlite/mark.h"
#include "engine/store/sqlite/row.h"

namespace armillary::store {

namespace {

using namespace sqlite;
namespace fs = std::filesystem;

constexpr int kPagesAtOnce = 1024;
/// Revisions that a restored state leaves out.
constexpr Revision kRestoreGap = 1'000'000;

std::int64_t checksumOf(const BackupFile& file) {
    return sqlite::checksumOf(LogRow{.key = file.name, .value = file.content});
}

Error backupError(const Failure& failure, const std::string& path) {
    const Error error = toError(failure, path);
    if (error.code == ErrorCode::Full)
        return {ErrorCode::Full, std::format("there is no room for {}; free some, or choose another disk", path)};
    if (error.code == ErrorCode::Corrupt)
        return {ErrorCode::Corrupt, std::format("{} is not a whole backup ({}); take another", path, failure.text)};
    return {error.code, std::format("cannot use {}: {}", path, failure.text)};
}

/// An empty file of its own, removed again unless it is kept.
class Fresh {
public:
    static Result<Fresh> make(const std::string& path) {
        removeAll(path);
        const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (file < 0) return std::unexpected(cannot("write", path, errno));
        ::close(file);
        return Fresh(path);
    }
    Fresh(Fresh&& other) noexcept : m_path(std::exchange(other.m_path, {})) {}
    Fresh& operator=(Fresh&&) = delete;
    ~Fresh() {
        if (!m_path.empty()) removeAll(m_path);
    }

    /// Makes the content durable, and gives it its name.
    Result<void> keepAs(const std::string& path) {
        const int file = ::open(m_path.c_str(), O_RDWR | O_CLOEXEC);
        const bool synced = file >= 0 && ::fsync(file) == 0;
        const int reason = errno;
        if (file >= 0) ::close(file);
        if (!synced) return std::unexpected(cannot("write", path, reason));
        if (m_path != path && ::rename(m_path.c_str(), path.c_str()) != 0)
            return std::unexpected(cannot("write", path, errno));
        m_path.clear();
        return syncFolderOf(path);
    }

private:
    explicit Fresh(std::string path) : m_path(std::move(path)) {}
    static void removeAll(const std::string& path) {
        for (const char* suffix : {"", "-journal", "-wal", "-shm"}) ::unlink((path + suffix).c_str());
    }
    std::string m_path;
};

/// Copies one consistent state: `from` must be inside a transaction, which keeps later writes out of sight.
void copyPages(Database& from, Database& to, const BackupProgress& progress) {
    sqlite3_backup* copy = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
    if (!copy) to.fail(sqlite3_errcode(to.handle()));
    int code = SQLITE_OK;
    while (code == SQLITE_OK) {
        code = sqlite3_backup_step(copy, kPagesAtOnce);
        const int all = sqlite3_backup_pagecount(copy);
        if (progress && all > 0) progress(static_cast<int>(100LL * (all - sqlite3_backup_remaining(copy)) / all));
    }
    const int finished = sqlite3_backup_finish(copy);
    if (code != SQLITE_DONE) to.fail(finished != SQLITE_OK ? finished : code);
    to.execute("PRAGMA journal_mode=DELETE");
}

void addFiles(Database& database, const std::vector<BackupFile>& files) {
    Transaction transaction(database, Access::Write);
    database.execute("CREATE TABLE files(name TEXT PRIMARY KEY, content BLOB NOT NULL, checksum INTEGER NOT NULL)");
    Statement add(database, "INSERT INTO files VALUES(?1, ?2, ?3)");
    for (const BackupFile& file : files)
        add.bindText(1, file.name).bindBlob(2, file.content).bind(3, checksumOf(file)).run();
    database.execute(std::format("PRAGMA application_id={}", kBackupId).c_str());
    transaction.commit();
}

std::vector<BackupFile> filesOf(Database& database) {
    if (database.number("SELECT count(*) FROM files") > static_cast<std::int64_t>(kMaxBackupFiles) ||
        database.number("SELECT max(length(content)) FROM files") > static_cast<std::int64_t>(kMaxBackupFileBytes))
        throw damaged("it holds more files, or larger ones, than a backup has");
    std::vector<BackupFile> files;
    Statement each(database, "SELECT name, content, checksum FROM files ORDER BY name");
    while (each.step()) {
        files.push_back({std::string(each.bytes(0)), std::string(each.bytes(1))});
        if (each.number(2) != checksumOf(files.back()))
            throw damaged(std::format("its file number {} is not what was written", files.size()));
    }
    return files;
}

Result<void> copyState(const std::string& statePath, const std::string& into, const std::vector<BackupFile>& files,
                       const BackupProgress& progress) {
    std::unique_ptr<Database> state;
    try {
        state = std::make_unique<Database>(statePath, Access::Read);
        state->execute("PRAGMA busy_timeout=5000; BEGIN");
        checkFormat(*state);
    } catch (const Failure& failure) {
        return std::unexpected(toError(failure, statePath));
    }
    try {
        Database copy(into, Access::Write);
        copyPages(*state, copy, progress);
        addFiles(copy, files);
        return {};
    } catch (const Failure& failure) {
        return std::unexpected(backupError(failure, into));
    }
}

/// Only the newest state of each key is kept, and revisions begin anew further on.
void forgetHistory(Database& database, Revision beyond) {
    Transaction transaction(database, Access::Write);
    const Revision last = std::max(lastRevisionOf(database), beyond) + kRestoreGap;
    database.execute("DELETE FROM log WHERE revision IN (SELECT previous FROM log WHERE previous != 0)");
    database.execute("DELETE FROM log WHERE deleted != 0");
    Statement(database, "UPDATE meta SET value = ?1 WHERE name = 'compacted'").bind(1, last).run();
    database.execute(std::format("DROP TABLE files; PRAGMA application_id={}", kApplicationId).c_str());
    transaction.commit();
}

}  // namespace

Result<BackupContent> writeBackup(const std::string& statePath, const std::string& backupPath,
                                  const std::vector<BackupFile>& files, const BackupProgress& progress) {
    std::error_code failed;
    if (fs::exists(fs::symlink_status(backupPath, failed)))
        return std::unexpected(
            Error{ErrorCode::KeyExists, std::format("{} exists already; choose another name", backupPath)});
    const auto mark = Mark::read(statePath);
    if (!mark) return std::unexpected(mark.error());
    if (sizeOf(statePath) == 0)
        return std::unexpected(notWhatItWas(statePath, "there is nothing in it to make a backup of"));
    auto fresh = Fresh::make(backupPath + ".new");
    if (!fresh) return std::unexpected(std::move(fresh.error()));
    if (auto copied = copyState(statePath, backupPath + ".new", files, progress); !copied)
        return std::unexpected(std::move(copied.error()));
    auto content = readBackup(backupPath + ".new");
    // The copy has just been made: if it is not whole, then neither is the original.
    if (!content && content.error().code == ErrorCode::Corrupt)
        return std::unexpected(notWhatItWas(statePath, "its copy does not pass the check"));
    if (!content) return content;
    if (*mark && (content->identity != (*mark)->identity || content->revision < (*mark)->revision))
        return std::unexpected(notWhatItWas(statePath, "it is older than it should be, or another cluster's"));
    if (auto kept = fresh->keepAs(backupPath); !kept) return std::unexpected(std::move(kept.error()));
    return content;
}

Result<BackupContent> readBackup(const std::string& backupPath) {
    try {
        Database database(backupPath, Access::Read);
        checkFormat(database, kBackupId);
        checkContent(database);
        return BackupContent{identityOf(database), programOf(database), lastRevisionOf(database), filesOf(database)};
    } catch (const Failure& failure) {
        return std::unexpected(backupError(failure, backupPath));
    }
}

Result<void> extractState(const std::string& backupPath, const std::string& statePath, Revision beyond,
                          const std::string& program, const BackupProgress& progress) {
    auto fresh = Fresh::make(statePath);
    if (!fresh) return std::unexpected(std::move(fresh.error()));
    Mark::Content content;
    try {
        Database backup(backupPath, Access::Read);
        backup.execute("BEGIN");
        checkFormat(backup, kBackupId);
        Database state(statePath, Access::Write);
        copyPages(backup, state, progress);
        forgetHistory(state, beyond);
        upgrade(state, program);
        checkContent(state);
        content = {identityOf(state), lastRevisionOf(state)};
    } catch (const Failure& failure) {
        return std::unexpected(backupError(failure, statePath));
    }
    if (auto marked = Mark::open(statePath, content); !marked) return std::unexpected(std::move(marked.error()));
    return fresh->keepAs(statePath);
}

Revision knownRevision(const std::string& statePath) {
    Revision known = 0;
    if (const auto mark = Mark::read(statePath); mark && *mark) known = (*mark)->revision;
    if (sizeOf(statePath) == 0) return known;
    try {
        Database database(statePath, Access::Read);
        known = std::max(known, lastRevisionOf(database));
    } catch (const Failure&) {
        // It is about to be replaced because it is damaged.
    }
    return known;
}

}  // namespace armillary::store
