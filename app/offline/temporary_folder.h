#pragma once

#include <expected>
#include <filesystem>
#include <string>

namespace armillary::app {

/// A new folder in the system's place for such, gone when it goes. What a program that was killed left there goes when
/// the next one makes its own: each is locked for as long as somebody lives in it.
class TemporaryFolder {
public:
    static std::expected<TemporaryFolder, std::string> create();
    TemporaryFolder(TemporaryFolder&& other) noexcept;
    TemporaryFolder& operator=(TemporaryFolder&&) = delete;
    ~TemporaryFolder();

    const std::filesystem::path& path() const { return m_path; }

private:
    TemporaryFolder(std::filesystem::path path, int lock) : m_path(std::move(path)), m_lock(lock) {}

    std::filesystem::path m_path;
    int m_lock;  ///< a descriptor of the folder; -1 when this one has been moved from
};

}  // namespace armillary::app
