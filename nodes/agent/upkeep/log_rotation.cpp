#include "nodes/agent/upkeep/log_rotation.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <format>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "nodes/agent/pod/view.h"

namespace armillary::agent {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kCompressed = ".gz", kUnfinished = ".tmp";

/// The rotated logs of one, oldest first: names are stamps.
std::vector<fs::path> rotatedOf(const fs::path& log) {
    std::vector<fs::path> out;
    std::error_code error;
    auto prefix = log.filename().string() + ".";
    for (const auto& entry : fs::directory_iterator(log.parent_path(), error))
        if (entry.path().filename().string().starts_with(prefix)) out.push_back(entry.path());
    std::ranges::sort(out);
    return out;
}

bool writeCompressed(const fs::path& from, const fs::path& to) {
    std::ifstream in(from, std::ios::binary);
    const std::unique_ptr<gzFile_s, int (*)(gzFile)> out(::gzopen(to.c_str(), "wbe"), ::gzclose);
    if (!in || !out) return false;
    std::array<char, 64 << 10> block{};
    while (in.read(block.data(), block.size()) || in.gcount() > 0) {
        const auto size = static_cast<unsigned>(in.gcount());
        if (::gzwrite(out.get(), block.data(), size) != static_cast<int>(size)) return false;
    }
    return in.eof() && ::gzflush(out.get(), Z_FINISH) == Z_OK;
}

/// In two steps, so that what has the final name is whole.
void compress(const fs::path& log) {
    const fs::path unfinished = log.string().append(kUnfinished), whole = log.string().append(kCompressed);
    std::error_code error;
    if (writeCompressed(log, unfinished)) {
        fs::permissions(unfinished, fs::status(log, error).permissions(), error);
        fs::rename(unfinished, whole, error);
        if (!error) fs::remove(log, error);
    }
    fs::remove(unfinished, error);
}

/// What is over the number goes, and all but the newest is compressed.
void tidy(const fs::path& log, std::size_t keep) {
    std::error_code error;
    auto rotated = rotatedOf(log);
    std::erase_if(rotated, [&](const fs::path& each) {
        // An end of the agent in the midst of it left this.
        return each.extension() == kUnfinished && (fs::remove(each, error), true);
    });
    const std::size_t over = rotated.size() - std::min(rotated.size(), keep);
    for (std::size_t i = 0; i < over; ++i) fs::remove(rotated[i], error);
    for (std::size_t i = over; i + 1 < rotated.size(); ++i)
        if (rotated[i].extension() != kCompressed) compress(rotated[i]);
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
        tidy(log, limits.files - 1);
    }
}

void removeLogs(const fs::path& log) {
    std::error_code error;
    for (const fs::path& each : rotatedOf(log)) fs::remove(each, error);
    fs::remove(log, error);
}

}  // namespace armillary::agent
