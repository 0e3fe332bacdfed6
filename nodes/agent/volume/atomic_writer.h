#pragma once

#include <expected>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace armillary::agent {

struct FileContent {
    std::string data;
    unsigned mode = 0644;
    std::optional<std::int64_t> owner = {};  ///< else root
    bool operator==(const FileContent&) const = default;
};
/// By relative path ("a", "dir/b").
using Files = std::map<std::string, FileContent>;

/// Makes `dir` show exactly `files`, all at once: the data lies in a timestamped folder, "..data" links to it and is
/// swapped by rename, and every visible name links through "..data". Whoever reads sees the old set or the new one.
/// True when anything changed. Paths that leave `dir` are refused. `group`, when given, owns all that is written, and
/// folders pass it on.
/// Source: https://kubernetes.io/docs/concepts/storage/volumes/, the layout that clients watch.
std::expected<bool, std::string> writeAtomically(const std::filesystem::path& dir, const Files& files,
                                                 std::optional<std::int64_t> group = std::nullopt);

}  // namespace armillary::agent
