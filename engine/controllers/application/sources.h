#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/async/clock.h"
#include "engine/gitops/application/application.h"
#include "engine/gitops/render/renderer.h"
#include "engine/gitops/source/repository.h"

namespace armillary::controllers::applications {

/// What an application comes to at one point of its repositories' history.
struct Manifests {
    std::vector<std::string> revisions;  ///< a commit for each source
    std::vector<gitops::RenderedObject> objects;
    std::vector<std::string> notes;
    std::string type;  ///< "Kustomize", "Helm", "Directory": the first source's
};
using ManifestsRef = std::shared_ptr<const Manifests>;

/// The repositories of all applications: opened, fetched now and then, rendered. Thread-safe; calls block as long as
/// git and the renderers take, so they belong to threads that nobody else needs.
class Sources {
public:
    /// `cache` holds clones and renderings; "" keeps nothing, and then remote repositories cannot be had. `stop` ends
    /// what runs.
    Sources(async::Clock& clock, std::filesystem::path cache, std::stop_token stop)
        : m_clock(clock), m_cache(std::move(cache)), m_stop(std::move(stop)) {}

    struct Wish {
        const gitops::Application& application;
        std::string namespace_;
        std::vector<std::string> revisions;  ///< in place of the sources' own; none, or one for each
        bool fetches = false;                ///< remote ones anew, however fresh they are
    };
    /// The commits that the sources are at.
    gitops::Expected<std::vector<std::string>> resolve(const Wish& wish);
    /// The sources as they are at `commits`.
    gitops::Expected<ManifestsRef> render(const Wish& wish, const std::vector<std::string>& commits);

    /// A branch of a folder of this machine.
    struct LocalReference {
        std::string folder, revision;
        auto operator<=>(const LocalReference&) const = default;
    };
    /// Those that the sources follow.
    static std::vector<LocalReference> localReferences(const gitops::Application& application);
    static bool hasRemote(const gitops::Application& application);
    /// The commit that it is at, by looking at the reference alone; "" when that cannot be told.
    std::string look(const LocalReference& reference);

private:
    struct Clone {
        std::mutex mutex;
        std::optional<gitops::Repository> repository;
        std::optional<async::SteadyTime> fetched;
        std::optional<gitops::Problem> problem;  ///< of the last fetch
    };
    std::shared_ptr<Clone> cloneOf(const std::string& address);
    /// Needs the clone's mutex.
    gitops::Expected<const gitops::Repository*> open(Clone& clone, const std::string& address, bool fetches);
    gitops::Expected<gitops::TreeRef> treeOf(const std::string& address, const std::string& commit);
    gitops::Expected<gitops::RenderRequest> requestOf(const Wish& wish, const std::vector<std::string>& commits,
                                                      std::size_t at);

    async::Clock& m_clock;
    const std::filesystem::path m_cache;
    const std::stop_token m_stop;
    gitops::ChildRunner m_runner;
    std::mutex m_mutex;
    std::map<std::string, std::shared_ptr<Clone>> m_clones;  ///< by address
};

}  // namespace armillary::controllers::applications
