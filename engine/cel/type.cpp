#include "engine/cel/type.h"

#include <algorithm>

namespace armillary::cel {
namespace {

class FixedFields final : public ObjectFields {
public:
    explicit FixedFields(std::vector<std::pair<std::string, Type>> fields) : m_fields(std::move(fields)) {}
    std::optional<Type> field(std::string_view name) const override {
        const auto found = std::ranges::find(m_fields, name, &std::pair<std::string, Type>::first);
        if (found == m_fields.end()) return std::nullopt;
        return found->second;
    }

private:
    std::vector<std::pair<std::string, Type>> m_fields;
};

}  // namespace

std::shared_ptr<const ObjectFields> makeFields(std::vector<std::pair<std::string, Type>> fields) {
    return std::make_shared<FixedFields>(std::move(fields));
}

Type Type::object(std::string name, std::shared_ptr<const ObjectFields> fields) {
    Type type(TypeKind::Object, std::move(name), {});
    type.m_fields = std::move(fields);
    return type;
}

std::string_view runtimeName(TypeKind kind) {
    switch (kind) {
        case TypeKind::Error:
            return "!error!";
        case TypeKind::Dyn:
            return "dyn";
        case TypeKind::Null:
            return "null_type";
        case TypeKind::Bool:
            return "bool";
        case TypeKind::Int:
            return "int";
        case TypeKind::Uint:
            return "uint";
        case TypeKind::Double:
            return "double";
        case TypeKind::String:
            return "string";
        case TypeKind::Bytes:
            return "bytes";
        case TypeKind::Duration:
            return "google.protobuf.Duration";
        case TypeKind::Timestamp:
            return "google.protobuf.Timestamp";
        case TypeKind::List:
            return "list";
        case TypeKind::Map:
            return "map";
        case TypeKind::Type:
            return "type";
        case TypeKind::Optional:
            return "optional_type";
        case TypeKind::Object:
        case TypeKind::Opaque:
        case TypeKind::Param:
            break;
    }
    return "";
}

std::string Type::text() const {
    if (m_kind == TypeKind::Null) return "null";
    if (m_kind == TypeKind::Duration) return "duration";
    if (m_kind == TypeKind::Timestamp) return "timestamp";
    std::string text = m_name.empty() ? std::string(runtimeName(m_kind)) : m_name;
    if (m_parameters.empty()) return text;
    text += '(';
    for (const Type& parameter : m_parameters)
        text += (&parameter == &m_parameters.front() ? "" : ", ") + parameter.text();
    return text + ')';
}

bool Type::operator==(const Type& other) const {
    return m_kind == other.m_kind && m_name == other.m_name && m_parameters == other.m_parameters;
}

}  // namespace armillary::cel
