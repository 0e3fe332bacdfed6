#pragma once

#include <algorithm>
#include <boost/json/value.hpp>
#include <optional>
#include <string>

#include "engine/schema/apply/document.h"
#include "engine/schema/apply/schema_node.h"
#include "engine/schema/json_codec.h"
#include "engine/schema/table.h"

/// One value seen through two lenses, for algorithms that are written once: a struct of a generated type, and a JSON
/// document. Internal to this folder.
namespace armillary::apply {

enum class ValueKind : std::uint8_t { Absent, Null, Scalar, List, Map };

enum class Form : std::uint8_t { Map, Scalar, List, None };

/// Which of the forms that its type allows a value has; the type's first where the value does not say.
Form formOf(const SchemaNode& node, ValueKind kind);

/// A place in a document; null is absent.
struct DocumentView {
    const boost::json::value* value = nullptr;

    ValueKind kind() const;
    std::size_t size() const;  ///< of a list or map
    DocumentView at(std::size_t index) const { return {&value->get_array()[index]}; }
    DocumentView member(std::string_view name) const;
    bool equals(const DocumentView& other) const { return document::equal(*value, *other.value); }
    void appendJson(std::string& out) const;

    /// Calls visit(name, node, left, right) for every member that either has.
    template <class Visit>
    static void zip(const SchemaNode& node, DocumentView left, DocumentView right, Visit visit) {
        const auto nodeOf = [&](std::string_view name) {
            const SchemaField* field = node.field(name);
            return field ? field->node : node.other;
        };
        if (left.value)
            for (const auto& member : left.value->get_object())
                visit(std::string_view(member.key()), nodeOf(member.key()), DocumentView{&member.value()},
                      right.value ? right.member(member.key()) : DocumentView{});
        if (right.value)
            for (const auto& member : right.value->get_object())
                if (!left.value || !left.value->get_object().contains(member.key()))
                    visit(std::string_view(member.key()), nodeOf(member.key()), DocumentView{},
                          DocumentView{&member.value()});
    }
};

/// A struct, a member of one (`field`, in its shape), or an element of such a member. `here` null is absent.
struct StructView {
    const schema::TypeInfo* type = nullptr;  ///< of a struct
    const schema::FieldInfo* field = nullptr;
    bool whole = false;  ///< `here` is the member in its shape (a list, a map, an optional), not one element of it
    const void* here = nullptr;

    static StructView ofStruct(const schema::TypeInfo& type, const void* object) {
        return {&type, nullptr, false, object};
    }
    /// A member as JSON shows it: absent where it is left out.
    static StructView ofMember(const schema::FieldInfo& field, const void* object);

    ValueKind kind() const;
    std::size_t size() const;
    StructView at(std::size_t index) const;
    StructView member(std::string_view name) const;
    bool equals(const StructView& other) const;
    void appendJson(std::string& out) const;

    template <class Visit>
    static void zip(const SchemaNode& node, StructView left, StructView right, Visit visit) {
        const StructView& any = left.here ? left : right;
        if (any.whole) return zipMaps(node, left, right, visit);
        std::size_t index = 0;
        zipStructs(node, *any.type, left.here, right.here, index, visit);
    }

private:
    struct Entry {
        const std::string* key;
        const void* value;
    };
    std::vector<Entry> entries() const;
    StructView element(const void* value) const;

    template <class Visit>
    static void zipMaps(const SchemaNode& node, const StructView& left, const StructView& right, Visit visit) {
        const std::vector<Entry> ours = left.entries(), theirs = right.entries();
        for (auto l = ours.begin(), r = theirs.begin(); l != ours.end() || r != theirs.end();) {
            const int which = l == ours.end() ? 1 : r == theirs.end() ? -1 : l->key->compare(*r->key);
            const std::string_view name = which <= 0 ? *l->key : *r->key;
            StructView lv, rv;
            if (which <= 0) lv = left.element((l++)->value);
            if (which >= 0) rv = right.element((r++)->value);
            visit(name, node.other, lv, rv);
        }
    }

    template <class Visit>
    static void zipStructs(const SchemaNode& node, const schema::TypeInfo& type, const void* left, const void* right,
                           std::size_t& index, Visit& visit) {
        for (const schema::InlineInfo& base : type.inlines)
            zipStructs(node, *base.type, left ? base.upcast(const_cast<void*>(left)) : nullptr,
                       right ? base.upcast(const_cast<void*>(right)) : nullptr, index, visit);
        for (const schema::FieldInfo& field : type.fields) {
            const StructView lv = left ? ofMember(field, left) : StructView{};
            const StructView rv = right ? ofMember(field, right) : StructView{};
            if (lv.here || rv.here) visit(field.jsonName, node.fields[index].node, lv, rv);
            ++index;
        }
    }
};

/// The element of a granular list's item, or nothing where it has no identity (`why` says the reason).
template <class View>
std::optional<std::string> itemElement(const SchemaNode& list, const View& item, std::string* why = nullptr) {
    const auto refuse = [&](std::string reason) {
        if (why) *why = std::move(reason);
        return std::nullopt;
    };
    const ValueKind kind = item.kind();
    if (list.keys.empty()) {
        if (kind == ValueKind::Map) return refuse("associative list without keys has an element that's a map type");
        if (kind == ValueKind::List) return refuse("not supported: associative list with lists as elements");
        if (kind != ValueKind::Scalar)
            return refuse("associative list without keys has an element that's an explicit null");
        std::string element = "v:";
        item.appendJson(element);
        return element;
    }
    if (kind == ValueKind::Null) return refuse("associative list with keys may not have a null element");
    if (kind != ValueKind::Map) return refuse("associative list with keys may not have non-map elements");
    std::vector<std::pair<std::string_view, std::string>> found;
    for (const std::string& key : list.keys) {
        const View value = item.member(key);
        std::string text;
        if (value.kind() != ValueKind::Absent) {
            value.appendJson(text);
        } else if (const SchemaField* field = list.item->field(key); field && !field->defaultJson.empty()) {
            text = field->defaultJson;
        } else {
            continue;
        }
        found.emplace_back(key, std::move(text));
    }
    if (found.empty()) {
        std::string names;
        for (const std::string& key : list.keys) names += (names.empty() ? "\"" : " \"") + key + "\"";
        return refuse("associative list with keys has an element that omits all key fields [" + names +
                      "] (and doesn't have default values for any key fields)");
    }
    std::ranges::sort(found);
    std::string element = "k:{";
    for (const auto& [name, text] : found) {
        if (element.size() > 3) element += ',';
        schema::appendJsonString(element, name);
        element += ':';
        element += text;
    }
    return element + '}';
}

}  // namespace armillary::apply
