#pragma once

#include <sys/types.h>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Whose a folder is, and under which name. A data directory is known by a marker that whoever makes it leaves there
/// (docs/adr/0028): nothing is written into, and nothing removed from, a folder that is somebody else's.
namespace armillary::programs {

/// The one spelling of a folder, however it was given: absolute, links followed, no "..", no slash at the end. It need
/// not be there. The error is one sentence; "" is one.
std::expected<std::filesystem::path, std::string> canonicalFolder(std::string_view spelled);

enum class FolderOwner {
    Nobody,    ///< not there, or empty
    Us,        ///< has the marker, or what only a data directory of an earlier version has
    Somebody,  ///< anything else
};
/// The error says why nobody can know (a file, no right to look).
std::expected<FolderOwner, std::string> ownerOf(const std::filesystem::path& folder);

struct MarkerOwner {
    std::optional<uid_t> uid;
    std::optional<gid_t> gid;
};
/// Makes the folder a data directory (0700, with the marker) if it is nobody's; one that is ours stays as it is. The
/// error is one sentence with the way out.
std::expected<void, std::string> claimFolder(const std::filesystem::path& folder, const MarkerOwner& owner = {});

/// Removes what was made in a data directory, and the folder itself when nothing else is in it. The names of what
/// stays because it is somebody's; a folder that is not ours is refused and stays untouched.
std::expected<std::vector<std::string>, std::string> purgeFolder(const std::filesystem::path& folder);

}  // namespace armillary::programs
