#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "engine/manifest/node.h"
#include "engine/manifest/path.h"
#include "engine/schema/table.h"

namespace armillary::manifest {

/// What the schema tables say of a place in an object. Lives as long as the tables, which is for ever.
class FieldType {
public:
    enum class Form {
        Free,    ///< nothing is known: a kind without a table, or a field that holds any JSON
        Struct,  ///< a mapping with named fields
        Map,     ///< a mapping whose keys are free
        List,
        Scalar,
    };

    /// Of an object's root; Free for kinds that are not built in.
    static FieldType ofObject(std::string_view apiVersion, std::string_view kind);

    Form form() const;
    /// A Struct's field or a Map's value; nothing where there is no such field, Free below what is free.
    std::expected<FieldType, std::string> member(std::string_view name) const;
    /// Of a List; Free below what is free.
    FieldType element() const;
    /// A List's keys, by which its items are told apart; "" without.
    std::string_view listMapKeys() const { return m_field && !m_element ? m_field->listMapKeys : std::string_view(); }
    /// "a number", "a list": for sentences.
    std::string_view word() const;
    /// Why the scalar is not what belongs here; "" when it is, or nothing is known.
    std::string scalarMistake(const Node& scalar) const;
    /// The struct's own table; null for any other form.
    const schema::TypeInfo* structType() const;

private:
    FieldType() = default;
    static FieldType ofField(const schema::FieldInfo& field);

    const schema::TypeInfo* m_root = nullptr;
    const schema::FieldInfo* m_field = nullptr;
    bool m_element = false;  ///< one value of the field, not all of them
};

/// The type at a path. The error names the step that the schema does not know: `unknown field "spec.replicaz"`.
std::expected<FieldType, std::string> typeAt(FieldType root, const Path& path);

/// Whether the list has an item already with the new one's keys, where the schema tells its items apart by keys.
bool hasItemLike(const FieldType& type, const Node& list, const Node& item);

/// What is wrong with a value, by the tables.
struct TypeMistake {
    enum class Kind { UnknownField, WrongType, DuplicateKey } kind;
    std::size_t offset;  ///< in the file
    std::string message;
};
/// All mistakes in a value, at most kMostMistakes. `path` is where it stands, for sentences.
inline constexpr std::size_t kMostMistakes = 200;
std::vector<TypeMistake> mistakesIn(FieldType type, const Node& node, const Path& path);

}  // namespace armillary::manifest
