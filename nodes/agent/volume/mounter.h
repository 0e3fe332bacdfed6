#pragma once

#include <expected>
#include <filesystem>
#include <map>
#include <set>
#include <string>

namespace armillary::agent {

/// The kernel's mounts, as far as volumes need them.
class Mounter {
public:
    virtual ~Mounter() = default;
    virtual bool isMountPoint(const std::filesystem::path& path) = 0;
    /// `sizeBytes` 0: the kernel's default bound.
    virtual std::expected<void, std::string> mountTmpfs(const std::filesystem::path& at, std::uint64_t sizeBytes) = 0;
    /// Pages of `pageBytes` each; the kernel refuses a size that it does not have.
    virtual std::expected<void, std::string> mountHugePages(const std::filesystem::path& at,
                                                            std::uint64_t pageBytes) = 0;
    /// Mounts what the descriptor is open on at `at`.
    virtual std::expected<void, std::string> bindDescriptor(int fd, const std::filesystem::path& at) = 0;
    /// Of everything at and below the path. Idempotent. False when something stays: what is below must then not be
    /// removed, for it may be somebody's data.
    virtual bool unmountBelow(const std::filesystem::path& path) = 0;
};

class KernelMounter final : public Mounter {
public:
    bool isMountPoint(const std::filesystem::path& path) override;
    std::expected<void, std::string> mountTmpfs(const std::filesystem::path& at, std::uint64_t sizeBytes) override;
    std::expected<void, std::string> mountHugePages(const std::filesystem::path& at, std::uint64_t pageBytes) override;
    std::expected<void, std::string> bindDescriptor(int fd, const std::filesystem::path& at) override;
    bool unmountBelow(const std::filesystem::path& path) override;
};

/// Remembers instead of mounting; volumes then lie in plain folders.
class FakeMounter final : public Mounter {
public:
    bool isMountPoint(const std::filesystem::path& path) override { return mounts.contains(path); }
    std::expected<void, std::string> mountTmpfs(const std::filesystem::path& at, std::uint64_t) override {
        mounts.insert(at);
        return {};
    }
    std::expected<void, std::string> mountHugePages(const std::filesystem::path& at, std::uint64_t pageBytes) override {
        mounts.insert(at);
        hugePages[at] = pageBytes;
        return {};
    }
    std::expected<void, std::string> bindDescriptor(int, const std::filesystem::path& at) override {
        mounts.insert(at);
        return {};
    }
    bool unmountBelow(const std::filesystem::path& path) override {
        std::erase_if(mounts, [&](const auto& at) { return at.string().starts_with(path.string()); });
        return true;
    }
    std::set<std::filesystem::path> mounts;
    std::map<std::filesystem::path, std::uint64_t> hugePages;  ///< bytes of a page
};

}  // namespace armillary::agent
