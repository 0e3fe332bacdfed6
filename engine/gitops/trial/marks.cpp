#include "engine/gitops/trial/marks.h"

#include <cstdint>
#include <format>

namespace armillary::gitops {

namespace {

/// `text` if it is short enough, else its beginning and a hash of the whole (FNV-1a).
std::string bounded(std::string text, std::size_t most) {
    if (text.size() <= most) return text;
    std::uint64_t hash = 14695981039346656037u;
    for (const char each : text) hash = (hash ^ static_cast<unsigned char>(each)) * 1099511628211u;
    const std::string end = std::format("-{:010x}", hash & 0xffffffffff);
    return text.substr(0, most - end.size()) + end;
}

}  // namespace

std::string trialOwner(std::string_view id) {
    return std::format("preview-{}", id);
}

std::string trialNamespace(std::string_view id, std::string_view namespace_) {
    return bounded(std::format("{}-{}", trialOwner(id), namespace_), 63);
}

std::string trialName(std::string_view id, std::string_view name) {
    return bounded(std::format("{}-{}", trialOwner(id), name), 253);
}

std::string trialHost(std::string_view id, std::string_view host) {
    if (host.empty()) return {};
    if (host.starts_with("*.")) return "*." + trialHost(id, host.substr(2));
    return std::format("{}.{}", trialOwner(id), host);
}

}  // namespace armillary::gitops
