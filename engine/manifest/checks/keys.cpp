#include <algorithm>
#include <array>
#include <boost/json/value.hpp>
#include <format>

#include "engine/manifest/checks/rule.h"
#include "engine/schema/json_document.h"

namespace armillary::manifest::checks {

namespace {

bool hasKey(const Subject& map, const std::string& key) {
    const auto value = map.parsed ? schema::parseDocument(map.parsed->json()) : std::unexpected(std::string());
    if (!value || !value->is_object()) return true;
    return std::ranges::any_of(std::array{"data", "binaryData", "stringData"}, [&](const char* member) {
        const auto* keys = value->get_object().if_contains(member);
        return keys && keys->is_object() && keys->get_object().contains(key);
    });
}

}  // namespace

/// missing-key: of several variants of the map, one that has it is enough.
void checkKeys(const Scene& scene, const Subject& subject, Findings& findings) {
    if (!subject.parsed) return;
    for (const auto& edge : relations::namedReferences(subject.parsed)) {
        if (edge.optional || edge.keys.empty()) continue;
        const auto maps = scene.named(edge.to);
        for (const std::string& key : edge.keys)
            if (!maps.empty() && std::ranges::none_of(maps, [&](const Subject* map) { return hasKey(*map, key); }))
                findings.addAt(subject, edge.path, Severity::Warning, "missing-key",
                               std::format("{} {} has no key {}", edge.to.kind.text(), edge.to.name, key));
    }
}

}  // namespace armillary::manifest::checks
