#include "preview_work.h"

#include <QStandardPaths>

#include "engine/gitops/preview/markdown.h"
#include "engine/gitops/source/fetch.h"
#include "engine/gitops/source/path.h"
#include "tree_watch.h"

namespace armillary::app {

namespace {

namespace fs = std::filesystem;

fs::path cacheFolder() {
    return QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation).toStdString() + "/armillary/gitops";
}

gitops::Expected<gitops::Repository> open(const LookRequest& request, const gitops::Location& location,
                                          gitops::Runner& runner, const std::stop_token& stop) {
    if (!request.folder.empty()) return gitops::Repository::open(request.folder);
    const gitops::Fetching fetching{gitops::findProgram("git"), cacheFolder() / "clones", gitops::fetchEnvironment()};
    return gitops::openRepository(location, fetching, runner, stop);
}

/// By which applications in it may know it.
std::vector<std::string> addressesOf(const gitops::Location& location, const gitops::Repository& repository) {
    if (!location.isLocal()) return {location.url};
    std::error_code failed;
    const fs::path folder = fs::canonical(location.folder, failed);
    std::vector<std::string> addresses = {"file://" + (failed ? location.folder : folder).string()};
    for (std::string& url : repository.remotes()) addresses.push_back(std::move(url));
    return addresses;
}

/// What production would most likely be given: what is not committed, else the branch one works on, else the newest
/// one that production does not follow.
std::string likelyHead(const gitops::References& references, const std::string& base) {
    if (references.hasChanges) return std::string(gitops::kWorktree);
    if (!references.current.empty()) return references.current;
    for (const gitops::NamedRevision& each : references.all)
        if (each.kind == gitops::NamedRevision::Kind::Branch && each.name != base) return each.name;
    return base;
}

std::set<fs::path> watchedOf(const gitops::References& references, const gitops::Repository& repository) {
    std::set<fs::path> folders = {references.gitFolder, references.commonFolder};
    std::error_code failed;
    const fs::path names = references.commonFolder / "refs";
    folders.insert(names);
    for (auto each = fs::recursive_directory_iterator(names, failed);
         !failed && each != fs::recursive_directory_iterator() && folders.size() < TreeWatch::kMostFolders / 4;
         each.increment(failed))
        if (each->is_directory(failed) && !each->is_symlink(failed)) folders.insert(each->path());
    if (references.worktree.empty()) return folders;
    folders.insert(references.worktree);
    const auto tree = repository.tree(gitops::kWorktree);
    if (!tree) return folders;
    for (const gitops::TreeEntry& each : (*tree)->entries())
        for (std::string_view folder = gitops::folderOf(each.path);
             !folder.empty() && folders.size() < TreeWatch::kMostFolders; folder = gitops::folderOf(folder))
            if (!folders.insert(references.worktree / folder).second) break;
    return folders;
}

}  // namespace

Looked look(const LookRequest& request, const std::stop_token& stop) {
    Looked looked;
    const auto fail = [&looked](gitops::Problem problem) {
        looked.problem = std::move(problem);
        return std::move(looked);
    };
    const auto location = gitops::parseLocation(request.address);
    if (!location) return fail(location.error());
    looked.isRemote = !location->isLocal();
    gitops::ChildRunner runner;
    auto repository = open(request, *location, runner, stop);
    if (!repository) return fail(std::move(repository.error()));
    looked.folder = repository->folder();
    auto references = gitops::referencesOf(looked.folder);
    if (!references) return fail(std::move(references.error()));
    looked.isOpen = true;
    looked.references = std::move(*references);
    if (!looked.isRemote) looked.watched = watchedOf(looked.references, *repository);
    looked.base = request.base.empty() ? looked.references.followed : request.base;
    looked.head = request.head.empty() ? likelyHead(looked.references, looked.base) : request.head;
    if (looked.base.empty())
        return fail({"the repository has no commit yet", "Commit what production runs, then what you change shows."});
    const gitops::Renderer renderer(gitops::Tools::find(), runner, cacheFolder() / "rendered");
    auto preview = gitops::preview(*repository,
                                   {.addresses = addressesOf(*location, *repository),
                                    .base = looked.base,
                                    .head = looked.head,
                                    .path = request.path,
                                    .progress = request.progress},
                                   renderer, stop);
    if (!preview) return fail(std::move(preview.error()));
    looked.preview = std::move(*preview);
    looked.markdown = gitops::markdownOf(looked.preview, looked.base, looked.head);
    return looked;
}

}  // namespace armillary::app
