#include "nodes/agent/volume/atomic_writer.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <format>
#include <set>

#include "engine/async/file.h"

namespace armillary::agent {

namespace fs = std::filesystem;

namespace {

/// Neither absolute, nor with "..", nor of a name that the layout uses itself.
bool isSafe(const std::string& path) {
    if (path.empty() || path.front() == '/' || path.size() > 4096 || path.starts_with("..")) return false;
    for (const auto& part : fs::path(path))
        if (part == ".." || part.string().size() > 255) return false;
    return true;
}

std::expected<void, std::string> writeFile(const fs::path& path, const FileContent& content) {
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return std::unexpected(std::format("cannot write {}: {}", path.string(), std::strerror(errno)));
    std::string_view rest = content.data;
    while (!rest.empty()) {
        auto wrote = ::write(fd, rest.data(), rest.size());
        if (wrote <= 0) {
            auto why = std::format("cannot write {}: {}", path.string(), std::strerror(errno));
            ::close(fd);
            return std::unexpected(why);
        }
        rest.remove_prefix(static_cast<std::size_t>(wrote));
    }
    // The mode is set outright: open() would have subtracted the umask.
    ::fchmod(fd, content.mode);
    if (content.owner) (void)!::fchown(fd, static_cast<uid_t>(*content.owner), static_cast<gid_t>(-1));
    ::close(fd);
    return {};
}

bool same(const fs::path& dir, const Files& files) {
    std::size_t found = 0;
    std::error_code error;
    for (auto it = fs::recursive_directory_iterator(dir, error); !error && it != fs::recursive_directory_iterator();
         it.increment(error)) {
        if (it->is_directory(error)) continue;
        auto wanted = files.find(fs::relative(it->path(), dir, error).string());
        if (wanted == files.end()) return false;
        struct stat info{};
        if (::stat(it->path().c_str(), &info) != 0 || (info.st_mode & 07777) != wanted->second.mode ||
            static_cast<std::size_t>(info.st_size) != wanted->second.data.size())
            return false;
        if (async::readFile(it->path()) != wanted->second.data) return false;
        ++found;
    }
    return found == files.size();
}

/// Nobody's mode changes but that of folders, which pass their group on.
void giveToGroup(const fs::path& path, gid_t group) {
    (void)!::lchown(path.c_str(), static_cast<uid_t>(-1), group);
    struct stat info{};
    if (::lstat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode)) ::chmod(path.c_str(), 02755);
}

void giveAllToGroup(const fs::path& dir, gid_t group) {
    std::error_code error;
    giveToGroup(dir, group);
    for (const auto& entry : fs::recursive_directory_iterator(dir, error)) giveToGroup(entry.path(), group);
}

/// The names in the volume itself, which link to the data.
void giveLinksToGroup(const fs::path& dir, gid_t group) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(dir, error))
        if (entry.is_symlink(error)) giveToGroup(entry.path(), group);
}

/// A new folder "..2026_01_01_00_00_00.NUMBER".
std::expected<fs::path, std::string> makeStamped(const fs::path& dir) {
    std::time_t now = std::time(nullptr);
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    char stamp[40];
    std::strftime(stamp, sizeof stamp, "..%Y_%m_%d_%H_%M_%S.XXXXXX", &parts);
    auto path = (dir / stamp).string();
    if (!::mkdtemp(path.data()))
        return std::unexpected(std::format("cannot make a folder in {}: {}", dir.string(), std::strerror(errno)));
    ::chmod(path.c_str(), 0755);
    return path;
}

bool linkTo(const fs::path& target, const fs::path& link) {
    auto temporary = link.string() + "_tmp";
    ::unlink(temporary.c_str());
    return ::symlink(target.c_str(), temporary.c_str()) == 0 && ::rename(temporary.c_str(), link.c_str()) == 0;
}

}  // namespace

std::expected<bool, std::string> writeAtomically(const fs::path& dir, const Files& files,
                                                 std::optional<std::int64_t> group) {
    for (const auto& [path, content] : files)
        if (!isSafe(path))
            return std::unexpected("invalid path: \"" + path + "\" must be relative and stay inside the volume");
    std::error_code error;
    auto data = dir / "..data";
    auto old = fs::read_symlink(data, error);
    bool existed = !error;
    if (existed && same(dir / old, files)) return false;

    auto stamped = makeStamped(dir);
    if (!stamped) return std::unexpected(stamped.error());
    for (const auto& [path, content] : files)
        if (auto written = writeFile(*stamped / path, content); !written) {
            fs::remove_all(*stamped, error);
            return std::unexpected(written.error());
        }
    if (group) giveAllToGroup(*stamped, static_cast<gid_t>(*group));
    if (!linkTo(stamped->filename(), data))
        return std::unexpected(std::format("cannot link {}: {}", data.string(), std::strerror(errno)));

    std::set<std::string> visible;
    for (const auto& [path, content] : files) visible.insert(fs::path(path).begin()->string());
    for (const auto& name : visible)
        if (!fs::is_symlink(dir / name, error) &&
            ::symlink((fs::path("..data") / name).c_str(), (dir / name).c_str()) != 0)
            return std::unexpected(std::format("cannot link {}: {}", (dir / name).string(), std::strerror(errno)));
    for (const auto& entry : fs::directory_iterator(dir, error)) {
        auto name = entry.path().filename().string();
        if (!name.starts_with("..") && !visible.contains(name)) fs::remove_all(entry.path(), error);
    }
    if (group) giveLinksToGroup(dir, static_cast<gid_t>(*group));
    if (existed && old.string().starts_with("..")) fs::remove_all(dir / old, error);
    return true;
}

}  // namespace armillary::agent
