#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The Common Expression Language as Kubernetes v1.32 speaks it.
/// Source: cel-spec, doc/langdef.md; https://kubernetes.io/docs/reference/using-api/cel/.
namespace armillary::cel {

enum class TypeKind : std::uint8_t {
    Error,  ///< of an expression that has been refused already; fits everywhere
    Dyn,
    Null,
    Bool,
    Int,
    Uint,
    Double,
    String,
    Bytes,
    Duration,
    Timestamp,
    List,      ///< one parameter
    Map,       ///< two parameters
    Type,      ///< one parameter
    Optional,  ///< one parameter
    Object,    ///< named, with fields
    Opaque,    ///< named, without
    Param,     ///< a type variable of a declaration, or a free one of the checker
};

class Type;

/// The fields of an object type, looked up one at a time so that a type may contain itself.
class ObjectFields {
public:
    virtual ~ObjectFields() = default;
    /// Nothing when there is no such field.
    virtual std::optional<Type> field(std::string_view name) const = 0;
};

/// A static type. A value type; equality is by structure, objects being equal by name.
class Type {
public:
    Type(TypeKind kind = TypeKind::Dyn) : m_kind(kind) {}
    static Type list(Type element) { return {TypeKind::List, {}, {std::move(element)}}; }
    static Type map(Type key, Type value) { return {TypeKind::Map, {}, {std::move(key), std::move(value)}}; }
    static Type typeOf(Type of) { return {TypeKind::Type, {}, {std::move(of)}}; }
    static Type optional(Type of) { return {TypeKind::Optional, {}, {std::move(of)}}; }
    static Type opaque(std::string name) { return {TypeKind::Opaque, std::move(name), {}}; }
    static Type param(std::string name) { return {TypeKind::Param, std::move(name), {}}; }
    static Type object(std::string name, std::shared_ptr<const ObjectFields> fields);

    TypeKind kind() const { return m_kind; }
    bool is(TypeKind kind) const { return m_kind == kind; }
    const std::string& name() const { return m_name; }
    const std::vector<Type>& parameters() const { return m_parameters; }
    const Type& element() const { return m_parameters.front(); }
    const ObjectFields* fields() const { return m_fields.get(); }

    /// "list(int)", "duration": as error messages name it.
    std::string text() const;
    bool operator==(const Type& other) const;

private:
    Type(TypeKind kind, std::string name, std::vector<Type> parameters)
        : m_kind(kind), m_name(std::move(name)), m_parameters(std::move(parameters)) {}

    TypeKind m_kind;
    std::string m_name;
    std::vector<Type> m_parameters;
    std::shared_ptr<const ObjectFields> m_fields;
};

/// The name that a type has at run time and as an identifier ("int", "list", "google.protobuf.Timestamp").
std::string_view runtimeName(TypeKind kind);

/// An object type of a fixed set of fields.
std::shared_ptr<const ObjectFields> makeFields(std::vector<std::pair<std::string, Type>> fields);

}  // namespace armillary::cel
