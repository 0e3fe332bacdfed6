#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Paths in a repository: parts joined by '/', relative to its root, which is "".
namespace armillary::gitops {

/// `relative` as seen from `folder`, without "." and ".."; nothing when it is absolute or leaves the repository.
std::optional<std::string> joined(std::string_view folder, std::string_view relative);
/// A path that somebody wrote: "./apps/", "apps/../prod"; nothing for absolute ones and those that leave.
inline std::optional<std::string> normalized(std::string_view path) {
    return joined("", path);
}
/// The folder that holds it; "" for what lies at the root.
std::string_view folderOf(std::string_view path);
/// The last part.
std::string_view nameOf(std::string_view path);
/// The path is the folder, or in it; everything is in "".
bool isWithin(std::string_view path, std::string_view folder);
std::vector<std::string_view> partsOf(std::string_view path);
/// Whether it may be a name in a tree at all: no "", ".", "..", ".git", '/', no control
/// characters.
bool isPlainName(std::string_view name);

/// Shell patterns as Argo CD takes them: `*` and `?` stop at no '/', `{a,b}` is one of these (one such list). A pattern
/// of more than 1,000 characters matches nothing.
bool matchesPattern(std::string_view pattern, std::string_view path);

}  // namespace armillary::gitops
