#include "engine/gitops/source/disk_reader.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <format>

namespace armillary::gitops {

namespace {

class Descriptor {
public:
    explicit Descriptor(int number) : m_number(number) {}
    ~Descriptor() {
        if (m_number >= 0) ::close(m_number);
    }
    Descriptor(const Descriptor&) = delete;
    int get() const { return m_number; }

private:
    int m_number;
};

int openWithin(int root, const std::string& path, std::uint64_t flags) {
    open_how how{};
    how.flags = flags | O_CLOEXEC;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS;
    // O_PATH with O_NOFOLLOW opens a link itself, which RESOLVE_NO_SYMLINKS permits.
    return static_cast<int>(syscall(SYS_openat2, root, path.c_str(), &how, sizeof how));
}

Problem failed(const std::string& path) {
    return {std::format("{} cannot be read: {}", path, std::strerror(errno)), {}};
}

}  // namespace

DiskReader::DiskReader(const std::filesystem::path& root)
    : m_root(::open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {}

DiskReader::~DiskReader() {
    if (m_root >= 0) ::close(m_root);
}

Expected<DiskReader::File> DiskReader::read(const std::string& path) const {
    const Descriptor named(openWithin(m_root, path, O_PATH | O_NOFOLLOW));
    struct stat about{};
    if (named.get() < 0 || fstat(named.get(), &about) != 0) return std::unexpected(failed(path));
    File file;
    if (S_ISLNK(about.st_mode)) {
        file.kind = TreeEntry::Kind::Link;
        file.content.resize(4096);
        const auto length = readlinkat(named.get(), "", file.content.data(), file.content.size());
        if (length < 0) return std::unexpected(failed(path));
        file.content.resize(static_cast<std::size_t>(length));
        return file;
    }
    if (!S_ISREG(about.st_mode)) return problem(std::format("{} is neither a file nor a link", path));
    const Descriptor opened(openWithin(m_root, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK));
    if (opened.get() < 0) return std::unexpected(failed(path));
    file.executable = (about.st_mode & S_IXUSR) != 0;
    char buffer[65536];
    while (true) {
        const ssize_t count = ::read(opened.get(), buffer, sizeof buffer);
        if (count == 0) return file;
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return std::unexpected(failed(path));
        file.content.append(buffer, static_cast<std::size_t>(count));
        if (file.content.size() > kLargestFile)
            return problem(std::format("{} has more than {} MiB", path, kLargestFile >> 20));
    }
}

}  // namespace armillary::gitops
