#include "engine/gitops/render/snapshot.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <format>
#include <set>
#include <system_error>

namespace armillary::gitops {

namespace fs = std::filesystem;

namespace {

/// Writes each entry once, however many of the paths it lies below.
class Writing {
public:
    Writing(const Tree& tree, const fs::path& into) : m_tree(tree), m_into(into) {}

    Expected<void> write(const TreeEntry& entry) {
        if (entry.kind == TreeEntry::Kind::Submodule || !m_written.insert(entry.path).second) return {};
        auto content = m_tree.target(entry);
        if (!content) return std::unexpected(std::move(content.error()));
        if ((m_bytes += content->size()) > kMostSnapshotBytes)
            return problem(std::format("it has more than {} MiB of files to render", kMostSnapshotBytes >> 20),
                           "Give the path of the application itself.");
        const fs::path path = m_into / entry.path;
        std::error_code failed;
        fs::create_directories(path.parent_path(), failed);
        if (entry.kind == TreeEntry::Kind::Link) {
            fs::create_symlink(*content, path, failed);
            return failed ? problem(std::format("{}: {}", entry.path, failed.message())) : Expected<void>();
        }
        return writeNewFile(path, *content, 0400);
    }

private:
    const Tree& m_tree;
    const fs::path& m_into;
    std::set<std::string_view> m_written;
    std::size_t m_bytes = 0;
};

}  // namespace

Expected<PrivateFolder> PrivateFolder::make() {
    std::error_code failed;
    const fs::path parent = fs::temp_directory_path(failed);
    std::string name = ((failed ? fs::path("/tmp") : parent) / "armillary-render.XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr)
        return problem(std::format("no folder can be made in {}: {}", parent.string(), std::strerror(errno)));
    // Its true name: a kernel's rules and a renderer's own checks go by that.
    const fs::path real = fs::canonical(name, failed);
    return PrivateFolder(failed ? fs::path(name) : real);
}

PrivateFolder::~PrivateFolder() {
    std::error_code ignored;
    if (!m_path.empty()) fs::remove_all(m_path, ignored);
}

Expected<void> writeSnapshot(const Tree& tree, std::span<const std::string> paths, const fs::path& into) {
    Writing writing(tree, into);
    std::error_code failed;
    fs::create_directories(into, failed);
    for (const std::string& path : paths) {
        if (const TreeEntry* const entry = tree.find(path))
            if (auto written = writing.write(*entry); !written) return written;
        for (const TreeEntry& entry : tree.under(path))
            if (auto written = writing.write(entry); !written) return written;
    }
    return {};
}

Expected<void> writeNewFile(const fs::path& path, std::string_view bytes, int mode) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
    if (file < 0) return problem(std::format("{}: {}", path.filename().string(), std::strerror(errno)));
    bool good = true;
    while (good && !bytes.empty()) {
        const ssize_t count = ::write(file, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        good = count >= 0;
        if (good) bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    const int why = errno;
    if (::close(file) != 0 || !good)
        return problem(std::format("{}: {}", path.filename().string(), std::strerror(why)));
    return {};
}

}  // namespace armillary::gitops
