#include "nodes/agent/upkeep/log_rotation.h"

#include <algorithm>
#include <format>
#include <string>
#include <vector>

#include "nodes/agent/pod/view.h"

namespace armillary::agent {

namespace fs = std::filesystem;

namespace {

std::vector<fs::path> rotatedOf(const fs::path& log) {
    std::vector<fs::path> out;
    std::error_code error;
    auto prefix = log.filename().string() + ".";
    for (const auto& entry : fs::directory_iterator(log.parent_path(), error))
        if (entry.path().filename().string().starts_with(prefix)) out.push_back(entry.path());
    std::ranges::sort(out);
    return out;
}

}  // namespace

void rotateLogs(cri::Runtime& runtime, async::Clock& clock, const LogLimits& limits) {
    auto containers = runtime.listContainers();
    if (!containers) return;
    for (const auto& container : *containers) {
        if (container.state != cri::ContainerState::Running || !container.labels.contains(keys::kPodUid)) continue;
        auto status = runtime.containerStatus(container.id);
        if (!status || status->logPath.empty()) continue;
        std::error_code error;
        fs::path log = status->logPath;
        auto size = fs::file_size(log, error);
        if (error || size < limits.bytes) continue;
        auto stamp = std::format("{:%Y%m%d-%H%M%S}", std::chrono::floor<std::chrono::seconds>(clock.now()));
        auto rotated = log.string() + "." + stamp;
        fs::rename(log, rotated, error);
        if (error) continue;
        // A log that cannot be reopened would be lost: the old name comes back.
        if (!runtime.reopenLog(container.id)) {
            fs::rename(rotated, log, error);
            continue;
        }
        auto old = rotatedOf(log);
        for (std::size_t i = 0; i + limits.files - 1 < old.size(); ++i) fs::remove(old[i], error);
    }
}

}  // namespace armillary::agent
