#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "engine/gitops/source/tree.h"

namespace armillary::gitops {

/// A folder of one's own below the system's temporary one, removed with what is in it.
class PrivateFolder {
public:
    static Expected<PrivateFolder> make();
    ~PrivateFolder();
    PrivateFolder(PrivateFolder&& other) noexcept : m_path(std::exchange(other.m_path, {})) {}
    PrivateFolder& operator=(PrivateFolder&&) = delete;
    const std::filesystem::path& path() const { return m_path; }

private:
    explicit PrivateFolder(std::filesystem::path path) : m_path(std::move(path)) {}
    std::filesystem::path m_path;
};

inline constexpr std::size_t kMostSnapshotBytes = 256u << 20;

/// Writes what of a tree lies at and below these paths (as withLinks() gives them) into a folder that is not there yet.
/// Files are read-only; submodules are left out.
Expected<void> writeSnapshot(const Tree& tree, std::span<const std::string> paths, const std::filesystem::path& into);

/// A new file of those bytes.
Expected<void> writeNewFile(const std::filesystem::path& path, std::string_view bytes, int mode = 0600);

}  // namespace armillary::gitops
