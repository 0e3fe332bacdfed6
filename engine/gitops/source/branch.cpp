#include "engine/gitops/source/branch.h"

#include <git2.h>

#include <algorithm>
#include <format>
#include <set>

#include "engine/gitops/source/libgit.h"
#include "engine/gitops/source/path.h"
#include "engine/gitops/source/repository.h"
#include "engine/gitops/source/tree.h"

namespace armillary::gitops {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostFiles = 10'000, kMostBranches = 10'000, kLongestName = 200, kLongestMessage = 64u << 10;
constexpr std::size_t kLongestProposal = 50;

using Reference = Owned<git_reference, git_reference_free>;
using Signature = Owned<git_signature, git_signature_free>;
using Commit = Owned<git_commit, git_commit_free>;
using GitTree = Owned<git_tree, git_tree_free>;
using Entry = Owned<git_tree_entry, git_tree_entry_free>;
using Filters = Owned<git_filter_list, git_filter_list_free>;
using Config = Owned<git_config, git_config_free>;

/// A buffer that libgit2 fills.
struct Buffer {
    Buffer() = default;
    ~Buffer() { git_buf_dispose(&buffer); }
    Buffer(const Buffer&) = delete;
    std::string text() const { return {buffer.ptr, buffer.size}; }
    git_buf buffer = GIT_BUF_INIT;
};

bool isPathInTree(std::string_view path) {
    const auto parts = partsOf(path);
    return !parts.empty() && parts.size() <= kDeepest && !path.ends_with('/') &&
           std::ranges::all_of(parts, isPlainName);
}

/// What somebody would read of a name that was refused.
std::string shown(std::string_view name) {
    std::string text(name.substr(0, kLongestName));
    std::ranges::replace_if(text, [](unsigned char each) { return each < 32 || each == 127; }, '?');
    return text;
}

Expected<void> mayBeCommitted(const BranchOrder& order) {
    if (auto refused = branchNameProblem(order.branch)) return std::unexpected(std::move(*refused));
    if (order.message.find_first_not_of(" \t\r\n") == std::string::npos)
        return problem("a commit needs a message", "Say in a line what it changes.");
    if (order.message.size() > kLongestMessage || order.message.contains('\0'))
        return problem("that message is too long, or no text");
    return {};
}

}  // namespace

struct BranchWriter::Handles {
    Handles() { git_libgit2_init(); }
    ~Handles() {
        if (repository != nullptr) git_repository_free(repository);
        git_libgit2_shutdown();
    }
    Handles(const Handles&) = delete;

    /// What git would store of a file's text: line endings and $Id$ as attributes and configuration say.
    Expected<git_oid> blobOf(const EditedFile& file, bool write) const;
    Expected<void> isGitsToConvert(const EditedFile& file) const;
    Expected<void> treeOf(const std::string& revision, GitTree& tree, Commit& commit) const;
    Expected<void> isNobodys(const git_reference* branch, const std::string& name) const;
    Expected<std::vector<git_tree_update>> updatesOf(std::span<const EditedFile> files, git_tree* base,
                                                     git_tree* tip) const;
    Expected<git_oid> write(const BranchOrder& order, std::span<const git_tree_update> updates, git_tree* onto,
                            const git_commit* parent) const;
    Expected<void> move(const BranchOrder& order, const git_reference* branch, const git_oid& commit) const;
    bool isOn(const char* setting) const;

    git_repository* repository = nullptr;
    fs::path root;
};

