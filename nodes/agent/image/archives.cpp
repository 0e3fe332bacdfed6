#include "nodes/agent/image/archives.h"

#include <algorithm>
#include <boost/json.hpp>
#include <format>
#include <fstream>
#include <set>

#include "nodes/agent/runtime_paths.h"

namespace armillary::agent {

namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

/// An index of a few images; anything larger is not one of ours.
constexpr std::size_t kMaxIndexBytes = 1 << 20;

/// The content of a member of a tar file (POSIX ustar).
std::string memberOf(const fs::path& archive, std::string_view name) {
    std::ifstream in(archive, std::ios::binary);
    char header[512];
    while (in.read(header, sizeof header) && header[0] != 0) {
        std::string_view entry(header, strnlen(header, 100));
        std::size_t size = 0;
        for (int i = 124; i < 136 && header[i] >= '0' && header[i] <= '7'; ++i)
            size = size * 8 + static_cast<std::size_t>(header[i] - '0');
        if (entry == name && size <= kMaxIndexBytes) {
            std::string out(size, '\0');
            return in.read(out.data(), static_cast<std::streamsize>(size)) ? out : std::string();
        }
        in.seekg(static_cast<std::streamoff>((size + 511) / 512 * 512), std::ios::cur);
    }
    return {};
}

std::string stampOf(const fs::path& archive) {
    std::error_code error;
    auto written = fs::last_write_time(archive, error).time_since_epoch().count();
    return std::format("{} {}", fs::file_size(archive, error), written);
}

}  // namespace

std::vector<std::string> imagesInArchive(const fs::path& archive) {
    std::vector<std::string> out;
    boost::system::error_code error;
    auto index = json::parse(memberOf(archive, "index.json"), error);
    if (error || !index.is_object()) return out;
    auto* manifests = index.get_object().if_contains("manifests");
    if (!manifests || !manifests->is_array()) return out;
    for (const auto& manifest : manifests->get_array()) {
        auto* annotations = manifest.is_object() ? manifest.get_object().if_contains("annotations") : nullptr;
        if (!annotations || !annotations->is_object()) continue;
        for (const char* key : {"io.containerd.image.name", "org.opencontainers.image.ref.name"})
            if (auto* name = annotations->get_object().if_contains(key); name && name->is_string()) {
                out.emplace_back(name->get_string());
                break;
            }
    }
    return out;
}

std::vector<std::string> importArchives(const fs::path& folder, cri::Containerd& containerd, cri::Runtime& runtime) {
    std::vector<std::string> problems;
    std::set<std::string> present;
    if (auto images = runtime.listImages())
        for (const auto& image : *images) present.insert(image.tags.begin(), image.tags.end());
    std::error_code error;
    auto stamps = containerd.config().stateDir / "imported";
    fs::create_directories(stamps, error);
    std::vector<fs::path> archives;
    for (const auto& entry : fs::directory_iterator(folder, error))
        if (entry.path().extension() == ".tar") archives.push_back(entry.path());
    std::ranges::sort(archives);
    for (const auto& archive : archives) {
        auto names = imagesInArchive(archive);
        bool missing =
            names.empty() || std::ranges::any_of(names, [&](const auto& name) { return !present.contains(name); });
        auto stampFile = stamps / archive.filename();
        std::string stamp;
        std::getline(std::ifstream(stampFile) >> std::ws, stamp);
        if (!missing && stamp == stampOf(archive)) continue;
        if (auto done = containerd.import(archive); !done)
            problems.push_back(done.error());
        else
            std::ofstream(stampFile) << stampOf(archive) << '\n';
    }
    return problems;
}

std::expected<void, std::string> loadArchive(const Layout& layout, const fs::path& archive) {
    const auto settings = loadSettings(layout);
    if (!settings) return std::unexpected(settings.error());
    cri::Containerd containerd(containerdConfig(layout, *settings));
    if (!containerd.running())
        return std::unexpected("the node's containerd does not run; start the node (armillaryctl up), then load again");
    return containerd.import(archive);
}

}  // namespace armillary::agent
