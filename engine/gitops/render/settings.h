#pragma once

#include <string>
#include <vector>

namespace armillary::gitops {

/// What an application says of how its path is rendered. Paths are the repository's.

struct DirectorySettings {
    bool recurse = false;
    std::string include, exclude;  ///< patterns of paths below the folder; "" for none
};

struct KustomizeSettings {
    /// A kustomization's fields that go above the path's own, as a JSON object without resources; "" for none.
    std::string overlay;
    std::vector<std::string> components;
};

struct HelmSettings {
    struct Parameter {
        std::string name, value;
        bool forceString = false;
    };
    std::string releaseName, namespace_;  ///< "": the application's name, its destination's
    std::vector<std::string> valueFiles;  ///< the last one wins
    bool ignoreMissingValueFiles = false;
    std::vector<std::string> values;  ///< YAML, above the files; the last one wins
    std::vector<Parameter> parameters, fileParameters;
    bool skipCrds = false, skipTests = false;
    std::string kubeVersion;  ///< "": the request's
    std::vector<std::string> apiVersions;
};

struct Settings {
    /// What the path is rendered as; Any takes what it is.
    enum class Kind { Any, Directory, Kustomize, Helm } kind = Kind::Any;
    DirectorySettings directory;
    KustomizeSettings kustomize;
    HelmSettings helm;
};

}  // namespace armillary::gitops
