#include "engine/manifest/reference_field.h"

#include <algorithm>
#include <span>

namespace armillary::manifest {

namespace {

using Steps = std::span<const Step>;

/// The next part of a path of the table, up to its dot.
std::string_view takePart(std::string_view& pattern) {
    const auto dot = std::min(pattern.find('.'), pattern.size());
    const auto part = pattern.substr(0, dot);
    pattern.remove_prefix(std::min(dot + 1, pattern.size()));
    return part;
}

/// Whether the path leads along the pattern: "containers|initContainers[].envFrom[]".
bool takePattern(Steps& path, std::string_view pattern) {
    while (!pattern.empty()) {
        std::string_view part = takePart(pattern);
        const auto brackets = std::min(part.find('['), part.size());
        std::string_view names = part.substr(0, brackets);
        bool named = false;
        if (path.empty() || path[0].kind != Step::Kind::Key) return false;
        while (!names.empty()) {
            const auto bar = std::min(names.find('|'), names.size());
            named |= names.substr(0, bar) == path[0].key;
            names.remove_prefix(std::min(bar + 1, names.size()));
        }
        if (!named) return false;
        path = path.subspan(1);
        for (auto rest = part.substr(brackets); rest.starts_with("[]"); rest.remove_prefix(2)) {
            if (path.empty() || path[0].kind == Step::Kind::Key) return false;
            path = path.subspan(1);
        }
    }
    return true;
}

bool leads(Steps path, std::string_view from, std::string_view pattern, const relations::Kind& kind) {
    if (from == "workload") {
        const auto where = relations::podTemplateOf(kind);
        if (where.spec.empty() || !takePattern(path, where.spec)) return false;
    } else if (from != kind.text()) {
        return false;
    }
    return takePattern(path, pattern) && path.empty();
}

std::string apiGroupOf(std::string_view apiVersion) {
    const auto slash = apiVersion.find('/');
    return slash == std::string_view::npos ? std::string() : std::string(apiVersion.substr(0, slash));
}

/// The kind that a row of the table leads to by a path; nothing where no row does. "*" is no kind.
std::optional<std::string> targetOf(const TextPlace& place, Steps path) {
    const relations::Kind kind{apiGroupOf(place.apiVersion), place.kind};
    for (const auto& row : relations::table())
        if (row.relation != relations::relation::kClaims && leads(path, row.from, row.path, kind)) return row.to;
    return std::nullopt;
}

std::optional<ReferenceField> referenceBy(std::string_view text, const TextPlace& place, Steps path,
                                          const Sketch& holder) {
    const auto target = targetOf(place, path);
    if (!target) return std::nullopt;
    ReferenceField field;
    const auto dot = target->find('.');
    field.kind = {dot == std::string::npos ? std::string() : target->substr(dot + 1), target->substr(0, dot)};
    if (const std::string said = sketchTextAt(text, holder, "kind"); !said.empty()) {
        field.kind = {sketchTextAt(text, holder, "apiGroup"), said};
        if (field.kind.group.empty()) field.kind.group = sketchTextAt(text, holder, "group");
        if (field.kind.group.empty()) field.kind.group = apiGroupOf(sketchTextAt(text, holder, "apiVersion"));
    }
    if (field.kind.name == "*") return std::nullopt;
    field.namespace_ = sketchTextAt(text, holder, "namespace");
    if (field.namespace_.empty()) field.namespace_ = place.namespace_;
    return field;
}

}  // namespace

std::optional<ReferenceField> referenceAt(std::string_view text, const SketchPlace& found) {
    if (found.way.empty() || found.way.size() != found.place.path.size()) return std::nullopt;
    return referenceBy(text, found.place, found.place.path, *found.way.back().holder);
}

std::optional<relations::ObjectId> keyHolderAt(std::string_view text, const SketchPlace& found) {
    const auto& path = found.place.path;
    if (path.empty() || path.back() != Step::member("key") || found.way.size() != path.size()) return std::nullopt;
    // Beside the key, or beside the list of items of which it is one.
    const bool inItems = path.size() > 3 && path[path.size() - 3] == Step::member("items");
    const std::size_t level = path.size() - (inItems ? 3 : 1);
    const Sketch& holder = *found.way[level].holder;
    for (const std::string_view field : {"name", "secretName"}) {
        Path beside(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(level));
        beside.push_back(Step::member(std::string(field)));
        const std::string name = sketchTextAt(text, holder, field);
        const auto reference = referenceBy(text, found.place, beside, holder);
        if (!name.empty() && reference) return relations::ObjectId{reference->kind, reference->namespace_, name};
    }
    return std::nullopt;
}

}  // namespace armillary::manifest
