#include "engine/gitops/origin/folder_tree.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <format>
#include <vector>

#include "engine/gitops/source/disk_reader.h"
#include "engine/gitops/source/path.h"
#include "engine/pki/secrets.h"

namespace armillary::gitops {

namespace fs = std::filesystem;

namespace {

/// Of bytes that are somebody's, by what they are; of a file's, by what the system says of its last change: another
/// writer, or a moment later, is another id.
std::string idOf(std::string_view bytes) {
    std::string id = "text-";
    for (const unsigned char byte : pki::sha256(bytes)) id += std::format("{:02x}", byte);
    return id;
}
std::string idOf(const struct stat& about) {
    return std::format("disk-{}-{}-{}-{}.{}-{}.{}", about.st_dev, about.st_ino, about.st_size, about.st_mtim.tv_sec,
                       about.st_mtim.tv_nsec, about.st_ctim.tv_sec, about.st_ctim.tv_nsec);
}

class Walk {
public:
    explicit Walk(const std::map<std::string, std::string>& edited) : m_edited(edited) {}

    Expected<void> read(const fs::path& folder, const std::string& path, std::size_t depth) {
        if (depth > kDeepest) return problem(std::format("{} is more than {} folders deep", path, kDeepest));
        std::error_code failed;
        fs::directory_iterator entries(folder, fs::directory_options::skip_permission_denied, failed);
        if (failed) return problem(std::format("{} cannot be read: {}", folder.string(), failed.message()));
        for (; entries != fs::directory_iterator(); entries.increment(failed)) {
            const std::string name = entries->path().filename().string();
            if (!isPlainName(name)) continue;
            const std::string below = path.empty() ? name : path + "/" + name;
            if (auto done = take(entries->path(), below, depth); !done) return done;
        }
        return failed ? problem(std::format("{} cannot be read: {}", folder.string(), failed.message()))
                      : Expected<void>();
    }
    std::vector<TreeEntry> takeAll() {
        for (const auto& [path, bytes] : m_edited)
            m_entries.push_back({path, TreeEntry::Kind::File, false, idOf(bytes)});
        return std::move(m_entries);
    }

private:
    Expected<void> take(const fs::path& file, const std::string& path, std::size_t depth) {
        struct stat about{};
        if (lstat(file.c_str(), &about) != 0) return {};  // It has gone meanwhile.
        if (S_ISDIR(about.st_mode)) return read(file, path, depth + 1);
        const bool isLink = S_ISLNK(about.st_mode);
        if ((!isLink && !S_ISREG(about.st_mode)) || m_edited.contains(path)) return {};
        if (m_entries.size() >= kMostEntries)
            return problem(std::format("there are more than {} files", kMostEntries), "Open a smaller folder.");
        m_entries.push_back({path, isLink ? TreeEntry::Kind::Link : TreeEntry::Kind::File,
                             (about.st_mode & S_IXUSR) != 0, idOf(about)});
        return {};
    }

    const std::map<std::string, std::string>& m_edited;
    std::vector<TreeEntry> m_entries;
};

}  // namespace

fs::path rootOf(const fs::path& folder) {
    std::error_code ignored;
    for (fs::path each = folder; !each.empty(); each = each.parent_path()) {
        if (fs::exists(each / ".git", ignored)) return each;
        if (each == each.parent_path()) break;
    }
    return folder;
}

Expected<TreeRef> treeOfFolder(const fs::path& folder, std::map<std::string, std::string> edited) {
    Walk walk(edited);
    if (auto done = walk.read(folder, {}, 1); !done) return std::unexpected(std::move(done.error()));
    auto entries = walk.takeAll();
    auto read = [disk = std::make_shared<const DiskReader>(folder),
                 edited = std::move(edited)](const TreeEntry& entry) -> Expected<std::string> {
        if (const auto found = edited.find(entry.path); found != edited.end()) return found->second;
        auto file = disk->read(entry.path);
        if (!file) return std::unexpected(std::move(file.error()));
        return std::move(file->content);
    };
    return std::make_shared<const Tree>(std::move(entries), std::move(read));
}

}  // namespace armillary::gitops
