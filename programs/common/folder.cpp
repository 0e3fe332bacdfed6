#include "programs/common/folder.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <format>
#include <fstream>

namespace armillary::programs {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kMarker = ".armillary";
constexpr std::string_view kMarkerText =
    "This folder holds an Armillary cluster's data. To remove what is in it: armillaryctl down --purge --data-dir "
    "and its name.\n";
constexpr int kMostLinks = 40;  // as the kernel follows

/// What a data directory had before there were markers, and nothing else has.
constexpr std::array<std::string_view, 4> kSignsOfOurs = {"state.db", "pki/ca.key", "node/node.json",
                                                          "log/armillaryd.log"};

/// All that the programs make at the top of a data directory. The folders are ours with all that is in them.
bool isMade(std::string_view name) {
    constexpr std::array<std::string_view, 8> kMade = {"pki",     "node",     "log",  "run",
                                                       "backups", "replaced", "lock", kMarker};
    constexpr std::array<std::string_view, 3> kMadeWithEndings = {"state.db", "admin.kubeconfig", "ranges.json"};
    return std::ranges::contains(kMade, name) ||
           std::ranges::any_of(kMadeWithEndings, [&](std::string_view made) { return name.starts_with(made); });
}

std::expected<std::vector<std::string>, std::string> namesIn(const fs::path& folder) {
    std::error_code failed;
    std::vector<std::string> names;
    fs::directory_iterator entries(folder, failed);
    for (; !failed && entries != fs::directory_iterator(); entries.increment(failed))
        names.push_back(entries->path().filename().string());
    if (failed) return std::unexpected(std::format("cannot look into {}: {}", folder.string(), failed.message()));
    std::ranges::sort(names);
    return names;
}

std::string notOurs(const fs::path& folder) {
    return std::format("{} is not an Armillary data directory", folder.string());
}

}  // namespace

std::expected<fs::path, std::string> canonicalFolder(std::string_view spelled) {
    if (spelled.empty()) return std::unexpected("a data directory needs a name");
    std::error_code failed;
    fs::path path = fs::absolute(fs::path(spelled), failed);
    for (int links = 0; !failed && links < kMostLinks; ++links) {
        path = fs::weakly_canonical(path, failed);
        if (!failed && !path.has_filename()) path = path.parent_path();
        // A link to what is not there yet means what it points at.
        std::error_code none;
        if (failed || !fs::is_symlink(fs::symlink_status(path, none))) break;
        path = path.parent_path() / fs::read_symlink(path, failed);
    }
    if (failed)
        return std::unexpected(std::format("cannot find out where {} is: {}", std::string(spelled), failed.message()));
    return path;
}

std::expected<FolderOwner, std::string> ownerOf(const fs::path& folder) {
    std::error_code failed;
    const fs::file_status status = fs::status(folder, failed);
    if (status.type() == fs::file_type::not_found) return FolderOwner::Nobody;
    if (fs::exists(status) && !fs::is_directory(status))
        return std::unexpected(folder.string() + " is not a folder; choose another with --data-dir");
    const auto names = namesIn(folder);
    if (!names) return std::unexpected(names.error());
    if (names->empty()) return FolderOwner::Nobody;
    if (std::ranges::contains(*names, kMarker)) return FolderOwner::Us;
    const bool sign =
        std::ranges::any_of(kSignsOfOurs, [&](std::string_view file) { return fs::exists(folder / file, failed); });
    return sign ? FolderOwner::Us : FolderOwner::Somebody;
}

std::expected<void, std::string> claimFolder(const fs::path& folder, const MarkerOwner& owner) {
    const auto whose = ownerOf(folder);
    if (!whose) return std::unexpected(whose.error());
    if (*whose == FolderOwner::Somebody)
        return std::unexpected(notOurs(folder) + " and not empty; choose an empty or a new folder with --data-dir");
    if (fs::exists(folder / kMarker)) return {};
    const auto fail = [&](const std::string& why) {
        return std::unexpected(
            std::format("cannot use {} as data directory: {}; choose another with --data-dir", folder.string(), why));
    };
    std::error_code failed;
    const bool made = fs::create_directories(folder, failed);
    if (failed) return fail(failed.message());
    if (*whose == FolderOwner::Nobody) fs::permissions(folder, fs::perms::owner_all, failed);
    if (failed) return fail(failed.message());
    std::ofstream marker(folder / kMarker);
    marker << kMarkerText;
    marker.close();
    // One of an earlier version may belong to somebody else, and is known all the same.
    if (!marker) return *whose == FolderOwner::Us ? std::expected<void, std::string>() : fail(std::strerror(errno));
    if (owner.uid) {
        const gid_t group = owner.gid.value_or(static_cast<gid_t>(-1));
        if (made) (void)!::chown(folder.c_str(), *owner.uid, group);
        (void)!::chown((folder / kMarker).c_str(), *owner.uid, group);
    }
    return {};
}

std::expected<std::vector<std::string>, std::string> purgeFolder(const fs::path& folder) {
    const auto whose = ownerOf(folder);
    if (!whose) return std::unexpected(whose.error());
    if (*whose == FolderOwner::Somebody) return std::unexpected(notOurs(folder) + "; nothing in it was removed");
    if (*whose == FolderOwner::Nobody) return std::vector<std::string>();
    const auto names = namesIn(folder);
    if (!names) return std::unexpected(names.error());
    std::vector<std::string> stays;
    std::error_code failed;
    // The marker last: what is left after a failure is still known to be ours.
    for (const std::string& name : *names) {
        if (!isMade(name)) stays.push_back(name);
        if (!isMade(name) || name == kMarker) continue;
        fs::remove_all(folder / name, failed);
        if (failed)
            return std::unexpected(std::format("cannot remove {}: {}", (folder / name).string(), failed.message()));
    }
    fs::remove(folder / kMarker, failed);
    if (stays.empty()) fs::remove(folder, failed);
    if (failed) return std::unexpected(std::format("cannot remove {}: {}", folder.string(), failed.message()));
    return stays;
}

}  // namespace armillary::programs
