#pragma once

#include <string>
#include <vector>

#include "engine/gitops/application/application_set.h"
#include "engine/gitops/render/settings.h"
#include "engine/gitops/source/tree.h"

namespace armillary::gitops {

/// Where an application gets a part of what it deploys.
struct ApplicationSource {
    std::string repository;  ///< its address; "" for the repository that says so
    std::string path, revision, chart, reference;
    Settings settings;
    std::string unsupported;  ///< why it cannot be rendered, as half a sentence; "" when it can
};

/// What production deploys, as a repository says it.
struct Application {
    enum class Kind { ArgoCd, Flux, Path };
    Kind kind = Kind::Path;
    std::string name;    ///< of all in a repository another one
    std::string origin;  ///< the file that says so; "" of a path that somebody gave
    std::vector<ApplicationSource> sources;
    std::string namespace_;                ///< where objects go that name none
    std::string server;                    ///< the cluster; "" of the one that it is read from
    std::string definition;                ///< all that it says, as JSON; "" of a path
    std::vector<std::string> unsupported;  ///< what it says and we do not do: a sentence each
};

struct Applications {
    std::vector<Application> all;    ///< by name
    std::vector<std::string> notes;  ///< what could not be read, or is of a kind that is not supported: a sentence each
};

/// The Application objects of Argo CD and Kustomization objects of Flux among a tree's manifests (templates of charts
/// are none), with the addresses of their sources, and what ApplicationSets make (application_set.h; `isOurs` says
/// which addresses are this repository's). Fields that these define and we do not heed are named in `unsupported`, and
/// in `notes` HelmReleases and the sets of which nobody here knows what they make. Sources: argoproj.io/v1alpha1 and
/// kustomize.toolkit.fluxcd.io/v1 as their definitions have them.
Expected<Applications> readApplications(const Tree& tree, const IsOurs& isOurs = [](std::string_view) { return true; });

/// A path as an application of its own: a folder with all that is in it, unless it is a kustomization or a chart.
Application applicationOfPath(std::string path);

}  // namespace armillary::gitops
