#include <algorithm>
#include <boost/json/value.hpp>
#include <format>
#include <optional>

#include "engine/manifest/checks/fixing.h"
#include "engine/manifest/checks/rule.h"
#include "engine/schema/json_document.h"

namespace armillary::manifest::checks {

namespace {

/// A map's keys; nothing where it cannot be read.
std::optional<std::vector<std::string>> keysOf(const Subject& map) {
    const auto value = map.parsed ? schema::parseDocument(map.parsed->json()) : std::unexpected(std::string());
    if (!value || !value->is_object()) return std::nullopt;
    std::vector<std::string> found;
    for (const char* member : {"data", "binaryData", "stringData"})
        if (const auto* keys = value->get_object().if_contains(member); keys && keys->is_object())
            for (const auto& [key, content] : keys->get_object()) found.emplace_back(key);
    return found;
}

/// The key that was meant, where there is one map and it has such a one.
void offerKey(const Subject& subject, std::span<const Subject* const> maps, const relations::Edge& edge,
              const std::string& key, Finding& finding) {
    const auto dot = edge.path.rfind('.');
    const auto keys = maps.size() == 1 ? keysOf(*maps.front()) : std::nullopt;
    const auto meant = keys ? nearest(key, *keys) : std::nullopt;
    if (!meant || dot == std::string::npos) return;
    const std::string holder = edge.path.substr(0, dot);
    std::vector<std::string> places = {holder + ".key"};
    const Node* items = nodeAt(subject, holder + ".items");
    for (std::size_t i = 0; items && i < items->entries.size(); ++i)
        places.push_back(std::format("{}.items[{}].key", holder, i));
    for (const std::string& place : places)
        if (const Node* said = nodeAt(subject, place); said && said->form == Form::Scalar && said->text == key)
            return Edits(subject).set(place, yamlOf(*meant)).offer(finding, std::format("Write {}", *meant));
}

}  // namespace

/// missing-key: of several variants of the map, one that has it is enough.
void checkKeys(const Scene& scene, const Subject& subject, Findings& findings) {
    if (!subject.parsed) return;
    for (const auto& edge : relations::namedReferences(subject.parsed)) {
        if (edge.optional || edge.keys.empty()) continue;
        const auto maps = scene.named(edge.to);
        const auto has = [&](const Subject* map, const std::string& key) {
            const auto keys = keysOf(*map);
            return !keys || std::ranges::contains(*keys, key);
        };
        for (const std::string& key : edge.keys) {
            if (maps.empty() || std::ranges::any_of(maps, [&](const Subject* map) { return has(map, key); })) continue;
            Finding& finding =
                findings.addAt(subject, edge.path, Severity::Warning, "missing-key",
                               std::format("{} {} has no key {}", edge.to.kind.text(), edge.to.name, key));
            offerKey(subject, maps, edge, key, finding);
        }
    }
}

}  // namespace armillary::manifest::checks
