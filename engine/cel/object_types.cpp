#include "engine/cel/object_types.h"

namespace armillary::cel {
namespace {

using schema::FieldInfo;
using schema::Kind;
using schema::Shape;
using schema::TypeInfo;

Type elementType(const FieldInfo& field) {
    switch (field.kind) {
        case Kind::Bool:
            return TypeKind::Bool;
        case Kind::Int32:
        case Kind::Int64:
            return TypeKind::Int;
        case Kind::Double:
            return TypeKind::Double;
        case Kind::String:
        case Kind::Quantity:
        case Kind::Duration:
            return TypeKind::String;
        case Kind::Bytes:
            return TypeKind::Bytes;
        case Kind::Time:
        case Kind::MicroTime:
            return TypeKind::Timestamp;
        case Kind::IntOrString:
        case Kind::RawJson:
            return TypeKind::Dyn;
        case Kind::Struct:
            return typeOf(*field.type);
    }
    return {};
}

Type fieldType(const FieldInfo& field) {
    if (field.shape == Shape::List) return Type::list(elementType(field));
    if (field.shape == Shape::Map) return Type::map(Type(TypeKind::String), elementType(field));
    return elementType(field);
}

class TableFields final : public ObjectFields {
public:
    explicit TableFields(const TypeInfo& type) : m_type(type) {}
    std::optional<Type> field(std::string_view name) const override { return find(m_type, name); }

private:
    static std::optional<Type> find(const TypeInfo& type, std::string_view name) {
        for (const FieldInfo& field : type.fields)
            if (field.jsonName == name) return fieldType(field);
        for (const schema::InlineInfo& base : type.inlines)
            if (auto found = find(*base.type, name)) return found;
        return std::nullopt;
    }

    const TypeInfo& m_type;
};

}  // namespace

Type typeOf(const TypeInfo& type) {
    if (type.listWrapper) return fieldType(type.fields[0]);
    if (type.jsonForm != schema::JsonForm::Object) return {};
    return Type::object(std::string(type.name), std::make_shared<TableFields>(type));
}

}  // namespace armillary::cel
