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
#include <utility>

namespace armillary::store::sqlite {

namespace {

Error cannot(std::string_view what, const std::string& path, int reason) {
    const ErrorCode code = reason == ENOSPC || reason == EDQUOT ? ErrorCode::Full : ErrorCode::Broken;
    return {code, std::format("cannot {} {}: {}; check that the folder exists, has room and belongs to this user", what,
                              path, std::strerror(reason))};
}

/// The process id that the file's holder wrote, or 0.
int holderOf(int descriptor) {
    char text[16];
    const ssize_t size = ::pread(descriptor, text, sizeof text, 0);
    int holder = 0;
    if (size > 0) std::from_chars(text, text + size, holder);
    return holder;
}

}  // namespace

LockFile::~LockFile() {
    if (m_descriptor >= 0) ::close(m_descriptor);
}

LockFile::LockFile(LockFile&& other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}

LockFile& LockFile::operator=(LockFile&& other) noexcept {
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

Result<LockFile> LockFile::acquire(const std::string& statePath) {
    const std::string path = statePath + ".lock";
    LockFile lock;
    lock.m_descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock.m_descriptor < 0) return std::unexpected(cannot("open", path, errno));
    if (::flock(lock.m_descriptor, LOCK_EX | LOCK_NB) != 0) {
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
    std::filesystem::path folder = std::filesystem::path(path).parent_path();
    if (folder.empty()) folder = ".";
    const int directory = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) return std::unexpected(cannot("open", folder.string(), errno));
    const int synced = ::fsync(directory);
    const int reason = errno;
    ::close(directory);
    if (synced != 0) return std::unexpected(cannot("sync", folder.string(), reason));
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