namespace {

/// The entry at a path; null when there is none. What leads through something else than folders is refused.
Expected<void> findFile(git_tree* tree, const std::string& path, Entry& entry) {
    const auto parts = partsOf(path);
    std::string above;
    for (std::size_t at = 0; at + 1 < parts.size(); ++at) {
        above.append(above.empty() ? "" : "/").append(parts[at]);
        Entry folder;
        const int found = git_tree_entry_bypath(folder.out(), tree, above.c_str());
        if (found == GIT_ENOTFOUND) return {};
        if (found != 0) return problem(std::format("{} cannot be read: {}", above, libgitReason()));
        if (git_tree_entry_type(folder.get()) != GIT_OBJECT_TREE)
            return problem(std::format("{} is no folder in the repository, so that {} cannot be in it", above, path));
    }
    const int found = git_tree_entry_bypath(entry.out(), tree, path.c_str());
    if (found == GIT_ENOTFOUND) return {};
    if (found != 0) return problem(std::format("{} cannot be read: {}", path, libgitReason()));
    const auto mode = git_tree_entry_filemode(entry.get());
    if (mode == GIT_FILEMODE_LINK)
        return problem(std::format("{} is a link in the repository", path), "Edit the file that it leads to.");
    if (mode != GIT_FILEMODE_BLOB && mode != GIT_FILEMODE_BLOB_EXECUTABLE)
        return problem(std::format("{} is a folder or a submodule in the repository", path));
    return {};
}

bool isSame(const Entry& entry, const git_oid& id) {
    return entry.get() != nullptr && git_oid_equal(git_tree_entry_id(entry.get()), &id) != 0;
}

bool isSame(const Entry& left, const Entry& right) {
    return right.get() == nullptr ? left.get() == nullptr : isSame(left, *git_tree_entry_id(right.get()));
}

}  // namespace

bool BranchWriter::Handles::isOn(const char* setting) const {
    Config config;
    int on = 0;
    return git_repository_config_snapshot(config.out(), repository) == 0 &&
           git_config_get_bool(&on, config.get(), setting) == 0 && on != 0;
}

Expected<void> BranchWriter::Handles::isGitsToConvert(const EditedFile& file) const {
    for (const char* attribute : {"filter", "working-tree-encoding"}) {
        const char* value = nullptr;
        if (git_attr_get(&value, repository, GIT_ATTR_CHECK_FILE_THEN_INDEX, file.path.c_str(), attribute) != 0)
            return problem(std::format("the attributes of {} cannot be read: {}", file.path, libgitReason()));
        if (git_attr_value(value) == GIT_ATTR_VALUE_STRING)
            return problem(std::format("{} is kept converted in the repository ({}={})", file.path, attribute, value),
                           "Save it, and commit it by git itself.");
    }
    return {};
}

Expected<git_oid> BranchWriter::Handles::blobOf(const EditedFile& file, bool write) const {
    if (!isPathInTree(file.path)) return problem(std::format("'{}' cannot be a file's path", shown(file.path)));
    if (file.text.size() > kLargestFile)
        return problem(std::format("{} has more than {} MiB", file.path, kLargestFile >> 20));
    if (auto plain = isGitsToConvert(file); !plain) return std::unexpected(std::move(plain.error()));
    Filters filters;
    Buffer stored;
    git_oid id;
    const bool made =
        git_filter_list_load(filters.out(), repository, nullptr, file.path.c_str(), GIT_FILTER_TO_ODB,
                             GIT_FILTER_DEFAULT) == 0 &&
        git_filter_list_apply_to_buffer(&stored.buffer, filters.get(), file.text.data(), file.text.size()) == 0 &&
        (write ? git_blob_create_from_buffer(&id, repository, stored.buffer.ptr, stored.buffer.size)
               : git_odb_hash(&id, stored.buffer.ptr, stored.buffer.size, GIT_OBJECT_BLOB)) == 0;
    if (!made) return problem(std::format("{} cannot be stored: {}", file.path, libgitReason()));
    return id;
}

Expected<void> BranchWriter::Handles::treeOf(const std::string& revision, GitTree& tree, Commit& commit) const {
    git_oid id;
    if (git_oid_fromstrn(&id, revision.data(), revision.size()) != 0 ||
        git_commit_lookup(commit.out(), repository, &id) != 0 || git_commit_tree(tree.out(), commit.get()) != 0)
        return problem(std::format("{} cannot be read: {}", shown(revision), libgitReason()));
    return {};
}

Expected<void> BranchWriter::Handles::isNobodys(const git_reference* branch, const std::string& name) const {
    Reference head;
    const bool unborn = git_reference_lookup(head.out(), repository, "HEAD") == 0 &&
                        git_reference_symbolic_target(head.get()) != nullptr &&
                        git_reference_symbolic_target(head.get()) == "refs/heads/" + name;
    if (unborn || (branch != nullptr && git_branch_is_checked_out(branch) != 0))
        return problem(std::format("{} is checked out, and what is checked out is not changed", name),
                       "Name another branch.");
    return {};
}

