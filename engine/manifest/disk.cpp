#include "engine/manifest/disk.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <format>

#include "engine/async/file.h"
#include "engine/schema/json_codec.h"

namespace armillary::manifest {

namespace fs = std::filesystem;

namespace {

std::string systemError(std::string_view what, const fs::path& path) {
    return std::format("cannot {} {}: {}", what, path.string(), std::strerror(errno));
}

/// A new file that goes when it has not become another's.
class TemporaryFile {
public:
    explicit TemporaryFile(const fs::path& beside)
        : m_path((beside.parent_path() / ("." + beside.filename().string() + ".XXXXXX")).string()),
          m_file(::mkostemp(m_path.data(), O_CLOEXEC)) {}
    TemporaryFile(const TemporaryFile&) = delete;
    ~TemporaryFile() {
        if (m_file >= 0) ::close(m_file);
        if (m_file >= 0 && !m_kept) ::unlink(m_path.c_str());
    }

    bool write(std::string_view bytes, const struct stat& like) {
        if (m_file < 0) return false;
        for (std::size_t done = 0; done < bytes.size();) {
            const ssize_t count = ::write(m_file, bytes.data() + done, bytes.size() - done);
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) return false;
            done += static_cast<std::size_t>(count);
        }
        // Another's file stays that one's where the system lets us; the mode last, which a new owner would reset.
        if ((like.st_uid != ::geteuid() || like.st_gid != ::getegid()) &&
            ::fchown(m_file, like.st_uid, like.st_gid) != 0)
            errno = 0;
        return ::fchmod(m_file, like.st_mode & 07777) == 0 && ::fsync(m_file) == 0;
    }

    /// Under a name that nobody has.
    bool linkAs(const fs::path& path) { return ::link(m_path.c_str(), path.c_str()) == 0; }

    bool moveTo(const fs::path& path) {
        m_kept = ::rename(m_path.c_str(), path.c_str()) == 0;
        return m_kept;
    }

private:
    std::string m_path;
    int m_file;
    bool m_kept = false;
};

bool isManifestName(const fs::path& path) {
    const std::string extension = path.extension().string();
    return extension == ".yaml" || extension == ".yml" || extension == ".json";
}

}  // namespace

std::expected<std::string, std::string> readBytes(const fs::path& path) {
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) return std::unexpected(systemError("read", path));
    if (!S_ISREG(status.st_mode))
        return std::unexpected(std::format("cannot read {}: it is no regular file", path.string()));
    if (static_cast<std::size_t>(status.st_size) > schema::kMaxDocumentBytes)
        return std::unexpected(std::format("cannot read {}: it has {} bytes, more than {}", path.string(),
                                           status.st_size, schema::kMaxDocumentBytes));
    auto bytes = async::readFile(path);
    if (!bytes) return std::unexpected(systemError("read", path));
    return std::move(*bytes);
}

std::expected<void, std::string> writeBytes(const fs::path& path, std::string_view expected, std::string_view bytes) {
    std::error_code failed;
    const fs::path target = fs::canonical(path, failed);
    if (failed) return std::unexpected(std::format("cannot write {}: {}", path.string(), failed.message()));
    struct stat status{};
    if (::stat(target.c_str(), &status) != 0 || ::access(target.c_str(), W_OK) != 0)
        return std::unexpected(systemError("write", path));
    TemporaryFile temporary(target);
    if (!temporary.write(bytes, status)) return std::unexpected(systemError("write", path));
    // As late as can be: what another program writes in between is what is not to be lost.
    const auto found = readBytes(target);
    if (!found) return std::unexpected(found.error());
    if (*found != expected)
        return std::unexpected(
            std::format("{} was changed by another program meanwhile; nothing was written", path.string()));
    if (!temporary.moveTo(target)) return std::unexpected(systemError("write", path));
    async::syncFolder(target.parent_path());
    return {};
}

std::expected<void, std::string> createFile(const fs::path& path, std::string_view bytes) {
    const fs::path target = fs::absolute(path);
    std::error_code failed;
    fs::create_directories(target.parent_path(), failed);
    if (failed) return std::unexpected(std::format("cannot write {}: {}", path.string(), failed.message()));
    struct stat usual{};
    usual.st_uid = ::geteuid();
    usual.st_gid = ::getegid();
    usual.st_mode = 0644;
    TemporaryFile temporary(target);
    if (!temporary.write(bytes, usual)) return std::unexpected(systemError("write", path));
    if (!temporary.linkAs(target))
        return std::unexpected(errno == EEXIST ? std::format("{} is there already; nothing was written", path.string())
                                               : systemError("write", path));
    async::syncFolder(target.parent_path());
    return {};
}

std::expected<std::vector<fs::path>, std::string> manifestsAt(const fs::path& path) {
    std::error_code failed;
    if (!fs::is_directory(path, failed)) return std::vector{path};
    std::vector<fs::path> found;
    auto walk = fs::recursive_directory_iterator(path, failed);
    for (; !failed && walk != fs::recursive_directory_iterator(); walk.increment(failed)) {
        std::error_code ignored;
        const bool hidden = walk->path().filename().string().starts_with('.');
        if (hidden && walk->is_directory(ignored)) walk.disable_recursion_pending();
        if (hidden || !isManifestName(walk->path()) || !walk->is_regular_file(ignored)) continue;
        if (found.size() == kMostFiles)
            return std::unexpected(std::format("{} holds more than {} manifests", path.string(), kMostFiles));
        found.push_back(walk->path());
    }
    if (failed) return std::unexpected(std::format("cannot read {}: {}", path.string(), failed.message()));
    std::ranges::sort(found);
    return found;
}

}  // namespace armillary::manifest
