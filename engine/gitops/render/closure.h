#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/gitops/render/settings.h"
#include "engine/gitops/source/tree.h"

/// What of a repository a rendering can depend on: what is written for the renderer to read, and what its result is
/// kept by.
namespace armillary::gitops {

/// Folders that one kustomization may stand on, and links followed for one rendering.
inline constexpr std::size_t kMostRoots = 1000, kMostPaths = 10'000;

/// The file that makes a folder a kustomization; nothing when there is none.
std::optional<std::string> kustomizationIn(const Tree& tree, std::string_view folder);
/// What kustomize would be given of a folder without a kustomization of its own, as Flux gives it: the kustomizations
/// in it, and all other manifests; paths below the folder.
std::vector<std::string> resourcesIn(const Tree& tree, std::string_view folder);
bool isChart(const Tree& tree, std::string_view folder);

/// The folders and files of a kustomization and all that it stands on. What is not in the repository (remote bases,
/// files fetched by their address) is refused by its name, and so is what runs other programs (charts).
Expected<std::vector<std::string>> kustomizationClosure(const Tree& tree, std::string_view folder);

struct ChartClosure {
    std::vector<std::string> paths;
    /// Dependencies lie in the repository beside the chart, and have to be put into it.
    bool needsBuild = false;
};
/// A chart's folder, its local dependencies, and the value files. Dependencies that would have to be fetched are
/// refused by name, and value files that are addresses or not in the repository.
Expected<ChartClosure> chartClosure(const Tree& tree, std::string_view folder, const HelmSettings& settings);

/// The value files that are there: a path of the repository each. One that begins with '/' begins at the repository's
/// root, any other at the chart.
Expected<std::vector<std::string>> valueFilesOf(const Tree& tree, std::string_view folder,
                                                const HelmSettings& settings);

/// These paths, the links that lead to them, and where links below them lead. Refused when one leads outside.
Expected<std::vector<std::string>> withLinks(const Tree& tree, std::vector<std::string> paths);

}  // namespace armillary::gitops
