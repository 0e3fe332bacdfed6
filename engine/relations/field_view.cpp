#include "engine/relations/field_view.h"

#include <boost/json/value.hpp>

#include <stdexcept>

#include "engine/resources/resource.h"
#include "engine/schema/json_document.h"

namespace armillary::relations {

namespace {

/// The tables speak of values that somebody may change; reading needs the same pointers.
void* readable(const void* value) {
    return const_cast<void*>(value);
}

struct Field {
    const schema::FieldInfo* info = nullptr;
    const void* owner = nullptr;  ///< the struct, or the base of it, that has the field
};

Field fieldOf(const schema::TypeInfo& type, const void* value, std::string_view name) {
    for (const auto& field : type.fields)
        if (field.jsonName == name) return {&field, value};
    for (const auto& inlined : type.inlines)
        if (const Field found = fieldOf(*inlined.type, inlined.upcast(readable(value)), name); found.info) return found;
    return {};
}

const boost::json::value& jsonOf(const void* value) {
    return *static_cast<const boost::json::value*>(value);
}

}  // namespace

FieldView::FieldView(const boost::json::value& value) {
    if (value.is_null()) return;
    m_form = Form::Json;
    m_value = &value;
}

FieldView FieldView::ofValue(const schema::FieldInfo& field, const void* value) {
    if (field.kind == schema::Kind::Struct) return {*field.type, value};
    FieldView view;
    view.m_form = Form::Scalar;
    view.m_field = &field;
    view.m_value = value;
    return view;
}

FieldView FieldView::ofField(const schema::FieldInfo& field, const void* member) {
    switch (field.shape) {
        case schema::Shape::Value:
            return ofValue(field, member);
        case schema::Shape::Optional:
            return field.ops->size(member) == 0 ? FieldView() : ofValue(field, field.ops->at(readable(member), 0));
        case schema::Shape::List:
        case schema::Shape::Map:
            break;
    }
    FieldView view;
    view.m_form = field.shape == schema::Shape::List ? Form::List : Form::Map;
    view.m_field = &field;
    view.m_value = member;
    return view;
}

FieldView FieldView::member(std::string_view name) const {
    if (m_form == Form::Struct) {
        const Field found = fieldOf(*m_type, m_value, name);
        if (!found.info) return {};
        return ofField(*found.info, static_cast<const char*>(found.owner) + found.info->offset);
    }
    if (m_form != Form::Json || !jsonOf(m_value).is_object()) return {};
    const auto* value = jsonOf(m_value).get_object().if_contains(name);
    return value ? FieldView(*value) : FieldView();
}

std::size_t FieldView::size() const {
    if (m_form == Form::List) return m_field->ops->size(m_value);
    return m_form == Form::Json && jsonOf(m_value).is_array() ? jsonOf(m_value).get_array().size() : 0;
}

FieldView FieldView::at(std::size_t index) const {
    if (index >= size()) return {};
    if (m_form == Form::List) return ofValue(*m_field, m_field->ops->at(readable(m_value), index));
    return FieldView(jsonOf(m_value).get_array()[index]);
}

std::string FieldView::text() const {
    if (m_form == Form::Json) {
        const auto& value = jsonOf(m_value);
        if (value.is_string()) return std::string(value.get_string());
        if (value.is_bool()) return value.get_bool() ? "true" : "false";
        if (value.is_int64()) return std::to_string(value.get_int64());
        return {};
    }
    if (m_form != Form::Scalar) return {};
    switch (m_field->kind) {
        case schema::Kind::String:
            return *static_cast<const std::string*>(m_value);
        case schema::Kind::Bool:
            return *static_cast<const bool*>(m_value) ? "true" : "false";
        case schema::Kind::Int32:
            return std::to_string(*static_cast<const std::int32_t*>(m_value));
        case schema::Kind::Int64:
            return std::to_string(*static_cast<const std::int64_t*>(m_value));
        case schema::Kind::IntOrString:
            return static_cast<const schema::IntOrString*>(m_value)->toString();
        default:
            return {};
    }
}

schema::StringMap<std::string> FieldView::labels() const {
    schema::StringMap<std::string> labels;
    if (m_form == Form::Map && m_field->kind == schema::Kind::String) {
        m_field->ops->each(readable(m_value), &labels, [](void* into, const std::string& key, void* value) {
            static_cast<schema::StringMap<std::string>*>(into)->emplace(key, *static_cast<std::string*>(value));
            return true;
        });
    } else if (m_form == Form::Json && jsonOf(m_value).is_object()) {
        for (const auto& [key, value] : jsonOf(m_value).get_object())
            if (value.is_string()) labels.emplace(key, value.get_string());
    }
    return labels;
}

std::optional<metav1::LabelSelector> FieldView::selector() const {
    if (const auto* typed = as<metav1::LabelSelector>()) return *typed;
    if (m_form != Form::Json || !jsonOf(m_value).is_object()) return {};
    std::string text;
    schema::writeDocument(text, jsonOf(m_value));
    auto read = schema::fromJson<metav1::LabelSelector>(text);
    return read ? std::optional(std::move(*read)) : std::nullopt;
}

Document::Document(ObjectRef object) : m_object(std::move(object)) {
    const std::string& apiVersion = m_object->apiVersion();
    const auto slash = apiVersion.find('/');
    const auto* row = resources::Table::builtIn().findKind(
        slash == std::string::npos ? std::string_view() : std::string_view(apiVersion).substr(0, slash),
        slash == std::string::npos ? std::string_view(apiVersion) : std::string_view(apiVersion).substr(slash + 1),
        m_object->kind());
    if (row) {
        try {
            m_root = FieldView(*row->type, m_object->decoded(*row->type));
            return;
        } catch (const std::logic_error&) {
            // Another server's object that our types do not fit is read as it comes.
        }
    }
    if (auto json = schema::parseDocument(m_object->json())) {
        m_json = std::make_unique<boost::json::value>(std::move(*json));
        m_root = FieldView(*m_json);
    }
}

Document::~Document() = default;

namespace {

void descend(const FieldView& holder, std::string_view pattern, const std::string& path, const Found& found) {
    const auto dot = pattern.find('.');
    std::string_view step = pattern.substr(0, dot);
    const std::string_view rest = dot == std::string_view::npos ? std::string_view() : pattern.substr(dot + 1);
    const bool all = step.ends_with("[]");
    if (all) step.remove_suffix(2);

    const auto arrive = [&](const FieldView& value, const FieldView& from, const std::string& where) {
        if (!value.there()) return;
        if (rest.empty())
            found(value, from, where);
        else
            descend(value, rest, where, found);
    };
    while (!step.empty()) {
        const auto bar = step.find('|');
        const std::string_view name = step.substr(0, bar);
        step = bar == std::string_view::npos ? std::string_view() : step.substr(bar + 1);
        const FieldView value = holder.member(name);
        const std::string where = path.empty() ? std::string(name) : path + "." + std::string(name);
        if (!all) {
            arrive(value, holder, where);
            continue;
        }
        for (std::size_t i = 0; i < value.size(); ++i)
            arrive(value.at(i), value, where + "[" + std::to_string(i) + "]");
    }
}

}  // namespace

void visit(const FieldView& root, std::string_view pattern, const Found& found) {
    descend(root, pattern, {}, found);
}

}  // namespace armillary::relations
