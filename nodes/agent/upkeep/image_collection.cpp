#include "nodes/agent/upkeep/image_collection.h"

#include <algorithm>
#include <set>

namespace armillary::agent {

ImageLimits imageLimits(std::int64_t diskBytes) {
    constexpr std::int64_t kGi = 1ll << 30;
    return {.collectBelow = std::min(diskBytes / 20 * 3, 6 * kGi), .collectTo = std::min(diskBytes / 5, 8 * kGi)};
}

std::vector<std::string> collectImages(cri::Runtime& runtime, const std::function<std::int64_t()>& available,
                                       const std::vector<std::string>& kept, const ImageLimits& limits) {
    std::vector<std::string> removed;
    if (available() >= limits.collectBelow) return removed;
    auto images = runtime.listImages();
    auto containers = runtime.listContainers();
    if (!images || !containers) return removed;
    std::set<std::string> used(kept.begin(), kept.end());
    for (const auto& container : *containers) used.insert({container.image, container.imageRef});
    std::ranges::sort(*images, [](const auto& left, const auto& right) { return left.sizeBytes > right.sizeBytes; });
    for (const auto& image : *images) {
        auto isUsed = [&](const std::string& name) { return used.contains(name); };
        if (image.pinned || isUsed(image.id) || std::ranges::any_of(image.tags, isUsed) ||
            std::ranges::any_of(image.digests, isUsed))
            continue;
        if (available() >= limits.collectTo) break;
        if (runtime.removeImage(image.id)) removed.push_back(image.id);
    }
    return removed;
}

}  // namespace armillary::agent