Expected<std::vector<git_tree_update>> BranchWriter::Handles::updatesOf(std::span<const EditedFile> files,
                                                                        git_tree* base, git_tree* tip) const {
    std::vector<git_tree_update> updates;
    std::set<std::string_view> seen;
    for (const EditedFile& file : files) {
        if (!seen.insert(file.path).second) return problem(std::format("{} is there twice", shown(file.path)));
        const auto id = blobOf(file, true);
        if (!id) return std::unexpected(id.error());
        Entry was, is;
        for (auto [tree, entry] : {std::pair(base, &was), std::pair(tip, &is)})
            if (auto found = findFile(tree, file.path, *entry); !found) return std::unexpected(found.error());
        if (isSame(is, *id) || isSame(was, *id)) continue;
        // Written over it, what was done there would be gone.
        if (!isSame(is, was))
            return problem(std::format("{} was changed on that branch in another way", file.path),
                           "Name a new branch, or join the two by git.");
        const bool executable =
            is.get() == nullptr ? file.executable : git_tree_entry_filemode(is.get()) == GIT_FILEMODE_BLOB_EXECUTABLE;
        updates.push_back({.action = GIT_TREE_UPDATE_UPSERT,
                           .id = *id,
                           .filemode = executable ? GIT_FILEMODE_BLOB_EXECUTABLE : GIT_FILEMODE_BLOB,
                           .path = file.path.c_str()});
    }
    if (updates.empty()) return problem("there is nothing to commit: the files are what the repository has");
    return updates;
}

/// Into the repository, where nothing leads to it yet.
Expected<git_oid> BranchWriter::Handles::write(const BranchOrder& order, std::span<const git_tree_update> updates,
                                               git_tree* onto, const git_commit* parent) const {
    git_oid treeId, commitId;
    GitTree tree;
    Signature author;
    Buffer message;
    const git_commit* parents[] = {parent};
    const bool known = git_signature_default(author.out(), repository) == 0;
    if (known) author.get()->when.time = order.when.time_since_epoch().count();
    const bool made = known && git_message_prettify(&message.buffer, order.message.c_str(), 0, '#') == 0 &&
                      git_tree_create_updated(&treeId, repository, onto, updates.size(), updates.data()) == 0 &&
                      git_tree_lookup(tree.out(), repository, &treeId) == 0 &&
                      git_commit_create(&commitId, repository, nullptr, author.get(), author.get(), nullptr,
                                        message.buffer.ptr, tree.get(), 1, parents) == 0;
    if (!made) return problem(std::format("the commit cannot be made: {}", libgitReason()));
    return commitId;
}

/// Only if it is still where it was.
Expected<void> BranchWriter::Handles::move(const BranchOrder& order, const git_reference* branch,
                                           const git_oid& commit) const {
    const std::string name = "refs/heads/" + order.branch;
    const std::string note = "commit: " + order.message.substr(0, order.message.find('\n'));
    Reference moved;
    const int done = branch == nullptr
                         ? git_reference_create(moved.out(), repository, name.c_str(), &commit, 0, note.c_str())
                         : git_reference_create_matching(moved.out(), repository, name.c_str(), &commit, 1,
                                                         git_reference_target(branch), note.c_str());
    if (done == GIT_EEXISTS || done == GIT_EMODIFIED)
        return problem(std::format("{} was changed by somebody else meanwhile", order.branch), "Try once more.");
    if (done != 0) return problem(std::format("{} cannot be written: {}", order.branch, libgitReason()));
    return {};
}

Expected<BranchWriter> BranchWriter::open(const fs::path& folder) {
    // For what it says of folders that are none, and of other people's.
    if (const auto repository = Repository::open(folder); !repository) return std::unexpected(repository.error());
    auto handles = std::make_shared<Handles>();
    if (git_repository_open_ext(&handles->repository, folder.c_str(), 0, nullptr) != 0)
        return problem(std::format("{} cannot be read: {}", folder.string(), libgitReason()));
    const char* const root = git_repository_workdir(handles->repository);
    if (root == nullptr) return problem(std::format("{} is bare: no folder of it can be edited", folder.string()));
    std::error_code failed;
    handles->root = fs::canonical(root, failed);
    if (failed) return problem(std::format("{} cannot be read: {}", root, failed.message()));
    return BranchWriter(std::move(handles));
}

