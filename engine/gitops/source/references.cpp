#include "engine/gitops/source/references.h"

#include <git2.h>

#include <algorithm>
#include <array>
#include <format>
#include <memory>
#include <tuple>

#include "engine/gitops/source/location.h"

namespace armillary::gitops {

namespace {

constexpr std::size_t kLongestSummary = 200, kLongestReference = 250;

template <auto Free>
struct Freed {
    template <class T>
    void operator()(T* it) const {
        Free(it);
    }
};
using RepositoryHandle = std::unique_ptr<git_repository, Freed<git_repository_free>>;
using NameHandle = std::unique_ptr<git_reference, Freed<git_reference_free>>;
using ObjectHandle = std::unique_ptr<git_object, Freed<git_object_free>>;
using IteratorHandle = std::unique_ptr<git_reference_iterator, Freed<git_reference_iterator_free>>;
using WalkHandle = std::unique_ptr<git_revwalk, Freed<git_revwalk_free>>;
using StatusHandle = std::unique_ptr<git_status_list, Freed<git_status_list_free>>;

struct Library {
    Library() { git_libgit2_init(); }
    ~Library() { git_libgit2_shutdown(); }
    Library(const Library&) = delete;
};

std::string digitsOf(const git_oid& id) {
    char text[GIT_OID_MAX_HEXSIZE + 1];
    return git_oid_tostr(text, sizeof text, &id);
}

std::string complaint() {
    const git_error* const error = git_error_last();
    return error == nullptr || error->message == nullptr ? "the repository is damaged" : withoutSecrets(error->message);
}

void describe(NamedRevision& reference, git_object* object) {
    auto* const commit = reinterpret_cast<git_commit*>(object);
    reference.commit = digitsOf(*git_object_id(object));
    reference.time = git_commit_time(commit);
    if (const char* const summary = git_commit_summary(commit)) reference.summary = summary;
    if (reference.summary.size() > kLongestSummary) reference.summary.resize(kLongestSummary);
}

/// A name as people say it, and what it is a name of; "" for what nobody chooses, as notes and stashes.
std::string shortName(std::string_view full, NamedRevision::Kind& kind) {
    using enum NamedRevision::Kind;
    static constexpr std::array kPrefixes = {std::tuple{std::string_view("refs/heads/"), Branch},
                                             std::tuple{std::string_view("refs/remotes/"), RemoteBranch},
                                             std::tuple{std::string_view("refs/tags/"), Tag}};
    for (const auto& [prefix, of] : kPrefixes)
        if (full.starts_with(prefix)) {
            kind = of;
            return std::string(full.substr(prefix.size()));
        }
    kind = PullRequest;
    return full.starts_with("refs/pull/") || full.starts_with("refs/merge-requests/") ? std::string(full)
                                                                                      : std::string();
}

bool canBeAsked(std::string_view name) {
    return !name.empty() && name.size() <= kLongestReference && !name.starts_with('-') &&
           std::ranges::none_of(name, [](unsigned char each) { return each <= 32 || each == 127; });
}

void addNamed(References& found, git_repository* repository) {
    git_reference_iterator* made = nullptr;
    if (git_reference_iterator_new(&made, repository) != 0) return;
    const IteratorHandle iterator(made);
    git_reference* next = nullptr;
    while (found.all.size() < kMostReferences && git_reference_next(&next, iterator.get()) == 0) {
        const NameHandle each(next);
        NamedRevision reference;
        reference.name = shortName(git_reference_name(each.get()), reference.kind);
        // "origin/HEAD" is another name of one that is listed.
        if (!canBeAsked(reference.name) || git_reference_type(each.get()) == GIT_REFERENCE_SYMBOLIC) continue;
        git_object* object = nullptr;
        if (git_reference_peel(&object, each.get(), GIT_OBJECT_COMMIT) != 0) continue;
        const ObjectHandle commit(object);
        describe(reference, commit.get());
        found.all.push_back(std::move(reference));
    }
    std::ranges::stable_sort(found.all, [](const NamedRevision& left, const NamedRevision& right) {
        return std::tuple(left.kind, -left.time, std::string_view(left.name)) <
               std::tuple(right.kind, -right.time, std::string_view(right.name));
    });
}

std::string targetOf(git_repository* repository, const char* name, std::string_view prefix) {
    git_reference* read = nullptr;
    if (git_reference_lookup(&read, repository, name) != 0) return {};
    const NameHandle reference(read);
    const char* const target = git_reference_symbolic_target(reference.get());
    const std::string_view text = target == nullptr ? "" : target;
    return text.starts_with(prefix) ? std::string(text.substr(prefix.size())) : std::string();
}

/// The remote's default branch, else main or master of the remote, else these here, else any.
std::string followedOf(const References& found, git_repository* repository) {
    const std::string said = targetOf(repository, "refs/remotes/origin/HEAD", "refs/remotes/");
    for (const std::string& name : {said, std::string("origin/main"), std::string("origin/master"), std::string("main"),
                                    std::string("master"), found.current})
        if (!name.empty() && found.find(name) != nullptr) return name;
    return found.all.empty() ? std::string() : found.all.front().name;
}

void addCommits(References& found, git_repository* repository) {
    const NamedRevision* const start = found.find(found.current.empty() ? found.followed : found.current);
    git_revwalk* made = nullptr;
    git_oid id;
    if (start == nullptr || git_oid_fromstrn(&id, start->commit.data(), start->commit.size()) != 0 ||
        git_revwalk_new(&made, repository) != 0)
        return;
    const WalkHandle walk(made);
    git_revwalk_sorting(walk.get(), GIT_SORT_TIME);
    if (git_revwalk_push(walk.get(), &id) != 0) return;
    for (std::size_t count = 0; count < kMostCommits && git_revwalk_next(&id, walk.get()) == 0; ++count) {
        git_object* object = nullptr;
        if (git_object_lookup(&object, repository, &id, GIT_OBJECT_COMMIT) != 0) return;
        const ObjectHandle commit(object);
        NamedRevision reference{.kind = NamedRevision::Kind::Commit};
        describe(reference, commit.get());
        reference.name = reference.commit;
        found.all.push_back(std::move(reference));
    }
}

bool hasChanges(git_repository* repository) {
    git_status_options options = GIT_STATUS_OPTIONS_INIT;
    options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR;
    options.flags =
        GIT_STATUS_OPT_INCLUDE_UNTRACKED | GIT_STATUS_OPT_DISABLE_PATHSPEC_MATCH | GIT_STATUS_OPT_EXCLUDE_SUBMODULES;
    git_status_list* made = nullptr;
    if (git_status_list_new(&made, repository, &options) != 0) return false;
    const StatusHandle list(made);
    return git_status_list_entrycount(list.get()) > 0;
}

}  // namespace

const NamedRevision* References::find(std::string_view name) const {
    const auto found = std::ranges::find(all, name, &NamedRevision::name);
    return found == all.end() ? nullptr : &*found;
}

Expected<References> referencesOf(const std::filesystem::path& folder) {
    const Library library;
    git_repository* opened = nullptr;
    if (git_repository_open_ext(&opened, folder.c_str(), 0, nullptr) != 0)
        return problem(std::format("{} cannot be read: {}", folder.string(), complaint()));
    const RepositoryHandle repository(opened);
    References found;
    found.gitFolder = git_repository_path(opened);
    found.commonFolder = git_repository_commondir(opened);
    if (const char* const worktree = git_repository_workdir(opened)) found.worktree = worktree;
    addNamed(found, opened);
    found.current = found.worktree.empty() ? std::string() : targetOf(opened, "HEAD", "refs/heads/");
    if (found.find(found.current) == nullptr) found.current.clear();
    found.followed = followedOf(found, opened);
    addCommits(found, opened);
    found.hasChanges = !found.worktree.empty() && hasChanges(opened);
    return found;
}

}  // namespace armillary::gitops
