#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/manifest/node.h"
#include "engine/manifest/path.h"
#include "engine/manifest/schema_tree.h"
#include "engine/schema/table.h"

namespace armillary::manifest {

/// What a schema says of a place in an object: the built-in tables, or one that a cluster has (see Schemas). A value
/// that keeps alive what it needs.
class FieldType {
public:
    using Form = FieldForm;

    /// Of an object's root; Free for kinds that are not built in.
    static FieldType ofObject(std::string_view apiVersion, std::string_view kind);
    /// Of a place in a tree, which it keeps. For Schemas.
    static FieldType ofSchema(std::shared_ptr<const SchemaNode> node);

    Form form() const;
    /// A Struct's field or a Map's value; nothing where there is no such field, Free below what is free.
    std::expected<FieldType, std::string> member(std::string_view name) const;
    /// A Struct's fields, in the order of the schema; none for any other form.
    std::vector<FieldType> members() const;
    /// Of a List or Map; Free below what is free.
    FieldType element() const;

    /// The field's; "" for elements and roots.
    std::string_view name() const;
    /// What a Scalar says; Any for any other form.
    ValueKind valueKind() const;
    /// "a number", "a list": for sentences.
    std::string_view word() const;
    /// A List's keys, by which its items are told apart, comma-separated; "" without.
    std::string_view listMapKeys() const;
    /// Why the scalar is not what belongs here; "" when it is, or nothing is known.
    std::string scalarMistake(const Node& scalar) const;

    /// What it stands on: the tables' type of a Struct, the tables' field, a schema's node; null where it is another.
    const schema::TypeInfo* structType() const;
    const schema::FieldInfo* tableField() const { return m_field; }
    const SchemaNode* schemaNode() const { return m_node.get(); }
    bool isElement() const { return m_element; }

private:
    FieldType() = default;
    static FieldType ofField(const schema::FieldInfo& field);
    FieldType ofNode(const SchemaNode* node) const;

    const schema::TypeInfo* m_root = nullptr;
    const schema::FieldInfo* m_field = nullptr;
    bool m_element = false;  ///< one value of the field, not all of them
    std::shared_ptr<const SchemaNode> m_node;
};

/// The type at a path. The error names the step that the schema does not know: `unknown field "spec.replicaz"`.
std::expected<FieldType, std::string> typeAt(FieldType root, const Path& path);

/// Whether the list has an item already with the new one's keys, where the schema tells its items apart by keys.
bool hasItemLike(const FieldType& type, const Node& list, const Node& item);

/// What is wrong with a value, by the schema.
struct TypeMistake {
    enum class Kind { UnknownField, WrongType, DuplicateKey } kind;
    std::size_t offset;  ///< in the file
    std::string message;
    Path path;  ///< from where the check began
};
/// All mistakes in a value, at most kMostMistakes. `path` is where it stands, for sentences.
inline constexpr std::size_t kMostMistakes = 200;
std::vector<TypeMistake> mistakesIn(FieldType type, const Node& node, const Path& path);

}  // namespace armillary::manifest
