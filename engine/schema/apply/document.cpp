#include "engine/schema/apply/document.h"

#include <algorithm>

#include "engine/schema/apply/views.h"
#include "engine/schema/json_document.h"

namespace armillary::apply {

Form formOf(const SchemaNode& node, ValueKind kind) {
    if (kind == ValueKind::Scalar && node.scalar != Scalar::None) return Form::Scalar;
    if (kind == ValueKind::List && node.list != Relation::None) return Form::List;
    if (kind == ValueKind::Map && node.map != Relation::None) return Form::Map;
    if (node.map != Relation::None) return Form::Map;
    if (node.scalar != Scalar::None) return Form::Scalar;
    return node.list != Relation::None ? Form::List : Form::None;
}

ValueKind DocumentView::kind() const {
    if (!value) return ValueKind::Absent;
    if (value->is_object()) return ValueKind::Map;
    if (value->is_array()) return ValueKind::List;
    return value->is_null() ? ValueKind::Null : ValueKind::Scalar;
}

std::size_t DocumentView::size() const {
    if (!value) return 0;
    return value->is_object() ? value->get_object().size() : value->is_array() ? value->get_array().size() : 0;
}

DocumentView DocumentView::member(std::string_view name) const {
    return {value && value->is_object() ? value->get_object().if_contains(name) : nullptr};
}

void DocumentView::appendJson(std::string& out) const {
    schema::writeDocument(out, *value);
}

namespace document {
namespace {

/// The type of a member; null where the schema allows none of that name.
const SchemaNode* memberNode(const SchemaNode& node, std::string_view name) {
    const SchemaField* field = node.field(name);
    return field ? field->node : node.other;
}

Form formOf(const SchemaNode& node, const json::value& value) {
    return apply::formOf(node, DocumentView{&value}.kind());
}

/// As Go's "%v" and "%T" print what an unstructured document holds.
std::string goValue(const json::value& value) {
    return "&{" + schema::goText(value) + "}";
}

std::string_view goType(const json::value& value) {
    if (value.is_string()) return "string";
    if (value.is_bool()) return "bool";
    if (value.is_object()) return "map[string]interface {}";
    return value.is_array() ? "[]interface {}" : value.is_double() ? "float64" : "int64";
}

class Validator {
public:
    Validator(bool duplicates, std::vector<std::string>& findings) : m_duplicates(duplicates), m_findings(findings) {}

    void check(const SchemaNode& node, const json::value& value) {
        switch (formOf(node, value)) {
            case Form::Map:
                return checkMap(node, value);
            case Form::List:
                return checkList(node, value);
            case Form::Scalar:
                return checkScalar(node, value);
            case Form::None:
                return;
        }
    }

private:
    void find(const std::string& what) {
        constexpr std::size_t kMostFindings = 100;
        if (m_findings.size() == kMostFindings) return;
        const std::string path = pathText(m_path);
        m_findings.push_back(path.empty() ? what : path + ": " + what);
    }

    void below(std::string_view element, const SchemaNode& node, const json::value& value) {
        m_path.push_back(element);
        check(node, value);
        m_path.pop_back();
    }

    void checkMap(const SchemaNode& node, const json::value& value) {
        if (value.is_null()) return;
        if (!value.is_object()) return find("expected map, got " + goValue(value));
        for (const auto& member : value.get_object()) {
            const std::string element = fieldElement(member.key());
            if (const SchemaNode* type = memberNode(node, member.key())) {
                below(element, *type, member.value());
            } else {
                m_path.push_back(element);
                find("field not declared in schema");
                m_path.pop_back();
            }
        }
    }

    void checkList(const SchemaNode& node, const json::value& value) {
        if (value.is_null()) return;
        if (!value.is_array()) return find("expected list, got " + goValue(value));
        std::vector<std::string> seen;
        const json::array& items = value.get_array();
        for (std::size_t i = 0; i < items.size(); ++i) {
            std::string element = "i:" + std::to_string(i);
            if (node.list == Relation::Granular) {
                std::string why;
                const auto found = itemElement(node, DocumentView{&items[i]}, &why);
                if (!found) return find("element " + std::to_string(i) + ": " + why);
                element = *found;
                if (!m_duplicates && std::ranges::find(seen, element) != seen.end()) {
                    const std::string_view one[] = {element};
                    find("duplicate entries for key " + pathText(one));
                }
                seen.push_back(element);
            }
            below(element, *node.item, items[i]);
        }
    }

    void checkScalar(const SchemaNode& node, const json::value& value) {
        if (value.is_null()) return;
        switch (node.scalar) {
            case Scalar::Number:
                if (!value.is_number()) find("expected numeric (int or float), got " + std::string(goType(value)));
                return;
            case Scalar::Text:
                if (!value.is_string())
                    find("expected string, got &value.valueUnstructured{Value:" + schema::goText(value) + "}");
                return;
            case Scalar::Truth:
                if (!value.is_bool()) find("expected boolean, got " + goValue(value));
                return;
            default:
                if (value.is_structured()) find("expected any scalar, got " + goValue(value));
        }
    }