fs::path BranchWriter::root() const {
    return m_handles->root;
}

Expected<std::string> BranchWriter::pathOf(const fs::path& file) const {
    std::error_code failed;
    const fs::path real = fs::weakly_canonical(file, failed);
    const std::string path = failed ? std::string() : real.lexically_relative(m_handles->root).generic_string();
    if (!isPathInTree(path))
        return problem(std::format("{} is not in the repository at {}", file.string(), m_handles->root.string()));
    return path;
}

Expected<std::string> BranchWriter::author() const {
    Signature signature;
    if (git_signature_default(signature.out(), m_handles->repository) != 0)
        return problem("git does not know who you are, and a commit names its author",
                       "git config --global user.name \"Your Name\", and user.email likewise");
    return std::format("{} <{}>", signature.get()->name, signature.get()->email);
}

std::string BranchWriter::checkedOut() const {
    Reference head;
    if (git_repository_head(head.out(), m_handles->repository) != 0 || git_reference_is_branch(head.get()) == 0)
        return {};
    return git_reference_shorthand(head.get());
}

std::vector<std::string> BranchWriter::branches() const {
    std::vector<std::string> names;
    Owned<git_branch_iterator, git_branch_iterator_free> each;
    if (git_branch_iterator_new(each.out(), m_handles->repository, GIT_BRANCH_LOCAL) != 0) return names;
    Reference branch;
    git_branch_t type = GIT_BRANCH_LOCAL;
    while (names.size() < kMostBranches && git_branch_next(branch.out(), &type, each.get()) == 0)
        names.emplace_back(git_reference_shorthand(branch.get()));
    std::ranges::sort(names);
    return names;
}

std::vector<Remote> BranchWriter::remotes() const {
    git_repository* const repository = m_handles->repository;
    std::vector<Remote> remotes;
    git_strarray names{};
    if (git_remote_list(&names, repository) != 0) return remotes;
    for (std::size_t at = 0; at < names.count; ++at) {
        Owned<git_remote, git_remote_free> remote;
        if (git_remote_lookup(remote.out(), repository, names.strings[at]) != 0) continue;
        const char* const pushed = git_remote_pushurl(remote.get());
        const char* const address = pushed != nullptr ? pushed : git_remote_url(remote.get());
        if (address != nullptr) remotes.push_back({names.strings[at], address});
    }
    git_strarray_dispose(&names);
    std::string first = "origin";
    Config config;
    Buffer named, followed;
    if (git_repository_config_snapshot(config.out(), repository) == 0 &&
        git_config_get_string_buf(&named.buffer, config.get(), "remote.pushDefault") == 0)
        first = named.text();
    else if (const std::string branch = "refs/heads/" + checkedOut();
             git_branch_upstream_remote(&followed.buffer, repository, branch.c_str()) == 0)
        first = followed.text();
    std::ranges::stable_partition(remotes, [&](const Remote& remote) { return remote.name == first; });
    return remotes;
}

Expected<std::vector<EditedState>> BranchWriter::compare(std::string_view base,
                                                         std::span<const EditedFile> files) const {
    if (files.size() > kMostFiles) return problem(std::format("there are more than {} files", kMostFiles));
    const auto repository = Repository::open(m_handles->root);
    if (!repository) return std::unexpected(repository.error());
    const auto revision = repository->resolve(base);
    if (!revision) return std::unexpected(revision.error());
    GitTree tree;
    Commit commit;
    if (auto read = m_handles->treeOf(revision->commit, tree, commit); !read) return std::unexpected(read.error());
    std::vector<EditedState> states;
    for (const EditedFile& file : files) {
        const auto id = m_handles->blobOf(file, false);
        if (!id) return std::unexpected(id.error());
        Entry entry;
        if (auto found = findFile(tree.get(), file.path, entry); !found) return std::unexpected(found.error());
        int ignored = 0;
        if (entry.get() == nullptr) git_ignore_path_is_ignored(&ignored, m_handles->repository, file.path.c_str());
        using Kind = EditedState::Kind;
        states.push_back({file.path, ignored != 0             ? Kind::Ignored
                                     : entry.get() == nullptr ? Kind::New
                                     : isSame(entry, *id)     ? Kind::Same
                                                              : Kind::Changed});
    }
    return states;
}

