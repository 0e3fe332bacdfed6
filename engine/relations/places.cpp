#include "engine/relations/places.h"

#include <algorithm>
#include <charconv>

#include "engine/schema/json_document.h"

namespace armillary::relations {

namespace {

bool isPlainName(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    });
}

void collect(const boost::json::value& root, const Pattern& pattern, std::size_t step, const Place& place,
             std::vector<Place>& found) {
    if (step == pattern.size()) {
        found.push_back(place);
        return;
    }
    for (const std::string& name : pattern[step].names) {
        const Place here = place + name;
        if (!at(root, here)) continue;
        if (!pattern[step].all) {
            collect(root, pattern, step + 1, here, found);
            continue;
        }
        if (!at(root, here)->is_array()) continue;
        for (std::size_t i = 0; i < sizeAt(root, here); ++i) collect(root, pattern, step + 1, here + i, found);
    }
}

}  // namespace

std::string text(const Place& place) {
    std::string out;
    for (const auto& step : place) {
        if (const auto* index = std::get_if<std::size_t>(&step)) {
            out += "[" + std::to_string(*index) + "]";
            continue;
        }
        const auto& name = std::get<std::string>(step);
        if (isPlainName(name))
            out += (out.empty() ? "" : ".") + name;
        else
            out += "[" + jsonOf(boost::json::value(name)) + "]";
    }
    return out;
}

Place placeOf(std::string_view path) {
    Place place;
    while (!path.empty()) {
        if (path.front() == '[') {
            std::size_t index = 0;
            const auto [end, error] = std::from_chars(path.data() + 1, path.data() + path.size(), index);
            if (error != std::errc()) return {};
            path.remove_prefix(static_cast<std::size_t>(end - path.data()));
            if (!path.starts_with(']')) return {};
            path.remove_prefix(1);
            place.emplace_back(index);
            continue;
        }
        if (path.front() == '.') path.remove_prefix(1);
        const auto end = std::min(path.find_first_of(".["), path.size());
        if (end == 0) return {};
        place.emplace_back(std::string(path.substr(0, end)));
        path.remove_prefix(end);
    }
    return place;
}

Place operator+(Place place, std::string name) {
    place.emplace_back(std::move(name));
    return place;
}
Place operator+(Place place, std::size_t index) {
    place.emplace_back(index);
    return place;
}
Place front(const Place& place, std::size_t steps) {
    return {place.begin(), place.begin() + static_cast<std::ptrdiff_t>(std::min(steps, place.size()))};
}

const boost::json::value* at(const boost::json::value& root, const Place& place) {
    const auto* value = &root;
    for (const auto& step : place) {
        if (const auto* index = std::get_if<std::size_t>(&step)) {
            if (!value->is_array() || *index >= value->get_array().size()) return nullptr;
            value = &value->get_array()[*index];
        } else {
            value = value->is_object() ? value->get_object().if_contains(std::get<std::string>(step)) : nullptr;
            if (!value || value->is_null()) return nullptr;
        }
    }
    return value;
}

std::string textAt(const boost::json::value& root, const Place& place) {
    const auto* value = at(root, place);
    if (!value) return {};
    if (value->is_string()) return std::string(value->get_string());
    return value->is_int64() ? std::to_string(value->get_int64()) : std::string();
}

std::size_t sizeAt(const boost::json::value& root, const Place& place) {
    const auto* value = at(root, place);
    if (!value) return 0;
    return value->is_array() ? value->get_array().size() : value->is_object() ? value->get_object().size() : 0;
}

std::string jsonOf(const boost::json::value& value) {
    std::string out;
    schema::writeDocument(out, value);
    return out;
}

Pattern patternOf(std::string_view path) {
    Pattern pattern;
    while (!path.empty()) {
        const auto dot = path.find('.');
        std::string_view step = path.substr(0, dot);
        path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
        PatternStep& made = pattern.emplace_back();
        made.all = step.ends_with("[]");
        if (made.all) step.remove_suffix(2);
        while (!step.empty()) {
            const auto bar = step.find('|');
            made.names.emplace_back(step.substr(0, bar));
            step = bar == std::string_view::npos ? std::string_view() : step.substr(bar + 1);
        }
    }
    return pattern;
}

bool matches(const Pattern& pattern, const Place& place) {
    std::size_t i = 0;
    for (const PatternStep& step : pattern) {
        const auto* name = i < place.size() ? std::get_if<std::string>(&place[i]) : nullptr;
        if (!name || !std::ranges::contains(step.names, *name)) return false;
        ++i;
        if (!step.all) continue;
        if (i == place.size() || !std::holds_alternative<std::size_t>(place[i])) return false;
        ++i;
    }
    return true;
}

std::size_t behindLastList(const Pattern& pattern) {
    for (std::size_t i = pattern.size(); i > 0; --i)
        if (pattern[i - 1].all) return i;
    return 0;
}

std::vector<Place> placesOf(const boost::json::value& root, const Pattern& pattern) {
    std::vector<Place> found;
    collect(root, pattern, 0, {}, found);
    return found;
}

Place plain(const Pattern& pattern) {
    Place place;
    for (const PatternStep& step : pattern) place.emplace_back(step.names.front());
    return place;
}

boost::json::value nested(const Pattern& pattern, std::size_t first, boost::json::value value) {
    for (std::size_t i = pattern.size(); i > first; --i) {
        boost::json::object holder;
        holder[pattern[i - 1].names.front()] = std::move(value);
        value = std::move(holder);
        if (pattern[i - 1].all) {
            // A step with a list that is made: the list with its one item under the name.
            auto& made = value.get_object()[pattern[i - 1].names.front()];
            made = boost::json::array{std::move(made)};
        }
    }
    return value;
}

}  // namespace armillary::relations
