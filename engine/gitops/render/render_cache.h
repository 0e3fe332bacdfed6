#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "engine/gitops/render/rendered.h"

namespace armillary::gitops {

/// What was rendered, on disk, by a key of all that it depends on. As secret as what it was rendered from: for its
/// owner alone. What is damaged counts as absent. Holds kMostKept results; of more the oldest go. Several processes may
/// share it.
class RenderCache {
public:
    static constexpr std::size_t kMostKept = 4096;
    /// "" keeps nothing.
    explicit RenderCache(std::filesystem::path folder);

    std::optional<Rendered> find(const std::string& key) const;
    void keep(const std::string& key, const Rendered& rendered) const;

private:
    void tidy() const;
    std::filesystem::path m_folder;
};

}  // namespace armillary::gitops
