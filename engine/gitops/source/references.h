#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "engine/gitops/problem.h"

namespace armillary::gitops {

/// A revision that somebody may choose.
struct NamedRevision {
    enum class Kind { Branch, RemoteBranch, Tag, PullRequest, Commit };
    Kind kind = Kind::Branch;
    std::string name;     ///< as Repository::resolve() takes it: "main", "origin/main", "refs/pull/7/head", hex digits
    std::string commit;   ///< hex digits
    std::string summary;  ///< the first line of the commit's message, as its author wrote it
    std::int64_t time = 0;  ///< of the commit, in seconds since 1970
};

inline constexpr std::size_t kMostReferences = 20'000, kMostCommits = 200;

/// What a repository on this machine has to choose from, and where its files are.
struct References {
    std::vector<NamedRevision>
        all;               ///< branches, remote ones, tags, pull requests, commits; each kind by time, newest first
    std::string current;   ///< the branch that is checked out; "" when none is
    std::string followed;  ///< what production most likely follows; "" where there is no branch
    std::filesystem::path worktree;                 ///< "" of a bare one
    std::filesystem::path gitFolder, commonFolder;  ///< where HEAD and the index are; where branches are
    bool hasChanges = false;                        ///< the working tree has what is not committed

    const NamedRevision* find(std::string_view name) const;
};

/// Reads them; the latest kMostCommits commits of the current branch, or the followed one, come along. Whatever is
/// beyond kMostReferences is left out. Names that resolve() would not take are left out.
Expected<References> referencesOf(const std::filesystem::path& folder);

}  // namespace armillary::gitops
