#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/schema/ptr.h"
#include "engine/schema/scalars.h"

/// The constant tables that describe every API type. The schema compiler emits them beside the structs; the JSON and
/// protobuf codecs, equality, patching, OpenAPI and `explain` are each written once, on top of them.
namespace armillary::schema {

struct TypeInfo;

/// What one value is.
enum class Kind : std::uint8_t {
    Bool,
    Int32,
    Int64,
    Double,
    String,
    Bytes,
    Quantity,
    IntOrString,
    Time,
    MicroTime,
    Duration,
    RawJson,
    Struct,
};

/// How a field holds its values: one, perhaps one (std::optional of a scalar, Ptr of a struct), a std::vector, or a
/// std::map<std::string, T, std::less<>>.
enum class Shape : std::uint8_t { Value, Optional, List, Map };

/// How server-side apply and strategic merge treat a list. Source: the +listType marker.
enum class ListType : std::uint8_t { Unspecified, Atomic, Set, Map };

/// Type-erased access to an Optional, List or Map field. `field` points at the member itself.
struct ShapeOps {
    std::size_t (*size)(const void* field);       ///< elements held; 0 or 1 for an Optional
    void* (*at)(void* field, std::size_t index);  ///< the index-th value (a Map's in key order), in O(1) but for Map
    void* (*append)(void* field);                 ///< a new value at the end (List), or the made value (Optional)
    void* (*insert)(void* field, std::string_view key);  ///< Map only: the value at key, made when absent
    void (*clear)(void* field);
    /// Map only: calls visit(context, key, value) in key order until it returns false.
    void (*each)(void* field, void* context, bool (*visit)(void* context, const std::string& key, void* value));
};

/// How a struct looks in JSON: an object with its fields, or one of the few forms that a JSON schema needs. The fields
/// of those are: the alternative (a bool, a schema, a schema), then the schema or the list.
enum class JsonForm : std::uint8_t { Object, SchemaOrBool, SchemaOrArray, SchemaOrStrings };

struct EnumValue {
    std::string_view value;
    std::uint32_t doc;  ///< documentation index, see documentation()
};

struct FieldInfo {
    std::string_view jsonName;  ///< as on the wire
    std::uint16_t number;       ///< protobuf field number; 0 where the field has none (TypeMeta)
    Kind kind;
    Shape shape;
    bool omitEmpty;        ///< left out of JSON when empty (Go's omitempty: zero, "", false, nil, no elements)
    bool required;         ///< no +optional marker and not omitempty
    std::uint32_t offset;  ///< of the member in its own struct
    const TypeInfo* type;  ///< for Kind::Struct
    const ShapeOps* ops;   ///< for every shape but Value
    ListType listType;
    std::string_view listMapKeys;    ///< comma-separated JSON names, for ListType::Map
    bool atomicMap;                  ///< +mapType=atomic or +structType=atomic
    std::string_view patchStrategy;  ///< "merge", "replace", "merge,retainKeys", "retainKeys" or ""
    std::string_view patchMergeKey;
    std::string_view defaultJson;  ///< the +default marker's JSON, or ""
    std::span<const EnumValue> enumValues;
    std::uint32_t doc;
};

struct TypeInfo {
    std::string_view name;         ///< "PodSpec"
    std::string_view goPackage;    ///< "k8s.io/api/core/v1"
    std::string_view openApiName;  ///< "io.k8s.api.core.v1.PodSpec"
    std::span<const FieldInfo>
        fields;  ///< the struct's own, in the order of declaration; inlined ones are in `inlines`
    std::span<const struct InlineInfo> inlines;  ///< base classes, in the order of declaration
    std::uint32_t size;
    std::uint32_t doc;
    bool listWrapper;  ///< one field "items" whose JSON is the bare list (Verbs, ExtraValue)
    void* (*create)();
    void (*destroy)(void* object);
    void* (*clone)(const void* object);
    JsonForm jsonForm = JsonForm::Object;
};

/// A struct that JSON inlines (Go embedding): a C++ base class, and in protobuf a message field of its own.
struct InlineInfo {
    std::uint16_t number;           ///< protobuf field number; 0 for TypeMeta, which protobuf does not carry
    void* (*upcast)(void* object);  ///< the base subobject
    const TypeInfo* type;
};

/// The documentation text of an index found in a table. Decompressed on first use; thread-safe.
std::string_view documentation(std::uint32_t index);

/// Specialised by the generated headers.
template <class T>
struct TypeOf;

template <class T>
concept ApiStruct = requires {
    { TypeOf<T>::info() } -> std::same_as<const TypeInfo&>;
};

template <ApiStruct T>
const TypeInfo& typeInfo() {
    return TypeOf<T>::info();
}

/// All generated types, for tests and look-ups by OpenAPI name.
std::span<const TypeInfo* const> allTypes();

/// Deep equality of two values of one type, absent and empty lists being equal.
bool equal(const TypeInfo& type, const void* left, const void* right);

template <ApiStruct T>
bool operator==(const T& left, const T& right) {
    return equal(typeInfo<T>(), &left, &right);
}

template <class T>
using StringMap = std::map<std::string, T, std::less<>>;

}  // namespace armillary::schema
