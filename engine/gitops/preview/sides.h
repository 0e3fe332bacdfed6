#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/gitops/application/application.h"
#include "engine/gitops/render/renderer.h"
#include "engine/gitops/source/repository.h"

/// What a revision of a repository deploys, and how each part of it is rendered.
namespace armillary::gitops {

/// What an application renders: its sources, and where its objects go.
struct ApplicationParts {
    Application application;
    std::vector<RenderRequest> requests;
    std::vector<Problem> problems;  ///< of sources that cannot be rendered
    bool isElsewhere = false;  ///< the problems are of sources that are not in the repository, or of no kind we know
};

/// One revision of a repository.
class Side {
public:
    /// `addresses` are those by which applications may know the repository: where it was given, and its remotes. With
    /// `path`, only the applications whose path is that or in it; the path itself where there is none. Without
    /// applications and without a path there is nothing: no parts.
    static Expected<Side> read(const Repository& repository, const std::vector<std::string>& addresses,
                               std::string_view revision, std::string_view path);

    const std::vector<ApplicationParts>& parts() const { return m_parts; }
    const std::vector<std::string>& notes() const { return m_notes; }
    const ApplicationParts* find(std::string_view name) const;
    bool hasPath() const { return m_hasPath; }  ///< the path is in this revision

private:
    std::vector<ApplicationParts> m_parts;
    std::vector<std::string> m_notes;
    bool m_hasPath = false;
};

/// All of an application's objects, in the order of its sources.
Expected<Rendered> renderAll(const ApplicationParts& parts, const Renderer& renderer, const std::stop_token& stop);

}  // namespace armillary::gitops
