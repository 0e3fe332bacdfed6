#include "nodes/agent/volume/huge_pages.h"

#include <format>
#include <set>

namespace armillary::agent {

namespace {

/// Of "hugepages-2Mi" or "HugePages-2Mi".
std::expected<std::uint64_t, std::string> sizeIn(std::string_view name, std::string_view prefix) {
    const auto size = schema::Quantity::parse(name.substr(prefix.size()));
    if (!size || size->value() <= 0) return std::unexpected(std::format("{} names no size of pages", name));
    return static_cast<std::uint64_t>(size->value());
}

void addRequested(const std::vector<corev1::Container>& containers, std::set<std::uint64_t>& sizes) {
    for (const auto& container : containers)
        for (const auto& [name, amount] : container.resources.requests)
            if (name.starts_with(corev1::kResourceHugePagesPrefix))
                if (const auto size = sizeIn(name, corev1::kResourceHugePagesPrefix)) sizes.insert(*size);
}

}  // namespace

bool isHugePages(std::string_view medium) {
    return medium == corev1::kStorageMediumHugePages || medium.starts_with(corev1::kStorageMediumHugePagesPrefix);
}

std::expected<std::uint64_t, std::string> hugePageBytes(const corev1::Pod& pod, const std::string& medium) {
    std::set<std::uint64_t> requested;
    addRequested(pod.spec.containers, requested);
    addRequested(pod.spec.initContainers, requested);
    if (medium != corev1::kStorageMediumHugePages) {
        const auto named = sizeIn(medium, corev1::kStorageMediumHugePagesPrefix);
        if (!named || requested.contains(*named)) return named;
        requested.clear();
    }
    if (requested.empty())
        return std::unexpected(std::format(
            "medium {}: hugePages storage requested, but there is no resource request for huge pages", medium));
    if (requested.size() > 1)
        return std::unexpected(
            std::format("medium: {} can't be used if container requests multiple huge page sizes", medium));
    return *requested.begin();
}

}  // namespace armillary::agent
