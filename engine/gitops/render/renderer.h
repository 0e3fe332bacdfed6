#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/gitops/child/command.h"
#include "engine/gitops/render/render_cache.h"
#include "engine/gitops/render/rendered.h"
#include "engine/gitops/render/settings.h"
#include "engine/gitops/source/tree.h"

namespace armillary::gitops {

/// The programs that render. A path that is empty is one that is not installed.
struct Tools {
    std::filesystem::path kustomize, kubectl, helm;  ///< kubectl renders kustomizations where there is no kustomize
    /// By $PATH.
    static Tools find();
};

/// What is to be rendered.
struct RenderRequest {
    TreeRef tree;
    std::string path;  ///< a folder of the tree, or a manifest
    Settings settings;
    std::string name;        ///< the application's: what a chart's release is called
    std::string namespace_;  ///< its destination's, for charts
    std::string kubeVersion = "1.32.3";
    std::vector<std::string> apiVersions =
        {};  ///< "monitoring.coreos.com/v1", "apps/v1/Deployment"; beside the renderer's own
};

/// Makes objects of a path: a kustomization by kustomize, a chart by `helm template` as Argo CD calls it, anything else
/// as a folder of manifests, which is read here. The programs run in a cage (Cage, in command.h) on a copy of what they
/// need of the tree; nothing is fetched. Of the same content, settings and program nothing is rendered twice.
class Renderer {
public:
    /// The runner outlives it.
    Renderer(Tools tools, Runner& runner, std::filesystem::path cache);

    /// From any thread. The problem names the file where there is one.
    Expected<Rendered> render(const RenderRequest& request, const std::stop_token& stop) const;
    /// The same for two requests whose results cannot differ; a path that cannot be rendered is a problem.
    Expected<std::string> key(const RenderRequest& request) const;

private:
    struct Job;
    Expected<Job> jobOf(const RenderRequest& request) const;
    Expected<Rendered> runJob(const RenderRequest& request, const Job& job, const std::stop_token& stop) const;

    Tools m_tools;
    Runner& m_runner;
    RenderCache m_cache;
};

/// The manifests of a folder, as Argo CD's directory sources: files that end in .yaml, .yml or .json.
Expected<Rendered> renderDirectory(const Tree& tree, std::string_view path, const DirectorySettings& settings);

/// The objects of what `helm template` prints, each with its template.
Expected<std::vector<RenderedObject>> readHelmOutput(std::string_view output);

}  // namespace armillary::gitops
