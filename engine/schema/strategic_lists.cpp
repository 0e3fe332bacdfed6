#include "engine/schema/strategic_lists.h"

#include <algorithm>
#include <format>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "engine/schema/json_document.h"

namespace armillary::schema::strategic {

namespace {

using Positions = std::unordered_map<std::string, std::size_t>;

[[noreturn]] void refuse(std::string sentence) {
    throw Refusal{std::move(sentence)};
}

/// Distinguishes 1, 1.0 and "1", as Go's comparison of interface values does.
std::string tagged(const json::value& value) {
    std::string out(1, static_cast<char>('0' + static_cast<int>(value.kind())));
    writeDocument(out, value);
    return out;
}

/// The first position of each element.
Positions positionsOf(const json::array& list, std::string_view mergeKey) {
    Positions positions;
    for (std::size_t i = 0; i < list.size(); ++i) positions.try_emplace(identity(list[i], mergeKey), i);
    return positions;
}

std::optional<std::size_t> lookUp(const Positions& positions, const std::string& key) {
    const auto found = positions.find(key);
    return found == positions.end() ? std::nullopt : std::optional(found->second);
}

/// An element on its way to its place.
struct Ranked {
    json::value value;
    std::size_t wanted;                   ///< its rank in its own list
    std::optional<std::size_t> original;  ///< its position in the server's list
};

const json::value* directiveOf(const json::value& element) {
    const json::object* object = element.if_object();
    return object ? object->if_contains(kDirective) : nullptr;
}

/// Takes the elements with a directive out of `patch`, applying deletions to `original`. True when the rest of the
/// patch replaces the list.
bool takeDirectives(json::array& original, json::array& patch, std::string_view mergeKey) {
    std::unordered_set<std::string> deleted;
    bool replaces = false;
    json::array rest;
    for (json::value& element : patch) {
        const json::value* directive = directiveOf(element);
        if (!directive) {
            rest.push_back(std::move(element));
        } else if (*directive == "delete") {
            deleted.insert(identity(element, mergeKey));
        } else if (*directive == "replace") {
            replaces = true;
        } else if (*directive == "merge") {
            refuse("merging lists cannot yet be specified in the patch");
        } else {
            refuse(std::format("unknown patch type: {} in map: {}", goText(*directive), goText(element)));
        }
    }
    patch = std::move(rest);
    if (!deleted.empty()) {
        json::array kept;
        for (json::value& element : original) {
            const json::value* key = element.as_object().if_contains(mergeKey);
            if (!key || !deleted.contains(tagged(*key))) kept.push_back(std::move(element));
        }
        original = std::move(kept);
    }
    return replaces;
}

}  // namespace

bool holdsObjects(const json::array& left, const json::array& right) {
    const json::value* first = nullptr;
    for (const json::array* list : {&left, &right}) {
        for (const json::value& element : *list) {
            if (element.is_array()) refuse("lists of lists are not supported");
            if (!first) first = &element;
            if (first->kind() == element.kind()) continue;
            refuse(std::format("list element types are not identical: [{} {}]", goText(left), goText(right)));
        }
    }
    return first && first->is_object();
}

std::string identity(const json::value& element, std::string_view mergeKey) {
    if (mergeKey.empty()) return tagged(element);
    const json::object* object = element.if_object();
    if (!object) refuse(std::format("expected a map[string]interface {{}}, but received a {}", goKind(element)));
    const json::value* key = object->if_contains(mergeKey);
    if (!key) refuse(std::format("map: {} does not contain declared merge key: {}", goText(element), mergeKey));
    return tagged(*key);
}

json::array mergeObjects(json::array original, json::array patch, std::string_view mergeKey,
                         const MergeObjects& merge) {
    if (takeDirectives(original, patch, mergeKey)) return patch;
    const json::array before = original;
    Positions positions;
    for (std::size_t i = 0; i < original.size(); ++i) {
        // An element of the server's list may lack the key; it is matched by none.
        if (const json::value* key = original[i].as_object().if_contains(mergeKey))
            positions.try_emplace(tagged(*key), i);
    }
    const json::array wanted = patch;
    for (json::value& element : patch) {
        const std::string key = identity(element, mergeKey);
        if (const auto place = lookUp(positions, key)) {
            merge(original[*place].get_object(), element.get_object());
        } else {
            positions.emplace(key, original.size());
            original.push_back(std::move(element));
        }
    }
    return ordered(std::move(original), wanted, before, mergeKey);
}

json::array mergeScalars(json::array original, const json::array& patch) {
    const json::array before = original;
    original.insert(original.end(), patch.begin(), patch.end());
    std::unordered_set<std::string> seen;
    json::array merged;
    for (json::value& element : original) {
        if (seen.insert(tagged(element)).second) merged.push_back(std::move(element));
    }
    return ordered(std::move(merged), patch, before, {});
}

json::array without(const json::array& from, const json::array& unwanted) {
    std::unordered_set<std::string> gone;
    for (const json::value& element : unwanted) gone.insert(tagged(element));
    json::array kept;
    for (const json::value& element : from) {
        if (!gone.contains(tagged(element))) kept.push_back(element);
    }
    return kept;
}

json::array ordered(json::array merged, const json::array& wanted, const json::array& original,
                    std::string_view mergeKey) {
    const Positions wantedAt = positionsOf(wanted, mergeKey);
    const Positions originalAt = positionsOf(original, mergeKey);
    std::vector<Ranked> patched, serverOnly;
    for (json::value& element : merged) {
        const std::string key = identity(element, mergeKey);
        const auto before = lookUp(originalAt, key);
        if (const auto place = lookUp(wantedAt, key)) {
            patched.push_back({std::move(element), *place, before});
        } else {
            serverOnly.push_back({std::move(element), before.value_or(original.size()), before});
        }
    }
    std::ranges::stable_sort(patched, {}, &Ranked::wanted);
    std::ranges::stable_sort(serverOnly, {}, &Ranked::wanted);
    json::array all;
    auto left = serverOnly.begin();
    auto right = patched.begin();
    while (left != serverOnly.end() || right != patched.end()) {
        const bool takesLeft = right == patched.end() || (left != serverOnly.end() && left->original &&
                                                          right->original && *left->original < *right->original);
        all.push_back(std::move(takesLeft ? left++->value : right++->value));
    }
    return all;
}

void checkOrder(const json::array& patch, const json::array& wanted, std::string_view mergeKey) {
    if (patch.empty() || wanted.empty()) return;
    std::size_t next = 0;
    for (const json::value& element : patch) {
        if (!mergeKey.empty() && directiveOf(element)) continue;
        const std::string key = identity(element, mergeKey);
        while (next < wanted.size() && identity(wanted[next], mergeKey) != key) ++next;
        if (next == wanted.size()) {
            refuse(std::format("The order in patch list:\n{}\n doesn't match $setElementOrder list:\n{}\n",
                               goText(patch), goText(wanted)));
        }
        ++next;
    }
}

}  // namespace armillary::schema::strategic
