#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "engine/gitops/source/tree.h"

namespace armillary::gitops {

/// Where what a folder stands on may lie: the working tree that it is in, by its `.git`; otherwise the folder itself.
std::filesystem::path rootOf(const std::filesystem::path& folder);

/// The files below a folder as they are on disk, but for those whose bytes are given by their paths in the tree: what
/// somebody edits and has not saved. `.git` is left out. Bounded by kMostEntries and kDeepest; what is read later is
/// what is there then, within the folder, no link followed on the way.
Expected<TreeRef> treeOfFolder(const std::filesystem::path& folder, std::map<std::string, std::string> edited);

}  // namespace armillary::gitops
