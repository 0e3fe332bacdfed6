#include "app/offline/temporary_folder.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

namespace armillary::app {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "armillary-offline.";
/// One that is younger may be about to be locked.
constexpr auto kSurelyLocked = std::chrono::minutes(1);

/// Opens the folder and locks it; -1 when it is not ours to open, or somebody else's lock is on it.
int lock(const fs::path& folder) {
    const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor < 0 || flock(descriptor, LOCK_EX | LOCK_NB) == 0) return descriptor;
    close(descriptor);
    return -1;
}

void removeAbandoned(const fs::path& place) {
    std::error_code failed;
    for (auto each = fs::directory_iterator(place, failed); !failed && each != fs::directory_iterator();
         each.increment(failed)) {
        if (!each->path().filename().string().starts_with(kPrefix)) continue;
        std::error_code gone;
        const auto written = fs::last_write_time(each->path(), gone);
        if (gone || fs::file_time_type::clock::now() - written < kSurelyLocked) continue;
        const int descriptor = lock(each->path());
        if (descriptor < 0) continue;
        fs::remove_all(each->path(), gone);
        close(descriptor);
    }
}

}  // namespace

std::expected<TemporaryFolder, std::string> TemporaryFolder::create() {
    std::error_code failed;
    const fs::path place = fs::temp_directory_path(failed);
    if (!failed) removeAbandoned(place);
    std::string pattern = (place / kPrefix).string() + "XXXXXX";
    if (failed || !mkdtemp(pattern.data()))
        return std::unexpected("cannot make a folder for the offline cluster in " + place.string() + ": " +
                               (failed ? failed.message() : std::strerror(errno)));
    return TemporaryFolder(pattern, lock(pattern));
}

TemporaryFolder::TemporaryFolder(TemporaryFolder&& other) noexcept
    : m_path(std::exchange(other.m_path, {})), m_lock(std::exchange(other.m_lock, -1)) {}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    if (!m_path.empty()) fs::remove_all(m_path, ignored);
    if (m_lock >= 0) close(m_lock);
}

}  // namespace armillary::app
