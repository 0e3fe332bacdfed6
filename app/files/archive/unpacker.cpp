#include "app/files/archive/unpacker.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <cerrno>
#include <format>

namespace armillary::app {

namespace {

constexpr std::size_t kDeepest = 256;
constexpr std::uint64_t kCheckEvery = 16ull << 20;
constexpr std::int64_t kLatest = 1ll << 33;  // in the year 2242: what is later is no time

std::vector<std::string> split(std::string_view path) {
    std::vector<std::string> parts;
    while (!path.empty()) {
        const auto slash = std::min(path.find('/'), path.size());
        if (slash > 0 && path.substr(0, slash) != ".") parts.emplace_back(path.substr(0, slash));
        path.remove_prefix(std::min(slash + 1, path.size()));
    }
    return parts;
}

/// From a folder `depth` folders below the place that it must not leave.
bool staysWithin(std::string_view target, std::size_t depth) {
    if (target.empty() || target.starts_with('/')) return false;
    std::size_t up = 0;
    bool hasDescended = false;
    for (const std::string& part : split(target)) {
        if (part != "..") {
            hasDescended = true;
            continue;
        }
        // After a name, ".." leaves wherever that name leads to, which may be a link.
        if (hasDescended || ++up > depth) return false;
    }
    return true;
}

}  // namespace

std::expected<std::unique_ptr<Unpacker>, UnpackFault> Unpacker::open(const std::string& folder,
                                                                     std::map<std::string, std::string> names,
                                                                     const UnpackLimits& limits) {
    FileHandle root(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!root.isOpen()) return std::unexpected(UnpackFault{UnpackFault::Kind::System, errno, folder});
    return std::unique_ptr<Unpacker>(new Unpacker(std::move(root), std::move(names), limits));
}

Unpacker::~Unpacker() {
    dropPart();
}

Unpacker::Outcome Unpacker::feed(std::string_view bytes) {
    const auto fed = m_reader.feed(bytes);
    if (fed) return {};
    if (fed.error() == TarReader::Fault::NotAnArchive) fail(UnpackFault::Kind::NotAnArchive);
    if (fed.error() == TarReader::Fault::HeaderTooLong) fail(UnpackFault::Kind::HeaderTooLong);
    return std::unexpected(m_fault);
}

Unpacker::Outcome Unpacker::finish() {
    if (m_isBetween && m_reader.isOver()) return {};
    fail(UnpackFault::Kind::Incomplete);
    return std::unexpected(m_fault);
}

bool Unpacker::fail(UnpackFault::Kind kind, int error) {
    if (error == ENOSPC || error == EDQUOT) kind = UnpackFault::Kind::NoSpace;
    m_fault = {kind, error, m_path};
    return false;
}

Unpacker::Parts Unpacker::partsOf(const std::string& name) const {
    if (name.starts_with('/')) return {};
    Parts parts = split(name);
    if (parts.empty() || std::ranges::contains(parts, "..")) return {};
    const auto asked = m_names.find(parts.front());
    if (asked == m_names.end()) return {};
    parts.front() = asked->second;
    return parts;
}

bool Unpacker::begin(const TarMember& member) {
    m_isBetween = false;
    m_path = member.name;
    if (++m_members > m_limits.members) return fail(UnpackFault::Kind::TooMany);
    const Parts parts = partsOf(member.name);
    if (parts.empty() || member.type == TarMember::Type::Other) {
        ++m_leftOut;
        return true;
    }
    if (parts.size() > kDeepest) return fail(UnpackFault::Kind::TooDeep);
    if (!enterFolder(Parts(parts.begin(), parts.end() - 1))) return false;
    m_name = parts.back();
    return make(member, parts);
}

bool Unpacker::make(const TarMember& member, const Parts& parts) {
    switch (member.type) {
        case TarMember::Type::File:
            return beginFile(member);
        case TarMember::Type::Folder:
            return makeFolder(member);
        case TarMember::Type::Link:
            return makeLink(member, parts);
        case TarMember::Type::HardLink:
            return makeHardLink(member);
        case TarMember::Type::Other:
            break;
    }
    return true;
}

bool Unpacker::enterFolder(const Parts& folder) {
    if (m_inFolder && folder == m_folderParts) return true;
    m_inFolder = false;
    FileHandle at(::fcntl(m_root.get(), F_DUPFD_CLOEXEC, 0));
    if (!at.isOpen()) return fail(UnpackFault::Kind::System, errno);
    for (const std::string& part : folder) {
        constexpr int kHow = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
        FileHandle next(::openat(at.get(), part.c_str(), kHow));
        if (!next.isOpen() && errno == ENOENT) {
            if (::mkdirat(at.get(), part.c_str(), 0777) != 0) return fail(UnpackFault::Kind::System, errno);
            next = FileHandle(::openat(at.get(), part.c_str(), kHow));
        }
        if (!next.isOpen()) return fail(UnpackFault::Kind::System, errno);
        at = std::move(next);
    }
    m_folder = std::move(at);
    m_folderParts = folder;
    m_inFolder = true;
    return true;
}

bool Unpacker::beginFile(const TarMember& member) {
    if (!hasSpace()) return fail(UnpackFault::Kind::NoSpace);
    m_part = std::format(".armillary-{}-{}.part", ::getpid(), ++m_parts);
    // Owned by whoever runs the window, who is to be able to read and replace it.
    const auto mode = static_cast<mode_t>((member.mode & 0777) | 0600);
    m_file = FileHandle(
        ::openat(m_folder.get(), m_part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode));
    if (!m_file.isOpen()) {
        m_part.clear();
        return fail(UnpackFault::Kind::System, errno);
    }
    m_modified = member.modified;
    return true;
}

bool Unpacker::makeFolder(const TarMember& member) {
    const auto mode = static_cast<mode_t>((member.mode & 0777) | 0700);
    if (::mkdirat(m_folder.get(), m_name.c_str(), mode) != 0) {
        struct stat found{};
        if (errno != EEXIST) return fail(UnpackFault::Kind::System, errno);
        if (::fstatat(m_folder.get(), m_name.c_str(), &found, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISDIR(found.st_mode))
            return fail(UnpackFault::Kind::System, EEXIST);
    }
    ++m_made;
    return true;
}

bool Unpacker::makeLink(const TarMember& member, const Parts& parts) {
    // At the very top there is nothing that it could stay within.
    if (parts.size() < 2 || !staysWithin(member.target, parts.size() - 2)) {
        ++m_leftOut;
        return true;
    }
    m_part = std::format(".armillary-{}-{}.part", ::getpid(), ++m_parts);
    if (::symlinkat(member.target.c_str(), m_folder.get(), m_part.c_str()) != 0) {
        m_part.clear();
        return fail(UnpackFault::Kind::System, errno);
    }
    return putInPlace();
}

bool Unpacker::makeHardLink(const TarMember& member) {
    const Parts target = partsOf(member.target);
    if (target.empty() || target.size() > kDeepest) {
        ++m_leftOut;
        return true;
    }
    // The folder of the one may not be that of the other; both are reached in the same careful way.
    FileHandle folder = std::exchange(m_folder, FileHandle());
    const std::string name = std::exchange(m_name, {});
    m_inFolder = false;
    if (!enterFolder(Parts(target.begin(), target.end() - 1))) return false;
    m_part = std::format(".armillary-{}-{}.part", ::getpid(), ++m_parts);
    const bool linked = ::linkat(m_folder.get(), target.back().c_str(), folder.get(), m_part.c_str(), 0) == 0;
    const int error = errno;
    m_folder = std::move(folder);
    m_name = name;
    m_inFolder = false;
    if (linked) return putInPlace();
    m_part.clear();
    // What it leads to may have been left out itself.
    if (error != ENOENT) return fail(UnpackFault::Kind::System, error);
    ++m_leftOut;
    return true;
}

bool Unpacker::content(std::string_view bytes) {
    m_bytes += bytes.size();
    if (!m_file.isOpen()) return true;  // of what is left out
    m_sinceChecked += bytes.size();
    if (m_sinceChecked > kCheckEvery && !hasSpace()) return fail(UnpackFault::Kind::NoSpace);
    while (!bytes.empty()) {
        const ssize_t written = ::write(m_file.get(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return fail(UnpackFault::Kind::System, errno);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

bool Unpacker::end() {
    m_isBetween = true;
    if (!m_file.isOpen()) return true;
    if (m_modified > 0 && m_modified < kLatest) {
        const timespec times[2] = {{m_modified, 0}, {m_modified, 0}};
        (void)::futimens(m_file.get(), times);  // its content is what counts
    }
    m_file = FileHandle();
    return putInPlace();
}

bool Unpacker::putInPlace() {
    if (::renameat(m_folder.get(), m_part.c_str(), m_folder.get(), m_name.c_str()) != 0) {
        const int error = errno;
        dropPart();
        return fail(UnpackFault::Kind::System, error);
    }
    // Two names of one file are left as they are by renameat(): the new one may still be there.
    ::unlinkat(m_folder.get(), m_part.c_str(), 0);
    m_part.clear();
    ++m_made;
    return true;
}

void Unpacker::dropPart() {
    m_file = FileHandle();
    if (m_part.empty()) return;
    ::unlinkat(m_folder.get(), m_part.c_str(), 0);
    m_part.clear();
}

bool Unpacker::hasSpace() {
    m_sinceChecked = 0;
    struct statvfs space{};
    if (::fstatvfs(m_root.get(), &space) != 0) return true;  // then writing says it
    return static_cast<std::uint64_t>(space.f_bavail) * space.f_frsize > m_limits.spare;
}

}  // namespace armillary::app
