#include "engine/schema/apply/views.h"
#include "engine/schema/emptiness.h"
#include "engine/schema/field_equality.h"
#include "engine/schema/text.h"

namespace armillary::apply {
namespace {

using schema::FieldInfo;
using schema::isEmpty;
using schema::Kind;
using schema::Shape;
using schema::TypeInfo;

template <class T>
const T& as(const void* value) {
    return *static_cast<const T*>(value);
}

bool isOpaque(const TypeInfo& type) {
    return type.jsonForm != schema::JsonForm::Object;
}

}  // namespace

StructView StructView::ofMember(const FieldInfo& field, const void* object) {
    const void* at = static_cast<const char*>(object) + field.offset;
    if (field.omitEmpty && isEmpty(field, at)) return {};
    if (field.shape == Shape::Optional)
        return field.ops->size(at) == 0
                   ? StructView{nullptr, &field, true, at}
                   : StructView{field.type, &field, false, field.ops->at(const_cast<void*>(at), 0)};
    if (field.shape == Shape::Value) return {field.type, &field, false, at};
    return {nullptr, &field, true, at};
}

ValueKind StructView::kind() const {
    if (!here) return ValueKind::Absent;
    if (whole) {
        if (field->shape == Shape::List) return ValueKind::List;
        return field->shape == Shape::Map ? ValueKind::Map : ValueKind::Null;
    }
    if (!type) return ValueKind::Scalar;
    if (type->listWrapper) return ValueKind::List;
    return isOpaque(*type) ? ValueKind::Scalar : ValueKind::Map;
}

std::size_t StructView::size() const {
    if (!here) return 0;
    if (whole) return field->ops->size(here);
    if (type && type->listWrapper) return type->fields[0].ops->size(here);
    std::size_t count = 0;
    const auto countMembers = [&](auto& self, const TypeInfo& of, const void* object) -> void {
        for (const schema::InlineInfo& base : of.inlines)
            self(self, *base.type, base.upcast(const_cast<void*>(object)));
        for (const FieldInfo& member : of.fields)
            if (ofMember(member, object).here) ++count;
    };
    if (type) countMembers(countMembers, *type, here);
    return count;
}

StructView StructView::element(const void* value) const {
    return {field->type, field, false, value};
}

StructView StructView::at(std::size_t index) const {
    const FieldInfo& list = whole ? *field : type->fields[0];
    return {list.type, &list, false, list.ops->at(const_cast<void*>(here), index)};
}

StructView StructView::member(std::string_view name) const {
    if (!type || !here) return {};
    for (const FieldInfo& own : type->fields)
        if (own.jsonName == name) return ofMember(own, here);
    for (const schema::InlineInfo& base : type->inlines) {
        const StructView found = ofStruct(*base.type, base.upcast(const_cast<void*>(here))).member(name);
        if (found.here) return found;
    }
    return {};
}

bool StructView::equals(const StructView& other) const {
    if (whole != other.whole) return false;
    if (whole) return schema::equalField(*field, here, other.here);
    return field ? schema::equalValue(field->kind, field->type, here, other.here)
                 : schema::equal(*type, here, other.here);
}

void StructView::appendJson(std::string& out) const {
    switch (field->kind) {
        case Kind::Bool:
            out += as<bool>(here) ? "true" : "false";
            return;
        case Kind::Int32:
            out += std::to_string(as<std::int32_t>(here));
            return;
        case Kind::Int64:
            out += std::to_string(as<std::int64_t>(here));
            return;
        case Kind::Double:
            return schema::appendDouble(out, as<double>(here));
        case Kind::String:
            return schema::appendJsonString(out, as<std::string>(here));
        case Kind::Quantity:
            return schema::appendJsonString(out, as<schema::Quantity>(here).text());
        case Kind::IntOrString: {
            const auto& either = as<schema::IntOrString>(here);
            if (either.number)
                out += either.toString();
            else
                schema::appendJsonString(out, either.text);
            return;
        }
        case Kind::Time:
            return schema::appendJsonString(out, as<schema::Time>(here).text());
        case Kind::MicroTime:
            return schema::appendJsonString(out, as<schema::MicroTime>(here).text());
        case Kind::Duration:
            return schema::appendJsonString(out, as<schema::Duration>(here).text());
        case Kind::RawJson:
            out += as<schema::RawJson>(here).text;
            return;
        case Kind::Bytes:
            out += '"';
            schema::appendBase64(out, as<schema::Bytes>(here).data);
            out += '"';
            return;
        case Kind::Struct:
            return schema::encodeJson(*type, here, out);
    }
}

std::vector<StructView::Entry> StructView::entries() const {
    std::vector<Entry> all;
    if (!here) return all;
    all.reserve(field->ops->size(here));
    field->ops->each(const_cast<void*>(here), &all, [](void* context, const std::string& key, void* value) {
        static_cast<std::vector<Entry>*>(context)->push_back({&key, value});
        return true;
    });
    return all;
}

}  // namespace armillary::apply