Expected<Committed> BranchWriter::commit(const BranchOrder& order) const {
    if (auto permitted = mayBeCommitted(order); !permitted) return std::unexpected(permitted.error());
    if (order.files.size() > kMostFiles) return problem(std::format("there are more than {} files", kMostFiles));
    if (auto who = author(); !who) return std::unexpected(who.error());
    const auto reader = Repository::open(m_handles->root);
    if (!reader) return std::unexpected(reader.error());
    const auto base = reader->resolve(order.base);
    if (!base) return std::unexpected(base.error());

    git_repository* const repository = m_handles->repository;
    Reference branch;
    const int found = git_branch_lookup(branch.out(), repository, order.branch.c_str(), GIT_BRANCH_LOCAL);
    if (found != 0 && found != GIT_ENOTFOUND)
        return problem(std::format("{} cannot be read: {}", order.branch, libgitReason()));
    if (auto free = m_handles->isNobodys(branch.get(), order.branch); !free) return std::unexpected(free.error());
    const bool symbolic = branch.get() != nullptr && git_reference_target(branch.get()) == nullptr;
    if (symbolic) return problem(std::format("{} is another branch's second name", order.branch));
    GitTree from, onto;
    Commit ancestor, parent;
    const std::string tip = branch.get() == nullptr ? base->commit : hexOf(*git_reference_target(branch.get()));
    if (auto read = m_handles->treeOf(base->commit, from, ancestor); !read) return std::unexpected(read.error());
    if (auto read = m_handles->treeOf(tip, onto, parent); !read) return std::unexpected(read.error());
    auto updates = m_handles->updatesOf(order.files, from.get(), onto.get());
    if (!updates) return std::unexpected(updates.error());

    const auto commit = m_handles->write(order, *updates, onto.get(), parent.get());
    if (!commit) return std::unexpected(commit.error());
    if (auto moved = m_handles->move(order, branch.get(), *commit); !moved) return std::unexpected(moved.error());

    Committed committed{.branch = order.branch, .commit = hexOf(*commit), .created = branch.get() == nullptr};
    for (const git_tree_update& update : *updates) committed.changed.emplace_back(update.path);
    committed.unsignedHere = m_handles->isOn("commit.gpgSign");
    return committed;
}

std::optional<Problem> branchNameProblem(std::string_view name) {
    const std::string text(name.substr(0, kLongestName + 1));
    int valid = 0;
    // It is handed to git on a command line, and opened in a browser.
    const bool plain = !text.empty() && text.size() <= kLongestName && !text.contains('\0') && text != "HEAD" &&
                       !text.starts_with("refs/") && !text.starts_with('-') && !text.starts_with('+') &&
                       std::ranges::none_of(text, [](unsigned char each) { return each <= 32 || each == 127; });
    git_libgit2_init();
    const bool taken = plain && git_branch_name_is_valid(&valid, text.c_str()) == 0 && valid != 0;
    git_libgit2_shutdown();
    if (taken) return std::nullopt;
    return Problem{std::format("'{}' cannot be a branch's name", shown(name)),
                   "Use letters, digits, '-', '.' and '/', without spaces."};
}

std::string branchNameOf(std::string_view words) {
    std::string name;
    for (const unsigned char each : words) {
        const bool letter = (each >= 'a' && each <= 'z') || (each >= '0' && each <= '9');
        if (name.size() >= kLongestProposal) break;
        if (letter || (each >= 'A' && each <= 'Z'))
            name += static_cast<char>(letter ? each : each + 32);
        else if (!name.empty() && name.back() != '-')
            name += '-';
    }
    while (name.ends_with('-')) name.pop_back();
    return name.empty() ? "change" : name;
}

}  // namespace armillary::gitops
