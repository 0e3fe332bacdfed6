#include "engine/manifest/locate.h"

#include <algorithm>
#include <format>

#include "engine/manifest/value.h"

namespace armillary::manifest {

namespace {

Refusal refuse(std::string_view reason, const Path& path, std::size_t steps, std::string_view what) {
    const Path part(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(steps));
    return {reason, std::format("{}: {}", part.empty() ? "the document" : print(part), what)};
}

bool isNull(const Node& node) {
    return node.form == Form::Scalar && node.style == Style::Plain && valueOf(node)->isNull();
}

/// The entry of a key, the mapping's own before what merge keys bring.
std::expected<std::optional<Hop>, Refusal> findKey(const Node& mapping, const Path& path, std::size_t step) {
    const std::string& key = path[step].key;
    const auto isIt = [&](const Entry& entry) { return !entry.isMerge() && resolved(*entry.key).text == key; };
    const auto own = std::ranges::count_if(mapping.entries, isIt);
    if (own > 1) return std::unexpected(refuse(refusal::kAmbiguous, path, step + 1, "the key is there more than once"));
    if (own == 1) return Hop{&mapping, &*std::ranges::find_if(mapping.entries, isIt)};
    if (std::ranges::none_of(mapping.entries, &Entry::isMerge)) return std::nullopt;
    const auto entries = effectiveEntries(mapping);
    if (!entries) return std::unexpected(refuse(refusal::kUnreadable, path, step, entries.error()));
    for (const auto& [entry, merge] : *entries)
        if (merge && resolved(*entry->key).text == key) return Hop{&mapping, entry, merge};
    return std::nullopt;
}

bool matches(const Node& item, const Step& step) {
    const Node& node = resolved(item);
    if (node.form != Form::Mapping) return false;
    const auto found = findKey(node, {Step::member(step.key)}, 0);
    if (!found || !*found) return false;
    const Node& value = resolved(*(*found)->entry->value);
    return value.form == Form::Scalar && value.text == step.value;
}

std::expected<std::optional<Hop>, Refusal> findItem(const Node& list, const Path& path, std::size_t at) {
    const Step& step = path[at];
    if (step.kind == Step::Kind::Index) {
        if (step.index >= list.entries.size()) return std::nullopt;
        return Hop{&list, &list.entries[step.index]};
    }
    std::optional<Hop> found;
    for (const Entry& entry : list.entries) {
        if (!matches(*entry.value, step)) continue;
        if (found) return std::unexpected(refuse(refusal::kAmbiguous, path, at + 1, "more than one item is called so"));
        found = Hop{&list, &entry};
    }
    return found;
}

}  // namespace

std::expected<Place, Refusal> locate(const Node& root, const Path& path) {
    Place place{{}, &root, {}, 0};
    for (std::size_t i = 0; i < path.size(); ++i) {
        const Node& holder = resolved(*place.node);
        const bool byKey = path[i].kind == Step::Kind::Key;
        const Form wanted = byKey ? Form::Mapping : Form::Sequence;
        std::optional<Hop> hop;
        if (holder.form == wanted) {
            auto found = byKey ? findKey(holder, path, i) : findItem(holder, path, i);
            if (!found) return std::unexpected(found.error());
            hop = *found;
        } else if (!isNull(holder)) {
            return std::unexpected(
                refuse(refusal::kForm, path, i,
                       byKey ? "it is no mapping and has no keys" : "it is no list and has no items"));
        }
        if (!hop) {
            place.missing = path.size() - i;
            place.concrete.insert(place.concrete.end(), path.begin() + static_cast<std::ptrdiff_t>(i), path.end());
            return place;
        }
        place.concrete.push_back(byKey ? path[i]
                                       : Step::item(static_cast<std::size_t>(hop->entry - holder.entries.data())));
        place.hops.push_back(*hop);
        place.node = hop->entry->value.get();
    }
    return place;
}

const Node* find(const Node& root, const Path& path) {
    const auto place = locate(root, path);
    return place && place->missing == 0 ? &resolved(*place->node) : nullptr;
}

std::optional<std::size_t> firstDetour(const Node& root, const Place& place, std::size_t count) {
    for (std::size_t i = 0; i < std::min(count, place.hops.size()); ++i) {
        const Node& written = i == 0 ? root : *place.hops[i - 1].entry->value;
        if (written.form == Form::Alias || place.hops[i].merge) return i;
    }
    return std::nullopt;
}

}  // namespace armillary::manifest
