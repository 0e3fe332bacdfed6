#include "engine/manifest/field_type.h"

#include <algorithm>
#include <format>

#include "engine/manifest/locate.h"
#include "engine/resources/resource.h"
#include "engine/schema/text.h"

namespace armillary::manifest {

namespace {

using schema::FieldInfo;
using schema::Kind;
using schema::Shape;
using schema::TypeInfo;

const FieldInfo* fieldOf(const TypeInfo& type, std::string_view name) {
    for (const FieldInfo& field : type.fields)
        if (field.jsonName == name) return &field;
    for (const auto& base : type.inlines)
        if (const FieldInfo* found = fieldOf(*base.type, name)) return found;
    return nullptr;
}

void collectFields(const TypeInfo& type, std::vector<const FieldInfo*>& fields) {
    for (const auto& base : type.inlines) collectFields(*base.type, fields);
    for (const FieldInfo& field : type.fields)
        if (!field.jsonName.empty()) fields.push_back(&field);
}

ValueKind valueKindOf(Kind kind) {
    switch (kind) {
        case Kind::Bool:
            return ValueKind::Boolean;
        case Kind::Int32:
        case Kind::Int64:
            return ValueKind::Integer;
        case Kind::Double:
            return ValueKind::Number;
        case Kind::Bytes:
            return ValueKind::Bytes;
        case Kind::Quantity:
            return ValueKind::Quantity;
        case Kind::IntOrString:
            return ValueKind::IntOrString;
        case Kind::Time:
            return ValueKind::Time;
        case Kind::MicroTime:
            return ValueKind::MicroTime;
        case Kind::Duration:
            return ValueKind::Duration;
        default:
            return ValueKind::String;
    }
}

}  // namespace

FieldType FieldType::ofObject(std::string_view apiVersion, std::string_view kind) {
    const auto slash = apiVersion.find('/');
    const auto group = slash == std::string_view::npos ? std::string_view() : apiVersion.substr(0, slash);
    const auto version = slash == std::string_view::npos ? apiVersion : apiVersion.substr(slash + 1);
    FieldType type;
    if (const auto* row = resources::Table::builtIn().findKind(group, version, kind)) type.m_root = row->type;
    return type;
}

FieldType FieldType::ofSchema(std::shared_ptr<const SchemaNode> node) {
    if (node->table) return ofField(*node->table);
    FieldType type;
    type.m_node = std::move(node);
    return type;
}

FieldType FieldType::ofNode(const SchemaNode* node) const {
    return ofSchema({m_node, node});
}

FieldType FieldType::ofField(const FieldInfo& field) {
    FieldType type;
    type.m_field = &field;
    // A named list whose JSON is the list itself.
    if (field.shape != Shape::List && field.shape != Shape::Map && field.kind == Kind::Struct &&
        field.type->listWrapper)
        type.m_field = &field.type->fields[0];
    return type;
}

const TypeInfo* FieldType::structType() const {
    if (!m_field) return m_root;
    const bool one = m_element || m_field->shape == Shape::Value || m_field->shape == Shape::Optional;
    const bool plain = m_field->kind == Kind::Struct && m_field->type->jsonForm == schema::JsonForm::Object &&
                       !m_field->type->listWrapper;
    return one && plain ? m_field->type : nullptr;
}

FieldType::Form FieldType::form() const {
    if (m_node) return m_node->shape().form;
    if (structType()) return Form::Struct;
    if (!m_field) return Form::Free;
    if (!m_element && m_field->shape == Shape::List) return Form::List;
    if (!m_element && m_field->shape == Shape::Map) return Form::Map;
    if (m_field->kind == Kind::Struct && m_element && m_field->type->listWrapper) return Form::List;
    return m_field->kind == Kind::Struct || m_field->kind == Kind::RawJson ? Form::Free : Form::Scalar;
}

std::expected<FieldType, std::string> FieldType::member(std::string_view name) const {
    switch (form()) {
        case Form::Free:
            return FieldType();
        case Form::Map:
            return element();
        case Form::Struct:
            if (m_node) {
                if (const SchemaNode* member = m_node->shape().member(name)) return ofNode(member);
                if (m_node->shape().open) return FieldType();
            } else if (const FieldInfo* field = fieldOf(*structType(), name)) {
                return ofField(*field);
            }
            return std::unexpected(std::string("unknown field"));
        default:
            return std::unexpected(std::format("it is {}, without fields", word()));
    }
}

std::vector<FieldType> FieldType::members() const {
    std::vector<FieldType> members;
    if (form() != Form::Struct) return members;
    if (m_node) {
        for (const SchemaNode* member : m_node->shape().members) members.push_back(ofNode(member));
        return members;
    }
    std::vector<const FieldInfo*> fields;
    collectFields(*structType(), fields);
    for (const FieldInfo* field : fields) members.push_back(ofField(*field));
    return members;
}

FieldType FieldType::element() const {
    FieldType type;
    if (form() != Form::List && form() != Form::Map) return type;
    if (m_node) return m_node->shape().element ? ofNode(m_node->shape().element) : type;
    type.m_field = m_element ? &m_field->type->fields[0] : m_field;  // a list of named lists
    type.m_element = true;
    return type;
}

std::string_view FieldType::name() const {
    if (m_node) return m_node->name;
    return m_field && !m_element ? m_field->jsonName : std::string_view();
}

std::string_view FieldType::listMapKeys() const {
    if (m_node) return m_node->shape().listMapKeys.empty() ? m_node->listMapKeys : m_node->shape().listMapKeys;
    return m_field && !m_element ? m_field->listMapKeys : std::string_view();
}

ValueKind FieldType::valueKind() const {
    if (form() != Form::Scalar) return ValueKind::Any;
    return m_node ? m_node->shape().kind : valueKindOf(m_field->kind);
}

std::string_view FieldType::word() const {
    switch (form()) {
        case Form::Free:
            return "anything";
        case Form::Struct:
        case Form::Map:
            return "a mapping";
        case Form::List:
            return "a list";
        case Form::Scalar:
            break;
    }
    switch (valueKind()) {
        case ValueKind::Boolean:
            return "true or false";
        case ValueKind::Integer:
            return "a whole number";
        case ValueKind::Number:
            return "a number";
        case ValueKind::Bytes:
            return "a string in base64";
        case ValueKind::Quantity:
            return "a quantity such as 100m or 1Gi";
        case ValueKind::IntOrString:
            return "a whole number or a string";
        case ValueKind::Time:
        case ValueKind::MicroTime:
            return "a time such as 2026-01-31T12:00:00Z";
        case ValueKind::Duration:
            return "a duration such as 1h30m";
        default:
            return "a string";
    }
}

std::expected<FieldType, std::string> typeAt(FieldType type, const Path& path) {
    Path way;
    for (const Step& step : path) {
        way.push_back(step);
        const auto unknown = [&](std::string_view why) {
            return std::unexpected(std::format("{} {}", why, schema::quoted(print(way))));
        };
        if (step.kind == Step::Kind::Key) {
            auto member = type.member(step.key);
            if (!member && type.form() == FieldType::Form::Struct) return unknown(member.error());
            if (!member) return unknown(std::format("{} has no field", type.word()));
            type = *member;
            continue;
        }
        if (type.form() != FieldType::Form::List && type.form() != FieldType::Form::Free)
            return unknown(std::format("{} has no item", type.word()));
        type = type.element();
        if (step.kind == Step::Kind::Match && !type.member(step.key))
            return unknown("no field of its items tells them apart in");
    }
    return type;
}

bool hasItemLike(const FieldType& type, const Node& list, const Node& item) {
    std::string_view keys = type.listMapKeys();
    Path paths;
    while (!keys.empty()) {
        const auto comma = std::min(keys.find(','), keys.size());
        paths.push_back(Step::member(std::string(keys.substr(0, comma))));
        keys.remove_prefix(std::min(comma + 1, keys.size()));
    }
    const auto same = [&](const Node& other) {
        return std::ranges::all_of(paths, [&](const Step& key) {
            const Node *ours = find(item, {key}), *theirs = find(other, {key});
            return ours && theirs ? ours->text == theirs->text : !ours && !theirs;
        });
    };
    return !paths.empty() && list.form == Form::Sequence &&
           std::ranges::any_of(list.entries, [&](const Entry& entry) { return same(*entry.value); });
}

}  // namespace armillary::manifest
