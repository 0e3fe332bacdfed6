#include "engine/gitops/source/repository.h"

#include <git2.h>

#include <algorithm>
#include <format>
#include <mutex>
#include <set>

#include "engine/gitops/source/disk_reader.h"
#include "engine/gitops/source/libgit.h"
#include "engine/gitops/source/location.h"
#include "engine/gitops/source/path.h"

namespace armillary::gitops {

std::string libgitReason() {
    const git_error* const error = git_error_last();
    return error == nullptr || error->message == nullptr ? "the repository is damaged" : withoutSecrets(error->message);
}

std::string hexOf(const git_oid& id) {
    char text[GIT_OID_MAX_HEXSIZE + 1];
    return git_oid_tostr(text, sizeof text, &id);
}

namespace {

constexpr std::size_t kLongestRevision = 250, kMostChangedBytes = 256u << 20;

using Blob = Owned<git_odb_object, git_odb_object_free>;
using Named = Owned<git_object, git_object_free>;
using GitTree = Owned<git_tree, git_tree_free>;
using Reference = Owned<git_reference, git_reference_free>;
using Index = Owned<git_index, git_index_free>;
using StatusList = Owned<git_status_list, git_status_list_free>;

TreeEntry entryOf(std::string path, std::uint32_t mode, const git_oid& id) {
    TreeEntry entry{.path = std::move(path), .executable = mode == GIT_FILEMODE_BLOB_EXECUTABLE, .id = hexOf(id)};
    if (mode == GIT_FILEMODE_LINK) entry.kind = TreeEntry::Kind::Link;
    if (mode == GIT_FILEMODE_COMMIT) entry.kind = TreeEntry::Kind::Submodule;
    return entry;
}

Expected<void> mayJoin(const std::string& path, std::size_t count) {
    if (count >= kMostEntries) return problem(std::format("there are more than {} files", kMostEntries));
    const auto parts = partsOf(path);
    if (parts.size() > kDeepest) return problem(std::format("folders are more than {} deep", kDeepest));
    // What a commit holds was written by anybody: git itself would not check such names out.
    if (!std::ranges::all_of(parts, isPlainName))
        return problem("it has a file whose name leads elsewhere, or cannot be one");
    return {};
}

struct Walk {
    std::vector<TreeEntry> entries;
    Problem problem;
};

int visit(const char* root, const git_tree_entry* entry, void* payload) {
    auto& walk = *static_cast<Walk*>(payload);
    std::string path = std::string(root) + git_tree_entry_name(entry);
    if (!isPlainName(git_tree_entry_name(entry))) path = "..";
    if (auto permitted = mayJoin(path, walk.entries.size()); !permitted) {
        walk.problem = std::move(permitted.error());
        return -1;
    }
    if (git_tree_entry_type(entry) != GIT_OBJECT_TREE)
        walk.entries.push_back(entryOf(std::move(path), git_tree_entry_filemode(entry), *git_tree_entry_id(entry)));
    return 0;
}

}  // namespace

struct Repository::Handles {
    Handles() { git_libgit2_init(); }
    ~Handles() {
        if (odb != nullptr) git_odb_free(odb);
        if (repository != nullptr) git_repository_free(repository);
        git_libgit2_shutdown();
    }
    Handles(const Handles&) = delete;

    Expected<std::string> read(const TreeEntry& entry) {
        if (entry.kind == TreeEntry::Kind::Submodule)
            return problem(std::format("{} is a submodule, and submodules are not fetched", entry.path));
        git_oid id;
        std::size_t size = 0;
        git_object_t type = GIT_OBJECT_ANY;
        const std::lock_guard lock(mutex);
        if (git_oid_fromstrn(&id, entry.id.data(), entry.id.size()) != 0 ||
            git_odb_read_header(&size, &type, odb, &id) != 0)
            return problem(std::format("{} cannot be read: {}", entry.path, libgitReason()));
        if (size > kLargestFile) return problem(std::format("{} has more than {} MiB", entry.path, kLargestFile >> 20));
        Blob blob;
        if (git_odb_read(blob.out(), odb, &id) != 0)
            return problem(std::format("{} cannot be read: {}", entry.path, libgitReason()));
        return std::string(static_cast<const char*>(git_odb_object_data(blob.get())), git_odb_object_size(blob.get()));
    }