    const bool m_duplicates;
    std::vector<std::string>& m_findings;
    std::vector<std::string_view> m_path;
};

/// Adds what is below `value`; the caller adds the place itself, for a leaf (true).
bool collect(const SchemaNode& node, const json::value& value, FieldSet& below);

void collectItems(const SchemaNode& node, const json::array& items, FieldSet& below) {
    std::vector<std::string> elements;
    for (const json::value& item : items) elements.push_back(itemElement(node, DocumentView{&item}).value_or("k:{}"));
    for (std::size_t i = 0; i < items.size(); ++i) {
        FieldSet inner;
        if (std::ranges::count(elements, elements[i]) == 1) collect(*node.item, items[i], inner);
        below.add(elements[i], true, std::move(inner));
    }
}

bool collect(const SchemaNode& node, const json::value& value, FieldSet& below) {
    const Form form = formOf(node, value);
    if (form == Form::Map && node.map == Relation::Granular) {
        if (!value.is_object()) return false;
        for (const auto& member : value.get_object()) {
            FieldSet inner;
            const SchemaNode* type = memberNode(node, member.key());
            bool self = collect(type ? *type : deducedAny(), member.value(), inner);
            const bool hollow = member.value().is_object() && member.value().get_object().empty();
            self |= member.value().is_null() || hollow || !node.field(member.key());
            below.add(fieldElement(member.key()), self, std::move(inner));
        }
        return false;
    }
    if (form == Form::List && node.list == Relation::Granular) {
        if (value.is_array()) collectItems(node, value.get_array(), below);
        return false;
    }
    return true;
}

bool isListElement(std::string_view element) {
    return element.starts_with("k:") || element.starts_with("v:");
}

/// The type one step down, null where the schema does not say.
const SchemaNode* below(const SchemaNode& node, std::string_view element) {
    if (element.starts_with("f:")) return node.map == Relation::None ? nullptr : memberNode(node, fieldName(element));
    return isListElement(element) ? node.item : nullptr;
}

bool isOwnedWhole(const SchemaNode& node) {
    if (node.map != Relation::None) return node.map == Relation::Atomic;
    return node.scalar == Scalar::None && node.list == Relation::Atomic;
}

}  // namespace

std::vector<std::string> validate(const SchemaNode& node, const json::value& value, bool duplicates) {
    std::vector<std::string> findings;
    Validator(duplicates, findings).check(node, value);
    return findings;
}

std::string joined(const std::vector<std::string>& findings) {
    if (findings.size() == 1) return findings.front();
    std::string all = "errors:";
    for (const std::string& finding : findings) all.append("\n  ").append(finding);
    return all;
}

FieldSet fieldsOf(const SchemaNode& node, const json::value& value) {
    FieldSet fields;
    collect(node, value, fields);
    return fields;
}

json::value without(const SchemaNode& node, const json::value& value, const FieldSet& fields) {
    const Form form = formOf(node, value);
    if (form == Form::Map && node.map == Relation::Granular && value.is_object()) {
        json::object rest;
        for (const auto& member : value.get_object()) {
            const FieldSet::Node* named = fields.find(fieldElement(member.key()));
            if (named && named->member) continue;
            const SchemaNode* type = memberNode(node, member.key());
            rest[member.key()] =
                named ? without(type ? *type : deducedAny(), member.value(), named->below) : member.value();
        }
        return rest.empty() ? json::value() : json::value(std::move(rest));
    }
    if (form == Form::List && node.list == Relation::Granular && value.is_array()) {
        json::array rest;
        for (const json::value& item : value.get_array()) {
            const FieldSet::Node* named = fields.find(itemElement(node, DocumentView{&item}).value_or("k:{}"));
            if (named && named->member) continue;
            rest.push_back(named ? without(*node.item, item, named->below) : item);
        }
        return rest.empty() ? json::value() : json::value(std::move(rest));
    }
    return form == Form::Scalar ? value : json::value();
}

FieldSet withNamedFields(const SchemaNode& node, const FieldSet& fields) {
    FieldSet all;
    for (const FieldSet::Node& one : fields.nodes()) {
        const bool named = !fieldName(one.element).empty() && node.field(fieldName(one.element));
        const SchemaNode* type = below(node, one.element);
        all.add(one.element, one.member || (named && !one.below.empty()),
                type ? withNamedFields(*type, one.below) : one.below);
    }
    return all;
}

FieldSet reconciled(const SchemaNode& node, const FieldSet& fields) {
    if (node.fields.empty() && node.other == &deducedAny()) return fields;
    FieldSet all;
    for (const FieldSet::Node& one : fields.nodes()) {
        const SchemaNode* type = below(node, one.element);
        if (type && !one.below.empty() && isOwnedWhole(*type))
            all.add(one.element, true, {});
        else
            all.add(one.element, one.member, type ? reconciled(*type, one.below) : one.below);
    }
    return all;
}

bool equal(const json::value& left, const json::value& right) {
    if (left.is_number() && right.is_number()) {
        if (left.is_double() || right.is_double()) return left.to_number<double>() == right.to_number<double>();
        return left == right;
    }
    if (left.kind() != right.kind()) return false;
    if (left.is_array())
        return std::ranges::equal(left.get_array(), right.get_array(),
                                  [](const json::value& a, const json::value& b) { return equal(a, b); });
    if (!left.is_object()) return left == right;
    const json::object &ours = left.get_object(), &theirs = right.get_object();
    return ours.size() == theirs.size() && std::ranges::all_of(ours, [&](const auto& member) {
               const json::value* other = theirs.if_contains(member.key());
               return other && equal(member.value(), *other);
           });
}

}  // namespace document

}  // namespace armillary::apply
