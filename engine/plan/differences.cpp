#include <boost/json/value.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "engine/plan/change.h"
#include "engine/schema/json_document.h"

namespace armillary::plan {

namespace {

using boost::json::value;

/// What servers and appliers write, and nobody else.
constexpr auto kOfServers =
    std::to_array<std::string_view>({"status", "metadata.managedFields", "metadata.resourceVersion", "metadata.uid",
                                     "metadata.generation", "metadata.creationTimestamp", "metadata.selfLink",
                                     "metadata.deletionTimestamp", "metadata.deletionGracePeriodSeconds",
                                     R"(metadata.annotations["kubectl.kubernetes.io/last-applied-configuration"])",
                                     R"(metadata.annotations["deployment.kubernetes.io/revision"])"});

/// What of a Secret is none.
constexpr auto kOpenOfSecrets =
    std::to_array<std::string_view>({"apiVersion", "kind", "metadata", "type", "immutable"});

constexpr std::string_view kHidden = "\"(hidden)\"";

/// How the schema knows a place: as a struct, or as a list or map that a field holds; neither where nothing is known.
struct Known {
    const schema::TypeInfo* type = nullptr;
    const schema::FieldInfo* field = nullptr;
};

const schema::FieldInfo* fieldNamed(const schema::TypeInfo& type, std::string_view name) {
    for (const auto& field : type.fields)
        if (field.jsonName == name) return &field;
    for (const auto& inlined : type.inlines)
        if (const auto* field = fieldNamed(*inlined.type, name)) return field;
    return nullptr;
}

Known elementOf(const Known& known) {
    if (!known.field || known.field->kind != schema::Kind::Struct) return {};
    return {known.field->type, nullptr};
}

Known memberOf(const Known& known, std::string_view name) {
    if (known.field) return known.field->shape == schema::Shape::Map ? elementOf(known) : Known();
    const auto* field = known.type ? fieldNamed(*known.type, name) : nullptr;
    if (!field) return {};
    const bool many = field->shape == schema::Shape::List || field->shape == schema::Shape::Map;
    if (many) return {nullptr, field};
    if (field->kind != schema::Kind::Struct) return {};
    // A struct that stands for a bare list.
    if (field->type->listWrapper) return {nullptr, &field->type->fields.front()};
    return {field->type, nullptr};
}

bool isPlain(std::string_view key) {
    return !key.empty() && std::ranges::all_of(key, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

std::string textOf(const value& value) {
    std::string out;
    schema::writeDocument(out, value);
    return out;
}

/// As a path shows it: strings without their quotes.
std::string plainText(const value& value) {
    return value.is_string() ? std::string(value.get_string()) : textOf(value);
}

std::vector<std::string_view> keysOf(const Known& list) {
    std::vector<std::string_view> keys;
    if (!list.field) return keys;
    std::string_view rest = list.field->listType == schema::ListType::Map ? list.field->listMapKeys
                            : list.field->patchStrategy.contains("merge") ? list.field->patchMergeKey
                                                                          : std::string_view();
    while (!rest.empty()) {
        const auto comma = rest.find(',');
        keys.push_back(rest.substr(0, comma));
        rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    }
    return keys;
}

class Differ {
public:
    explicit Differ(bool secret) : m_secret(secret) {}

    void compare(const Known& known, const value* before, const value* after, const std::string& path) {
        if (before && before->is_null()) before = nullptr;
        if (after && after->is_null()) after = nullptr;
        if ((!before && !after) || (before && after && *before == *after)) return;
        if (std::ranges::contains(kOfServers, path)) return;
        static const value kEmpty = boost::json::object();
        // Members one by one where they are of interest by themselves.
        const bool open = path.empty() || path == "metadata" || path == "metadata.annotations" || isHidden(path);
        if (open && !before && after->is_object()) before = &kEmpty;
        if (open && !after && before->is_object()) after = &kEmpty;
        if (before && after && before->is_object() && after->is_object())
            return objects(known, before->get_object(), after->get_object(), path);
        if (before && after && before->is_array() && after->is_array())
            return lists(known, before->get_array(), after->get_array(), path);
        add(path, before, after);
    }
    std::vector<FieldDifference> take() { return std::move(m_found); }

private:
    using Items = std::map<std::string, const value*>;

    bool isHidden(std::string_view path) const {
        return m_secret && !path.empty() && !std::ranges::contains(kOpenOfSecrets, path.substr(0, path.find('.')));
    }

    void add(const std::string& path, const value* before, const value* after) {
        if (m_found.size() >= kMostDifferences) return;
        const auto shown = [&](const value* value) {
            return !value ? std::string() : isHidden(path) ? std::string(kHidden) : textOf(*value);
        };
        m_found.push_back({path, shown(before), shown(after)});
    }

    void objects(const Known& known, const boost::json::object& before, const boost::json::object& after,
                 const std::string& path) {
        const auto at = [&](std::string_view key) {
            if (!isPlain(key)) {
                std::string quoted;
                schema::writeDocument(quoted, value(key));
                return path + "[" + quoted + "]";
            }
            return path.empty() ? std::string(key) : path + "." + std::string(key);
        };
        for (const auto& member : before)
            compare(memberOf(known, member.key()), &member.value(), after.if_contains(member.key()), at(member.key()));
        for (const auto& member : after)
            if (!before.contains(member.key()))
                compare(memberOf(known, member.key()), nullptr, &member.value(), at(member.key()));
    }

    void lists(const Known& known, const boost::json::array& before, const boost::json::array& after,
               const std::string& path) {
        const auto old = named(known, before), now = named(known, after);
        if (!old || !now) return byPlace(known, before, after, path);
        const auto in = [](const Items& items, const std::string& name) {
            const auto found = items.find(name);
            return found == items.end() ? nullptr : found->second;
        };
        for (const auto& [name, item] : *old) compare(elementOf(known), item, in(*now, name), path + name);
        for (const auto& [name, item] : *now)
            if (!old->contains(name)) compare(elementOf(known), nullptr, item, path + name);
    }

    /// Items by what tells them apart: "[name=web]". None where nothing does.
    static std::optional<Items> named(const Known& known, const boost::json::array& list) {
        const bool set = known.field && known.field->listType == schema::ListType::Set;
        auto keys = keysOf(known);
        // Nobody has said of a custom kind's list how it is to be read; its items' names tell.
        if (!known.field) keys = {"name"};
        if (!set && keys.empty()) return std::nullopt;
        Items items;
        for (const value& item : list) {
            std::string name;
            if (set && item.is_primitive()) name = "=" + plainText(item);
            for (const std::string_view key : keys) {
                const value* text = item.is_object() ? item.get_object().if_contains(key) : nullptr;
                if (!text || !text->is_primitive()) continue;
                name += (name.empty() ? "" : ",") + std::string(key) + "=" + plainText(*text);
            }
            if (name.empty() || !items.emplace("[" + name + "]", &item).second) return std::nullopt;
        }
        return items;
    }

    /// What both begin with and end with aside, one item after the other.
    void byPlace(const Known& known, const boost::json::array& before, const boost::json::array& after,
                 const std::string& path) {
        std::size_t begin = 0, beforeEnd = before.size(), afterEnd = after.size();
        while (begin < beforeEnd && begin < afterEnd && before[begin] == after[begin]) ++begin;
        while (beforeEnd > begin && afterEnd > begin && before[beforeEnd - 1] == after[afterEnd - 1])
            --beforeEnd, --afterEnd;
        for (std::size_t i = begin; i < std::max(beforeEnd, afterEnd); ++i)
            compare(elementOf(known), i < beforeEnd ? &before[i] : nullptr, i < afterEnd ? &after[i] : nullptr,
                    path + "[" + std::to_string(i) + "]");
    }

    bool m_secret;
    std::vector<FieldDifference> m_found;
};

std::optional<value> documentOf(const ObjectRef& object) {
    if (!object) return boost::json::object();
    auto read = schema::parseDocument(object->json());
    return read ? std::optional(std::move(*read)) : std::nullopt;
}

}  // namespace

std::vector<FieldDifference> differencesOf(const States& states) {
    const auto before = documentOf(states.before), after = documentOf(states.after);
    if (!before || !after || (!states.before && !states.after)) return {};
    const Object& object = states.after ? *states.after : *states.before;
    const auto* row = rowOf(object);
    Differ differ(object.kind() == "Secret" && object.apiVersion() == "v1");
    differ.compare({row ? row->type : nullptr, nullptr}, &*before, &*after, {});
    return differ.take();
}

std::vector<FieldDifference> differences(const ObjectRef& before, const ObjectRef& after) {
    return differencesOf(asKept(before, after));
}

}  // namespace armillary::plan
