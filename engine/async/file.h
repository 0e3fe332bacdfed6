#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

namespace armillary::async {

/// What a file holds. Nothing when it cannot be read: absent, no right, a folder, or one of /proc whose process has
/// ended meanwhile. Never throws for any of these, as an iterator over a stream's buffer would.
std::optional<std::string> readFile(const std::filesystem::path& path);
/// At most its last `bytes`.
std::optional<std::string> readFileEnd(const std::filesystem::path& path, std::size_t bytes);

/// Waits until the disk has a folder's entries: who came under which name, and who has gone. Best effort.
void syncFolder(const std::filesystem::path& folder);

}  // namespace armillary::async
