#include <algorithm>
#include <format>
#include <unordered_set>

#include "engine/schema/json_document.h"
#include "engine/schema/patch.h"
#include "engine/schema/strategic_lists.h"

namespace armillary::schema {

namespace {

using namespace strategic;

constexpr std::string_view kRetainKeys = "$retainKeys";
constexpr std::string_view kDeleteFromList = "$deleteFromPrimitiveList";
constexpr std::string_view kElementOrder = "$setElementOrder";

[[noreturn]] void refuse(std::string sentence) {
    throw Refusal{std::move(sentence)};
}

/// What the tables know about a value: that it is a struct, a map of structs, or nothing at all.
struct Schema {
    const TypeInfo* type = nullptr;
    bool map = false;
    bool known() const { return type && !map; }
};

/// How a member is patched.
struct Member {
    Schema schema;  ///< of the member, or of a list's elements
    bool list = false;
    bool merges = false;    ///< a list: strategy "merge"
    bool replaces = false;  ///< an object: strategy "replace"
    std::string_view mergeKey;
};

const FieldInfo* findField(const TypeInfo& type, std::string_view name) {
    for (const FieldInfo& field : type.fields) {
        if (field.jsonName == name) return &field;
    }
    for (const InlineInfo& base : type.inlines) {
        if (const FieldInfo* field = findField(*base.type, name)) return field;
    }
    return nullptr;
}

Member memberOf(const Schema& schema, std::string_view name) {
    Member member;
    if (schema.map) {
        member.schema.type = schema.type;
        return member;
    }
    if (!schema.type) return member;
    const FieldInfo* field = findField(*schema.type, name);
    if (!field) {
        refuse(std::format("unable to find api field in struct {} for the json field \"{}\"", schema.type->name, name));
    }
    // Strategies come as "merge,retainKeys"; retainKeys is honoured wherever a patch asks for it.
    member.merges = field->patchStrategy.starts_with("merge");
    member.replaces = field->patchStrategy.starts_with("replace");
    member.mergeKey = field->patchMergeKey;
    member.list = field->shape == Shape::List;
    member.schema.type = field->kind == Kind::Struct ? field->type : nullptr;
    member.schema.map = field->shape == Shape::Map;
    return member;
}

json::array& arrayOf(json::value& value) {
    if (json::array* array = value.if_array()) return *array;
    refuse(std::format("expected a []interface {{}}, but received a {}", goKind(value)));
}

/// Nulls in a value that has nothing to delete mean nothing.
void dropNulls(json::value& value) {
    if (json::array* array = value.if_array()) {
        for (json::value& element : *array) dropNulls(element);
    } else if (json::object* object = value.if_object()) {
        for (auto member = object->begin(); member != object->end();) {
            if (member->value().is_null()) {
                member = object->erase(member);
            } else {
                dropNulls(member->value());
                ++member;
            }
        }
    }
}

/// Takes away everything that carries a $patch directive; false when that is `value` itself.
bool dropDirectives(json::value& value) {
    if (json::object* object = value.if_object()) {
        if (object->contains(kDirective)) return false;
        for (auto member = object->begin(); member != object->end();) {
            member = dropDirectives(member->value()) ? std::next(member) : object->erase(member);
        }
    } else if (json::array* array = value.if_array()) {
        json::array kept;
        for (json::value& element : *array) {
            if (dropDirectives(element)) kept.push_back(std::move(element));
        }
        *array = std::move(kept);
    }
    return true;
}

void assign(json::object& original, std::string_view name, json::value value) {
    dropNulls(value);
    if (dropDirectives(value)) {
        original.insert_or_assign(name, std::move(value));
    } else {
        original.erase(name);
    }
}

/// The member that "$directive/member" is about.
std::string_view subject(std::string_view key, std::string_view sentence) {
    const std::size_t slash = key.find('/');
    if (slash == std::string_view::npos) refuse(std::string(sentence));
    return key.substr(slash + 1);
}

bool names(std::string_view key, std::string_view directive) {
    return key.starts_with(directive) && (key.size() == directive.size() || key[directive.size()] == '/');
}

/// Leaves only the members that the patch's $retainKeys lists.
void retainKeys(json::object& original, json::object& patch) {
    const auto directive = patch.find(kRetainKeys);
    if (directive == patch.end()) return;
    const json::value list = std::move(directive->value());
    patch.erase(directive);
    constexpr std::string_view kBadFormat = "invalid patch format of retainKeys";
    if (!list.is_array()) refuse(std::string(kBadFormat));
    std::unordered_set<std::string_view> kept;
    for (const json::value& name : list.get_array()) {
        if (name.is_string()) kept.insert(std::string_view(name.get_string()));
    }
    for (const json::key_value_pair& member : patch) {
        const std::string_view key = member.key();
        if (member.value().is_null() || names(key, kDeleteFromList) || names(key, kElementOrder)) continue;
        if (!kept.contains(key)) refuse(std::string(kBadFormat));
    }
    for (auto member = original.begin(); member != original.end();) {
        member = kept.contains(member->key()) ? std::next(member) : original.erase(member);
    }
}

void mergeMap(json::object& original, json::object& patch, const Schema& schema);

json::array mergeLists(json::array original, json::array patch, const Member& member) {
    if (!member.merges) return patch;
    if (original.empty() && patch.empty()) return original;
    if (!holdsObjects(original, patch)) return mergeScalars(std::move(original), patch);
    if (member.mergeKey.empty()) refuse("cannot merge lists without merge key for struct");
    return mergeObjects(std::move(original), std::move(patch), member.mergeKey,
                        [&](json::object& left, json::object& right) { mergeMap(left, right, member.schema); });
}

/// One "$setElementOrder/name": merges the member's list and puts it in the wanted order.
void applyElementOrder(json::object& original, json::object& patch, std::string_view name, const json::array& wanted,
                       const Schema& schema) {
    json::value* old = original.if_contains(name);
    const auto change = patch.find(name);
    if (change != patch.end() && change->value().is_null()) return;
    const json::array before = old ? arrayOf(*old) : json::array();
    json::array changes = change != patch.end() ? arrayOf(change->value()) : json::array();
    const Member member = memberOf(schema, name);
    checkOrder(changes, wanted, member.mergeKey);
    if (!old && change == patch.end()) return;
    json::value merged = before;
    if (!old) {
        merged = std::move(changes);
        dropDirectives(merged);
    } else if (change != patch.end()) {
        merged = mergeLists(before, std::move(changes), member);
    }
    original.insert_or_assign(name, ordered(std::move(merged.get_array()), wanted, before, member.mergeKey));
    if (change != patch.end()) patch.erase(change);
}

void applyElementOrders(json::object& original, json::object& patch, const Schema& schema) {
    std::vector<std::pair<std::string, json::value>> orders;
    for (json::key_value_pair& member : patch) {
        if (names(member.key(), kElementOrder)) orders.emplace_back(member.key(), std::move(member.value()));
    }
    for (auto& [key, value] : orders) {
        patch.erase(key);
        json::array& wanted = arrayOf(value);
        const std::string_view name = subject(key, "invalid patch format of setElementOrder list");
        applyElementOrder(original, patch, name, wanted, schema);
    }
}

void mergeMember(json::object& original, std::string_view name, json::value& change, const Schema& schema) {
    json::value* old = original.if_contains(name);
    if (change.is_null()) {
        original.erase(name);
    } else if (old && old->is_object() && change.is_object()) {
        const Member member = memberOf(schema, name);
        if (member.replaces) {
            *old = std::move(change);
        } else {
            // A list where the table has none, or the other way about, is for the decoder to refuse.
            mergeMap(old->get_object(), change.get_object(), member.list ? Schema() : member.schema);
        }
    } else if (old && old->is_array() && change.is_array()) {
        const Member member = memberOf(schema, name);
        if (schema.known() && !member.list) refuse("expected slice or array type, but got: struct");
        *old = mergeLists(std::move(old->get_array()), std::move(change.get_array()), member);
    } else {
        assign(original, name, std::move(change));
    }
}

void deleteFromList(json::object& original, std::string_view key, json::value& unwanted, const Schema& schema) {
    constexpr std::string_view kBadFormat = "invalid patch format of primitive list";
    const std::string_view name = subject(key, kBadFormat);
    if (unwanted.is_null()) {
        original.erase(name);
        return;
    }
    json::value* old = original.if_contains(name);
    if (!old || old->kind() != unwanted.kind()) return;
    if (!old->is_array()) refuse(std::string(kBadFormat));
    static_cast<void>(memberOf(schema, name));
    json::array& list = old->get_array();
    if (holdsObjects(list, unwanted.get_array())) refuse(std::string(kBadFormat));
    list = without(list, unwanted.get_array());
}

void mergeMap(json::object& original, json::object& patch, const Schema& schema) {
    if (const json::value* directive = patch.if_contains(kDirective)) {
        if (*directive == "delete") return original.clear();
        // Upstream has "merge" for lists alone, and objects merge anyhow.
        if (*directive != "replace") {
            refuse(std::format("unknown patch type: {} in map: {}", goText(*directive), goText(patch)));
        }
        patch.erase(kDirective);
        original = std::move(patch);
        return;
    }
    retainKeys(original, patch);
    applyElementOrders(original, patch, schema);
    for (json::key_value_pair& member : patch) {
        if (names(member.key(), kDeleteFromList)) {
            deleteFromList(original, member.key(), member.value(), schema);
        } else {
            mergeMember(original, member.key(), member.value(), schema);
        }
    }
}

}  // namespace

std::expected<std::string, std::string> applyStrategicMergePatch(const TypeInfo& type, std::string_view document,
                                                                 std::string_view patch) {
    auto change = parseDocument(patch);
    if (!change) return std::unexpected(std::move(change.error()));
    if (change->is_null()) change->emplace_object();
    if (!change->is_object()) {
        return std::unexpected(
            std::format("json: cannot unmarshal {} into Go value of type map[string]interface {{}}", goKind(*change)));
    }
    auto target = parseDocument(document);
    if (!target || !target->is_object()) return std::unexpected("invalid JSON document");
    try {
        mergeMap(target->get_object(), change->get_object(), Schema{&type});
    } catch (const Refusal& refusal) {
        return std::unexpected(refusal.sentence);
    }
    std::string out;
    writeDocument(out, *target);
    return out;
}

}  // namespace armillary::schema
