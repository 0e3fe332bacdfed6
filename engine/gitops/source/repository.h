#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/gitops/problem.h"
#include "engine/gitops/source/tree.h"

namespace armillary::gitops {

/// A commit that somebody named.
struct Revision {
    enum class Kind { Branch, Tag, Commit };
    std::string text;    ///< as it was asked for
    std::string commit;  ///< hex digits; "" of the working tree
    Kind kind = Kind::Commit;
};

/// What the working tree is called where a revision is expected.
inline constexpr std::string_view kWorktree = "worktree";

/// A git repository on this machine, read and never written: no checkout, no index, no hook, no filter program. One
/// thread at a time; the trees that it gives are free of that, and may outlive it.
class Repository {
public:
    /// The repository that a folder is in, bare ones included.
    static Expected<Repository> open(const std::filesystem::path& folder);

    /// A branch, a tag, a commit's id or "HEAD", with ~1 and ^ behind it. Refuses what begins with '-', and revisions
    /// that search.
    Expected<Revision> resolve(std::string_view revision) const;
    /// A commit's files; the working tree's for kWorktree.
    Expected<TreeRef> tree(std::string_view revision) const;
    /// Where it was opened.
    const std::filesystem::path& folder() const;
    /// The addresses that it was fetched from.
    std::vector<std::string> remotes() const;

private:
    struct Handles;
    explicit Repository(std::shared_ptr<Handles> handles) : m_handles(std::move(handles)) {}
    Expected<TreeRef> commitTree(const Revision& revision) const;
    /// The files as they are on disk: those of the index, changed, or new and not ignored.
    Expected<TreeRef> worktree() const;

    std::shared_ptr<Handles> m_handles;
};

}  // namespace armillary::gitops
