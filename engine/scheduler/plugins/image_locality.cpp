#include <algorithm>

#include "engine/scheduler/plugin.h"

namespace armillary::scheduler {

namespace {

// Below the first an image is not worth a preference, above the second it is worth the full one (per container).
// Source: upstream's pkg/scheduler/framework/plugins/imagelocality.
constexpr std::int64_t kMinimumBytes = 23ll << 20;
constexpr std::int64_t kMaximumBytesPerContainer = 1000ll << 20;

/// "nginx" and "nginx:latest" are one image.
std::string withTag(const std::string& image) {
    const std::size_t colon = image.rfind(':'), slash = image.rfind('/');
    const bool tagged = colon != std::string::npos && (slash == std::string::npos || colon > slash);
    return tagged ? image : image + ":latest";
}

class ImageLocality final : public Plugin {
    class Images final : public Step {
    public:
        Images(std::vector<std::string> images, const Cycle& cycle)
            : m_images(std::move(images)), m_nodeCount(static_cast<std::int64_t>(cycle.nodes.size())) {
            for (const std::string& image : m_images) {
                const auto found = cycle.totals.imageHolders.find(image);
                m_holders.push_back(found == cycle.totals.imageHolders.end() ? 0 : found->second);
            }
        }
        bool anyHeld() const {
            return std::ranges::any_of(m_holders, [](std::int64_t holders) { return holders > 0; });
        }
        std::int64_t score(const NodeInfo& node) override {
            std::int64_t sum = 0;
            for (std::size_t i = 0; i < m_images.size() && node.imageBytes; ++i)
                if (const auto found = node.imageBytes->find(m_images[i]); found != node.imageBytes->end())
                    sum += found->second * m_holders[i] / m_nodeCount;
            const std::int64_t maximum = kMaximumBytesPerContainer * static_cast<std::int64_t>(m_images.size());
            return kMaxScore * (std::clamp(sum, kMinimumBytes, maximum) - kMinimumBytes) / (maximum - kMinimumBytes);
        }

    private:
        std::vector<std::string> m_images;
        std::vector<std::int64_t> m_holders;
        std::int64_t m_nodeCount;
    };

public:
    std::string_view name() const override { return "ImageLocality"; }
    Prepared prepare(const Cycle& cycle) const override {
        if (cycle.totals.imageHolders.empty()) return {};
        std::vector<std::string> images;
        const corev1::PodSpec& spec = cycle.pod.pod->spec;
        for (const corev1::Container& container : spec.initContainers) images.push_back(withTag(container.image));
        for (const corev1::Container& container : spec.containers) images.push_back(withTag(container.image));
        auto step = std::make_unique<Images>(std::move(images), cycle);
        Prepared prepared;
        if (step->anyHeld()) prepared = {.step = std::move(step), .scores = true};
        return prepared;
    }
};

}  // namespace

std::unique_ptr<Plugin> makeImageLocality() {
    return std::make_unique<ImageLocality>();
}

}  // namespace armillary::scheduler
