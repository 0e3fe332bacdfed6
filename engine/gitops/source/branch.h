#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/gitops/problem.h"

/// Commits of edited texts on a branch of the repository that holds their folder. What is checked out stays as it is:
/// neither the working tree, nor the index, nor HEAD, nor the branch of any working tree is written to.
namespace armillary::gitops {

/// A file as it stands in an editor.
struct EditedFile {
    std::string path;         ///< in the repository
    std::string text;         ///< as it would be on disk: git's conversion of line endings is still to come
    bool executable = false;  ///< of one that the repository has not; the others keep their mode
};

/// What committing a file comes to.
struct EditedState {
    enum class Kind { New, Changed, Same, Ignored };
    std::string path;
    Kind kind = Kind::Same;
};

struct BranchOrder {
    std::string branch;         ///< "change/web": a new one, or one that is checked out nowhere
    std::string base = "HEAD";  ///< of which the files are edited versions; a new branch begins there
    std::string message;
    std::chrono::sys_seconds when;
    std::vector<EditedFile> files;
};

struct Committed {
    std::string branch;
    std::string commit;                ///< hex digits
    std::vector<std::string> changed;  ///< paths
    bool created = false;              ///< the branch is new
    bool unsignedHere = false;         ///< the user has git sign commits; this one is not
};

struct Remote {
    std::string name;
    std::string address;  ///< where it is pushed to, credentials included
};

/// A repository with a working tree, to make commits in. No hook and no filter program runs. One thread at a time.
class BranchWriter {
public:
    /// The repository that a folder is in.
    static Expected<BranchWriter> open(const std::filesystem::path& folder);

    /// Of the working tree, links resolved.
    std::filesystem::path root() const;
    /// Where a file of the disk is in the repository: links on the way to it, and it itself, followed. Refused when
    /// that is outside, or in `.git`. The file need not exist.
    Expected<std::string> pathOf(const std::filesystem::path& file) const;
    /// "Name <address>", by the user's git configuration; the problem says how to give one.
    Expected<std::string> author() const;
    /// The branch that is checked out; "" when none is.
    std::string checkedOut() const;
    /// Those of this repository, without what follows remote ones; at most 10,000.
    std::vector<std::string> branches() const;
    /// The one first that git would push to.
    std::vector<Remote> remotes() const;
    /// Compared with a revision, in the order of `files`.
    Expected<std::vector<EditedState>> compare(std::string_view base, std::span<const EditedFile> files) const;

    /// Files that come to the same as the base are left out. Refused: nothing changes; a file was changed on the branch
    /// since it left the base; a file is a link, a submodule or a program's to convert; the branch is checked out.
    Expected<Committed> commit(const BranchOrder& order) const;

    struct Handles;

private:
    explicit BranchWriter(std::shared_ptr<Handles> handles) : m_handles(std::move(handles)) {}
    std::shared_ptr<Handles> m_handles;
};

/// Why git, or a command line, would not take a branch's name; nothing when it would.
std::optional<Problem> branchNameProblem(std::string_view name);

/// A name for a branch out of words: lower case, digits and '-', at most 50 characters; "change" of nothing.
std::string branchNameOf(std::string_view words);

}  // namespace armillary::gitops
