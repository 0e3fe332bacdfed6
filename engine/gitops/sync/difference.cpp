#include "engine/gitops/sync/difference.h"

#include <algorithm>
#include <charconv>

#include "engine/gitops/health/fields.h"
#include "engine/gitops/render/yaml.h"
#include "engine/schema/apply/field_set.h"
#include "engine/schema/json_document.h"

namespace armillary::gitops {

namespace json = boost::json;

namespace {

bool isFor(const IgnoredDifference& rule, const relations::ObjectId& id) {
    const auto fits = [](const std::string& wanted, const std::string& is) {
        return wanted.empty() || wanted == "*" || wanted == is;
    };
    return (rule.group == "*" || rule.group == id.kind.group) && fits(rule.kind, id.kind.name) &&
           fits(rule.namespace_, id.namespace_) && fits(rule.name, id.name);
}

/// The parts of a JSON pointer (RFC 6901); none of what is no pointer.
std::vector<std::string> stepsOf(std::string_view pointer) {
    std::vector<std::string> parts;
    while (pointer.starts_with('/')) {
        pointer.remove_prefix(1);
        const auto end = std::min(pointer.find('/'), pointer.size());
        std::string part;
        for (std::size_t at = 0; at < end; ++at) {
            const bool escaped = pointer[at] == '~' && at + 1 < end;
            part += !escaped ? pointer[at] : pointer[++at] == '1' ? '/' : '~';
        }
        parts.push_back(std::move(part));
        pointer.remove_prefix(end);
    }
    return parts;
}

/// The member or item that a part names; null when there is none.
json::value* stepInto(json::value& value, const std::string& part) {
    if (value.is_object()) return value.get_object().if_contains(part);
    if (!value.is_array()) return nullptr;
    std::size_t index = 0;
    const auto [end, failed] = std::from_chars(part.data(), part.data() + part.size(), index);
    if (failed != std::errc() || end != part.data() + part.size()) return nullptr;
    return index < value.get_array().size() ? &value.get_array()[index] : nullptr;
}

void removePointer(json::object& object, const std::vector<std::string>& parts) {
    if (parts.empty()) return;
    if (parts.size() == 1) {
        object.erase(parts.front());
        return;
    }
    json::value* at = object.if_contains(parts.front());
    for (std::size_t i = 1; at != nullptr && i + 1 < parts.size(); ++i) at = stepInto(*at, parts[i]);
    if (at == nullptr) return;
    if (at->is_object()) at->get_object().erase(parts.back());
    if (json::value* const item = stepInto(*at, parts.back()); at->is_array() && item != nullptr)
        at->get_array().erase(item);
}

/// The item of a list that `k:{"name":"a"}` or `v:"x"` names; null when there is none.
json::value* itemOf(json::array& list, std::string_view element) {
    const auto key = schema::parseDocument(element.substr(2));
    if (!key) return nullptr;
    const auto found = std::ranges::find_if(list, [&](const json::value& item) {
        if (element.starts_with("v:")) return item == *key;
        if (!item.is_object() || !key->is_object()) return false;
        return std::ranges::all_of(key->get_object(), [&](const auto& member) {
            const json::value* const value = item.get_object().if_contains(member.key());
            return value != nullptr && *value == member.value();
        });
    });
    return found == list.end() ? nullptr : &*found;
}

void removeFields(json::value& value, const apply::FieldSet& fields) {
    for (const apply::FieldSet::Node& node : fields.nodes()) {
        if (value.is_object()) {
            const std::string_view name = apply::fieldName(node.element);
            json::value* const member = value.get_object().if_contains(name);
            if (member == nullptr) continue;
            if (node.below.empty()) {
                value.get_object().erase(name);
            } else {
                removeFields(*member, node.below);
            }
        } else if (value.is_array() && node.element.size() > 2) {
            json::value* const item = itemOf(value.get_array(), node.element);
            if (item == nullptr) continue;
            if (node.below.empty()) {
                value.get_array().erase(item);
            } else {
                removeFields(*item, node.below);
            }
        }
    }
}

/// What the managers own of `live`.
apply::FieldSet fieldsOf(const json::object& live, const std::vector<std::string>& managers) {
    apply::FieldSet all;
    eachObject(
        [&](const json::object& entry) {
            const json::value* const fields = entry.if_contains("fieldsV1");
            if (!std::ranges::contains(managers, wordAt(entry, "manager")) || fields == nullptr) return;
            std::string text;
            schema::writeDocument(text, *fields);
            if (const auto read = apply::readFieldsV1(text)) all = all.unitedWith(*read);
        },
        live, "metadata", "managedFields");
    return all;
}

void removeIgnored(json::object& object, const json::object& live, const relations::ObjectId& id,
                   const std::vector<IgnoredDifference>& ignored) {
    for (const IgnoredDifference& rule : ignored) {
        if (!isFor(rule, id)) continue;
        for (const std::string& pointer : rule.pointers) removePointer(object, stepsOf(pointer));
        if (rule.managers.empty()) continue;
        json::value whole = std::move(object);
        removeFields(whole, fieldsOf(live, rule.managers));
        object = std::move(whole.get_object());
    }
}

/// Without what servers count and report.
json::object essenceOf(const json::object& object) {
    json::object essence = object;
    essence.erase("status");
    if (json::value* const metadata = essence.if_contains("metadata"); metadata != nullptr && metadata->is_object())
        for (const char* field : {"managedFields", "resourceVersion", "generation", "creationTimestamp", "uid"})
            metadata->get_object().erase(field);
    return essence;
}

}  // namespace

bool wouldChange(const json::object& live, const json::object& applied, const relations::ObjectId& id,
                 const std::vector<IgnoredDifference>& ignored) {
    json::object before = essenceOf(live), after = essenceOf(applied);
    removeIgnored(before, live, id, ignored);
    removeIgnored(after, live, id, ignored);
    return before != after;
}

json::object withIgnoredKept(json::object wanted, const json::object& live, const relations::ObjectId& id,
                             const std::vector<IgnoredDifference>& ignored) {
    for (const IgnoredDifference& rule : ignored) {
        if (!isFor(rule, id)) continue;
        for (const std::string& pointer : rule.pointers) {
            const auto parts = stepsOf(pointer);
            json::value whole = std::move(wanted), there = live;
            json::value *to = &whole, *from = &there;
            for (const std::string& part : parts) {
                if (to != nullptr) to = stepInto(*to, part);
                if (from != nullptr) from = stepInto(*from, part);
            }
            if (to != nullptr && from != nullptr && !parts.empty()) *to = *from;
            wanted = std::move(whole.get_object());
            if (to != nullptr && from == nullptr) removePointer(wanted, parts);
        }
        if (rule.managers.empty()) continue;
        json::value whole = std::move(wanted);
        removeFields(whole, fieldsOf(live, rule.managers));
        wanted = std::move(whole.get_object());
    }
    return wanted;
}

json::object mergePatchOf(const json::object& before, const json::object& after) {
    json::object patch;
    for (const auto& [name, value] : before)
        if (!after.contains(name)) patch[name] = nullptr;
    for (const auto& [name, value] : after) {
        const json::value* const old = before.if_contains(name);
        if (old != nullptr && *old == value) continue;
        if (old != nullptr && old->is_object() && value.is_object()) {
            patch[name] = mergePatchOf(old->get_object(), value.get_object());
        } else {
            patch[name] = value;
        }
    }
    return patch;
}

}  // namespace armillary::gitops
