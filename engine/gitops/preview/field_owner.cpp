#include "engine/gitops/preview/field_owner.h"

#include <algorithm>
#include <array>

#include "engine/schema/apply/managers.h"

namespace armillary::gitops {

namespace {

/// One spelling for a path of FieldsV1 and one of a difference: steps with '/' between them.
std::string stepsOf(std::string_view path) {
    std::string steps;
    for (const char each : path) {
        if (each == '"') continue;
        const bool between = each == '.' || each == '[' || each == ']';
        if (!between) {
            steps += each;
        } else if (!steps.empty() && steps.back() != '/') {
            steps += '/';
        }
    }
    while (steps.ends_with('/')) steps.pop_back();
    return steps;
}

/// Whether one is the other, or the way to it.
bool leadsTo(std::string_view way, std::string_view place) {
    return place.starts_with(way) && (place.size() == way.size() || place[way.size()] == '/');
}

FieldOwner::Kind kindOf(std::string_view manager) {
    std::string small(manager);
    std::ranges::transform(small, small.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
    constexpr auto kPrograms = std::to_array<std::string_view>(
        {"controller", "operator", "autoscaler", "webhook", "injector", "scheduler", "argocd", "flux", "kubelet"});
    constexpr auto kHands = std::to_array<std::string_view>(
        {"kubectl", "armillary", "k9s", "lens", "openlens", "headlamp", "dashboard", "mozilla", "oc", "helm"});
    const auto has = [&](std::string_view word) { return small.contains(word); };
    const auto begins = [&](std::string_view word) { return small.starts_with(word); };
    if (std::ranges::any_of(kPrograms, has)) return FieldOwner::Kind::Controller;
    return std::ranges::any_of(kHands, begins) ? FieldOwner::Kind::Person : FieldOwner::Kind::Unknown;
}

}  // namespace

std::optional<FieldOwner> ownerOf(const Object& object, std::string_view path) {
    const std::string place = stepsOf(path);
    std::optional<FieldOwner> found;
    std::size_t nearest = 0;
    const auto managed = apply::ManagedFields::read(object.meta().managedFields);
    if (!managed) return std::nullopt;
    for (const apply::ManagedEntry& entry : managed->entries()) {
        std::size_t length = 0;
        entry.fields().leaves().each([&](apply::Path each) {
            const std::string way = stepsOf(apply::pathText(each));
            // What lies below counts as well: a list item is written down by its fields.
            if (leadsTo(way, place) || leadsTo(place, way)) length = std::max(length, way.size());
        });
        const std::string time = entry.time().isSet() ? entry.time().text() : std::string();
        if (length == 0 || length < nearest || (length == nearest && found && time < found->time)) continue;
        nearest = length;
        found = {entry.owner().manager, kindOf(entry.owner().manager), time};
    }
    return found;
}

}  // namespace armillary::gitops