    git_repository* repository = nullptr;
    git_odb* odb = nullptr;
    std::filesystem::path folder;
    std::mutex mutex;  // odb is read through trees
};

Expected<Repository> Repository::open(const std::filesystem::path& folder) {
    auto handles = std::make_shared<Handles>();
    handles->folder = folder;
    const int opened = git_repository_open_ext(&handles->repository, folder.c_str(), 0, nullptr);
    if (opened == GIT_ENOTFOUND)
        return problem(std::format("{} is no git repository", folder.string()),
                       "Give the folder of one, or its address.");
    if (opened == GIT_EOWNER)
        return problem(std::format("{} belongs to another user, and git trusts only its own", folder.string()),
                       std::format("If you trust it: git config --global --add safe.directory {}", folder.string()));
    if (opened != 0 || git_repository_odb(&handles->odb, handles->repository) != 0)
        return problem(std::format("{} cannot be read: {}", folder.string(), libgitReason()));
    return Repository(std::move(handles));
}

Expected<Revision> Repository::resolve(std::string_view revision) const {
    const std::string text(revision);
    // "a:b" is a file, ":/a" and "^{/a}" search all history, "@{…}" asks this clone's log.
    if (revision.empty() || revision.starts_with('-') || revision.size() > kLongestRevision ||
        std::ranges::any_of(revision, [](unsigned char each) { return each <= 32 || each == 127; }) ||
        revision.contains(':') || revision.contains('{'))
        return problem(std::format("'{}' cannot be a revision", text.substr(0, kLongestRevision)),
                       "Name a branch, a tag or a commit.");
    const std::lock_guard lock(m_handles->mutex);
    Named found, commit;
    if (git_revparse_single(found.out(), m_handles->repository, text.c_str()) != 0 ||
        git_object_peel(commit.out(), found.get(), GIT_OBJECT_COMMIT) != 0)
        return problem(std::format("{} has no revision '{}'", m_handles->folder.string(), text),
                       "See git branch --all and git tag for what it has.");
    Revision result{text, hexOf(*git_object_id(commit.get())), Revision::Kind::Commit};
    Reference reference;
    if (git_reference_dwim(reference.out(), m_handles->repository, text.c_str()) == 0) {
        const std::string_view name = git_reference_name(reference.get());
        result.kind = name.starts_with("refs/tags/") ? Revision::Kind::Tag : Revision::Kind::Branch;
    }
    return result;
}

Expected<TreeRef> Repository::tree(std::string_view revision) const {
    if (revision == kWorktree) return worktree();
    const auto resolved = resolve(revision);
    if (!resolved) return std::unexpected(resolved.error());
    return commitTree(*resolved);
}

Expected<TreeRef> Repository::commitTree(const Revision& revision) const {
    Walk walk;
    {
        const std::lock_guard lock(m_handles->mutex);
        git_oid id;
        Named commit, peeled;
        if (git_oid_fromstrn(&id, revision.commit.data(), revision.commit.size()) != 0 ||
            git_object_lookup(commit.out(), m_handles->repository, &id, GIT_OBJECT_COMMIT) != 0 ||
            git_object_peel(peeled.out(), commit.get(), GIT_OBJECT_TREE) != 0)
            return problem(std::format("{} cannot be read: {}", revision.text, libgitReason()));
        if (git_tree_walk(reinterpret_cast<git_tree*>(peeled.get()), GIT_TREEWALK_PRE, visit, &walk) != 0)
            return problem(std::format("{} cannot be read: {}", revision.text,
                                       walk.problem.message.empty() ? libgitReason() : walk.problem.message));
    }
    return std::make_shared<const Tree>(std::move(walk.entries),
                                        [handles = m_handles](const TreeEntry& entry) { return handles->read(entry); });
}

Expected<TreeRef> Repository::worktree() const {
    const std::lock_guard lock(m_handles->mutex);
    const char* const root = git_repository_workdir(m_handles->repository);
    if (root == nullptr)
        return problem(std::format("{} is bare: it has no working tree", m_handles->folder.string()), "Name a branch.");
    Index index;
    StatusList statuses;
    git_status_options options = GIT_STATUS_OPTIONS_INIT;
    options.show = GIT_STATUS_SHOW_WORKDIR_ONLY;
    options.flags = GIT_STATUS_OPT_INCLUDE_UNTRACKED | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS |
                    GIT_STATUS_OPT_DISABLE_PATHSPEC_MATCH | GIT_STATUS_OPT_EXCLUDE_SUBMODULES;
    if (git_repository_index(index.out(), m_handles->repository) != 0 || git_index_read(index.get(), 0) != 0 ||
        git_status_list_new(statuses.out(), m_handles->repository, &options) != 0)
        return problem(std::format("the working tree cannot be read: {}", libgitReason()));
    std::map<std::string, TreeEntry> entries;
    for (std::size_t at = 0; at < git_index_entrycount(index.get()); ++at) {
        const git_index_entry* const each = git_index_get_byindex(index.get(), at);
        if (auto permitted = mayJoin(each->path, entries.size()); !permitted)
            return problem("the working tree cannot be read: " + permitted.error().message);
        entries.insert_or_assign(each->path, entryOf(each->path, each->mode, each->id));
    }
    const DiskReader disk(root);
    auto contents = std::make_shared<std::map<std::string, std::string>>();
    std::size_t bytes = 0;
    for (std::size_t at = 0; at < git_status_list_entrycount(statuses.get()); ++at) {
        const git_status_entry* const status = git_status_byindex(statuses.get(), at);
        const git_diff_delta* const delta = status->index_to_workdir;
        if (delta == nullptr) continue;
        const std::string path = delta->new_file.path;
        entries.erase(path);
        // A folder is another repository in this one: not its own.
        if ((status->status & GIT_STATUS_WT_DELETED) != 0 || path.ends_with('/')) continue;
        if (auto permitted = mayJoin(path, entries.size()); !permitted)
            return problem("the working tree cannot be read: " + permitted.error().message);
        auto file = disk.read(path);
        if (!file) return std::unexpected(std::move(file.error()));
        if ((bytes += file->content.size()) > kMostChangedBytes)
            return problem(std::format("the working tree has more than {} MiB of changes", kMostChangedBytes >> 20),
                           "Commit them, or have git ignore what is none of the repository's.");
        git_oid id;
        git_odb_hash(&id, file->content.data(), file->content.size(), GIT_OBJECT_BLOB);
        entries.emplace(path, TreeEntry{path, file->kind, file->executable, hexOf(id)});
        contents->emplace(path, std::move(file->content));
    }
    std::vector<TreeEntry> all;
    for (auto& [path, entry] : entries) all.push_back(std::move(entry));
    return std::make_shared<const Tree>(std::move(all), [handles = m_handles, contents](const TreeEntry& entry) {
        const auto changed = contents->find(entry.path);
        return changed != contents->end() ? Expected<std::string>(changed->second) : handles->read(entry);
    });
}

const std::filesystem::path& Repository::folder() const {
    return m_handles->folder;
}

std::vector<std::string> Repository::remotes() const {
    const std::lock_guard lock(m_handles->mutex);
    git_strarray names{};
    std::vector<std::string> urls;
    if (git_remote_list(&names, m_handles->repository) != 0) return urls;
    for (std::size_t at = 0; at < names.count; ++at) {
        Owned<git_remote, git_remote_free> remote;
        if (git_remote_lookup(remote.out(), m_handles->repository, names.strings[at]) == 0 &&
            git_remote_url(remote.get()) != nullptr)
            urls.emplace_back(git_remote_url(remote.get()));
    }
    git_strarray_dispose(&names);
    return urls;
}

}  // namespace armillary::gitops
