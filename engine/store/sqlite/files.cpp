#include "engine/store/sqlite/files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <format>
#include <thread>
#include <utility>

namespace armillary::store::sqlite {

namespace {

constexpr std::chrono::milliseconds kLockPoll{20};

/// The process id that the file's holder wrote, or 0.
int holderOf(int descriptor) {
    char text[16];
    const ssize_t size = ::pread(descriptor, text, sizeof text, 0);
    int holder = 0;
    if (size > 0) std::from_chars(text, text + size, holder);
    return holder;
}

std::string folderOf(const std::string& path) {
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    return folder.empty() ? "." : folder.string();
}

bool writeAll(int file, std::string_view content) {
    while (!content.empty()) {
        const ssize_t count = ::write(file, content.data(), content.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return false;
        content.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

}  // namespace

Error cannot(std::string_view what, const std::string& path, int reason) {
    const ErrorCode code = reason == ENOSPC || reason == EDQUOT ? ErrorCode::Full : ErrorCode::Broken;
    return {code, std::format("cannot {} {}: {}; check that the folder exists, has room and belongs to this user", what,
                              path, std::strerror(reason))};
}

Error notWhatItWas(const std::string& statePath, std::string_view finding) {
    return {ErrorCode::Corrupt,
            std::format("the state file {} is not what it was ({}); {}", statePath, finding, wayOut(statePath))};
}

std::string wayOut(const std::string& statePath) {
    const std::string folder = folderOf(statePath);
    return std::format("restore a backup: armillaryctl restore --data-dir {0} FILE (automatic ones are in {0}/backups)",
                       folder);
}

LockFile::~LockFile() {
    if (m_descriptor >= 0) ::close(m_descriptor);
}

LockFile::LockFile(LockFile&& other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}

LockFile& LockFile::operator=(LockFile&& other) noexcept {
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

Result<LockFile> LockFile::acquire(const std::string& statePath, std::chrono::milliseconds patience) {
    const std::string path = statePath + ".lock";
    LockFile lock;
    lock.m_descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock.m_descriptor < 0) return std::unexpected(cannot("open", path, errno));
    const auto end = std::chrono::steady_clock::now() + patience;
    while (::flock(lock.m_descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK && std::chrono::steady_clock::now() < end) {
            std::this_thread::sleep_for(kLockPoll);
            continue;
        }
        if (errno != EWOULDBLOCK) return std::unexpected(cannot("lock", path, errno));
        return std::unexpected(
            Error{ErrorCode::Broken, std::format("the state file {} is in use by process {}; stop that one first, or "
                                                 "choose another data directory",
                                                 statePath, holderOf(lock.m_descriptor))});
    }
    // The number only serves the message above, so a disk without room for it is no reason to stop.
    const std::string own = std::to_string(::getpid());
    if (::ftruncate(lock.m_descriptor, 0) == 0) {
        [[maybe_unused]] const ssize_t written = ::pwrite(lock.m_descriptor, own.data(), own.size(), 0);
    }
    return lock;
}

Result<void> ensureFile(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) {
        if (errno == EEXIST) return {};
        return std::unexpected(cannot("create the state file", path, errno));
    }
    ::close(file);
    return syncFolderOf(path);
}

Result<void> writeFile(const std::string& path, std::string_view content) {
    const std::string temporary = path + ".new";
    ::unlink(temporary.c_str());
    const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) return std::unexpected(cannot("write", temporary, errno));
    const bool whole = writeAll(file, content) && ::fsync(file) == 0;
    const int reason = errno;
    ::close(file);
    if (!whole || ::rename(temporary.c_str(), path.c_str()) != 0) {
        const Error error = cannot("write", path, whole ? errno : reason);
        ::unlink(temporary.c_str());
        return std::unexpected(error);
    }
    return syncFolderOf(path);
}

Result<void> syncFolderOf(const std::string& path) {
    const std::string folder = folderOf(path);
    const int directory = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) return std::unexpected(cannot("open", folder, errno));
    const int synced = ::fsync(directory);
    const int reason = errno;
    ::close(directory);
    if (synced != 0) return std::unexpected(cannot("sync", folder, reason));
    return {};
}

void reserve(const std::string& path, std::int64_t bytes) {
    const std::int64_t size = sizeOf(path);
    if (size >= bytes) return;
    const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0) return;
    const std::string zeros(1 << 20, '\0');
    bool written = true;
    for (std::int64_t at = size; at < bytes && written;) {
        const std::size_t piece = static_cast<std::size_t>(std::min<std::int64_t>(bytes - at, 1 << 20));
        written = ::pwrite(file, zeros.data(), piece, at) == static_cast<ssize_t>(piece);
        at += static_cast<std::int64_t>(piece);
    }
    // A disk that cannot hold the reserve is better off with what is left of its room.
    if (!written || ::fdatasync(file) != 0) static_cast<void>(::ftruncate(file, size) == 0);
    ::close(file);
}

std::int64_t sizeOf(const std::string& path) {
    std::error_code missing;
    const auto size = std::filesystem::file_size(path, missing);
    return missing ? 0 : static_cast<std::int64_t>(size);
}

}  // namespace armillary::store::sqlite
