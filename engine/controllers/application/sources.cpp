#include "engine/controllers/application/sources.h"

#include <algorithm>
#include <format>

#include "engine/gitops/render/closure.h"
#include "engine/gitops/source/fetch.h"
#include "engine/gitops/source/location.h"
#include "engine/gitops/source/path.h"

namespace armillary::controllers::applications {

using gitops::ApplicationSource;
using gitops::Expected;
using gitops::problem;

namespace {

/// A remote repository that was fetched so recently is fresh.
constexpr auto kFresh = std::chrono::seconds(115);
constexpr auto kPatience = std::chrono::minutes(5);
constexpr std::size_t kMostClones = 1000;

bool isValues(const ApplicationSource& source) {
    return !source.reference.empty() && source.path.empty() && source.chart.empty();
}

Expected<gitops::Location> locate(const std::string& address) {
    auto location = gitops::parseLocation(address);
    // A folder that is relative to where this program happens to run is nobody's.
    if (location && location->isLocal() && !location->folder.is_absolute())
        return problem(std::format("{} names no repository", gitops::withoutSecrets(address)),
                       "Give file:///folder, or https://… or ssh://….");
    return location;
}

/// What stands at HEAD of a clone is what git makes of a new one, and no word of the repository's.
Expected<gitops::Revision> resolveIn(const gitops::Repository& repository, const std::string& revision, bool remote) {
    auto found = repository.resolve(revision);
    for (const char* branch : {"main", "master"})
        if (!found && remote && revision == "HEAD")
            if (auto other = repository.resolve(branch)) found = std::move(other);
    return found;
}

std::string revisionOf(const Sources::Wish& wish, std::size_t at) {
    const std::string& asked = at < wish.revisions.size() ? wish.revisions[at] : wish.application.sources[at].revision;
    return asked.empty() ? "HEAD" : asked;
}

std::string typeOf(const gitops::RenderRequest& request) {
    using Kind = gitops::Settings::Kind;
    const Kind kind = request.settings.kind;
    const bool any = kind == Kind::Any;
    if (kind == Kind::Helm || (any && gitops::isChart(*request.tree, request.path))) return "Helm";
    if (kind == Kind::Kustomize || (any && gitops::kustomizationIn(*request.tree, request.path))) return "Kustomize";
    return "Directory";
}

}  // namespace

std::shared_ptr<Sources::Clone> Sources::cloneOf(const std::string& address) {
    const std::lock_guard lock(m_mutex);
    // What nobody holds can be opened again.
    if (m_clones.size() >= kMostClones)
        std::erase_if(m_clones, [](const auto& each) { return each.second.use_count() == 1; });
    auto& clone = m_clones[address];
    if (!clone) clone = std::make_shared<Clone>();
    return clone;
}

Expected<const gitops::Repository*> Sources::open(Clone& clone, const std::string& address, bool fetches) {
    const auto location = locate(address);
    if (!location) return std::unexpected(location.error());
    const auto now = m_clock.steady();
    if (!location->isLocal() && m_cache.empty()) return problem("there is no folder for what is fetched");
    const bool fresh =
        location->isLocal() ? clone.repository.has_value() : clone.fetched && now - *clone.fetched < kFresh && !fetches;
    if (!fresh) {
        const gitops::Fetching fetching{.git = gitops::findProgram("git"),
                                        .cache = m_cache / "clones",
                                        .environment = gitops::fetchEnvironment(),
                                        .patience = kPatience};
        auto opened = gitops::openRepository(*location, fetching, m_runner, m_stop);
        clone.fetched = now;
        clone.problem.reset();
        if (opened) {
            clone.repository = std::move(*opened);
        } else {
            clone.problem = std::move(opened.error());
        }
    }
    if (clone.problem) return std::unexpected(*clone.problem);
    return &*clone.repository;
}

Expected<std::vector<std::string>> Sources::resolve(const Wish& wish) {
    std::vector<std::string> commits;
    for (std::size_t at = 0; at < wish.application.sources.size(); ++at) {
        const ApplicationSource& source = wish.application.sources[at];
        if (!source.chart.empty())
            return problem(std::format("the chart {} of {} would have to be fetched, which is not supported",
                                       source.chart, gitops::withoutSecrets(source.repository)),
                           "Put the chart into a repository, and name its path.");
        const auto clone = cloneOf(source.repository);
        const std::lock_guard lock(clone->mutex);
        const auto repository = open(*clone, source.repository, wish.fetches);
        if (!repository) return std::unexpected(repository.error());
        const bool remote = !gitops::parseLocation(source.repository)->isLocal();
        const auto revision = resolveIn(**repository, revisionOf(wish, at), remote);
        if (!revision) return std::unexpected(revision.error());
        commits.push_back(revision->commit);
    }
    return commits;
}

Expected<gitops::TreeRef> Sources::treeOf(const std::string& address, const std::string& commit) {
    const auto clone = cloneOf(address);
    const std::lock_guard lock(clone->mutex);
    const auto repository = open(*clone, address, false);
    if (!repository) return std::unexpected(repository.error());
    return (*repository)->tree(commit);
}

Expected<gitops::RenderRequest> Sources::requestOf(const Wish& wish, const std::vector<std::string>& commits,
                                                   std::size_t at) {
    const gitops::Application& application = wish.application;
    const ApplicationSource& source = application.sources[at];
    auto tree = treeOf(source.repository, commits[at]);
    if (!tree) return std::unexpected(std::move(tree.error()));
    gitops::RenderRequest request{.tree = std::move(*tree),
                                  .path = source.path,
                                  .settings = source.settings,
                                  .name = application.name,
                                  .namespace_ = wish.namespace_};
    // "$values/prod.yaml" is prod.yaml of the source that is called values.
    for (std::string& file : request.settings.helm.valueFiles) {
        if (!file.starts_with('$')) continue;
        const auto slash = std::min(file.find('/'), file.size());
        const std::string name = file.substr(1, slash - 1);
        const auto named = std::ranges::find(application.sources, name, &ApplicationSource::reference);
        if (name.empty() || named == application.sources.end())
            return problem(std::format("the values {} name no source of the application", file));
        const auto other = static_cast<std::size_t>(named - application.sources.begin());
        if (!gitops::isSameRepository(named->repository, source.repository) || commits[other] != commits[at])
            return problem(
                std::format("the values {} are in another repository or revision than {}, which is not "
                            "supported",
                            file, source.path));
        file = slash == file.size() ? "/" : file.substr(slash);
    }
    return request;
}

Expected<ManifestsRef> Sources::render(const Wish& wish, const std::vector<std::string>& commits) {
    Manifests all{.revisions = commits};
    // Programs may have been installed since.
    const gitops::Renderer renderer(gitops::Tools::find(), m_runner, m_cache.empty() ? m_cache : m_cache / "rendered");
    for (std::size_t at = 0; at < wish.application.sources.size() && at < commits.size(); ++at) {
        if (isValues(wish.application.sources[at])) continue;
        const auto request = requestOf(wish, commits, at);
        if (!request) return std::unexpected(request.error());
        if (all.type.empty()) all.type = typeOf(*request);
        auto rendered = renderer.render(*request, m_stop);
        if (!rendered) return std::unexpected(std::move(rendered.error()));
        std::ranges::move(rendered->objects, std::back_inserter(all.objects));
        std::ranges::move(rendered->notes, std::back_inserter(all.notes));
    }
    return std::make_shared<const Manifests>(std::move(all));
}

std::vector<Sources::LocalReference> Sources::localReferences(const gitops::Application& application) {
    std::vector<LocalReference> found;
    for (const ApplicationSource& source : application.sources)
        if (const auto location = locate(source.repository); location && location->isLocal())
            found.push_back({source.repository, source.revision.empty() ? "HEAD" : source.revision});
    return found;
}

bool Sources::hasRemote(const gitops::Application& application) {
    return std::ranges::any_of(application.sources, [](const ApplicationSource& source) {
        const auto location = locate(source.repository);
        return location && !location->isLocal();
    });
}

std::string Sources::look(const LocalReference& reference) {
    const auto clone = cloneOf(reference.folder);
    const std::lock_guard lock(clone->mutex);
    // A folder that was none may have become one.
    if (clone->problem) clone->repository.reset();
    const auto repository = open(*clone, reference.folder, false);
    if (!repository) return {};
    const auto revision = (*repository)->resolve(reference.revision);
    // It may have been replaced by another one.
    if (!revision) clone->repository.reset();
    return revision ? revision->commit : std::string();
}

}  // namespace armillary::controllers::applications
