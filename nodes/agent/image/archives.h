#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "nodes/agent/layout.h"
#include "nodes/cri/containerd/containerd.h"
#include "nodes/cri/runtime.h"

namespace armillary::agent {

/// The image names that an OCI archive's index gives; empty when it is none.
std::vector<std::string> imagesInArchive(const std::filesystem::path& archive);

/// Imports every *.tar of the folder of which an image is missing or which is newer than the last import. Returns what
/// went wrong, one sentence each.
std::vector<std::string> importArchives(const std::filesystem::path& folder, cri::Containerd& containerd,
                                        cri::Runtime& runtime);

/// Imports one archive into the private runtime of a node that runs. The error is one sentence with the way out.
std::expected<void, std::string> loadArchive(const Layout& layout, const std::filesystem::path& archive);

}  // namespace armillary::agent
