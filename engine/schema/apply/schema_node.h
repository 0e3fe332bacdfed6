#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "engine/schema/table.h"

/// What server-side apply has to know of a type: whether a place of a document is owned as a whole or part by part.
/// Plain data, built once per type and version, then constant. Two sources: the generated tables (schemaOf) and the
/// structural schemas of custom resources (schemaOf in structural_schema.h).
namespace armillary::apply {

/// How the parts of a map or list are owned.
enum class Relation : std::uint8_t {
    None,      ///< the type is no map, or no list
    Atomic,    ///< as one
    Granular,  ///< a map: member by member; a list: item by item, known by `keys` or, without keys, by its value
};

/// Which scalars a place may hold.
enum class Scalar : std::uint8_t { None, Any, Number, Text, Truth };

struct SchemaNode;

struct SchemaField {
    std::string name;
    const SchemaNode* node = nullptr;
    std::string defaultJson;  ///< "" for none; a list item that lacks this key has it
};

/// One type. It may allow several forms; the value says which applies.
struct SchemaNode {
    Scalar scalar = Scalar::None;
    Relation map = Relation::None, list = Relation::None;
    std::vector<SchemaField> fields;    ///< declared members, in the order of declaration
    const SchemaNode* other = nullptr;  ///< of members that are not declared; null: there may be none
    const SchemaNode* item = nullptr;   ///< of a list's items
    std::vector<std::string> keys;      ///< of a granular list of maps; empty for a set of scalars

    const SchemaField* field(std::string_view name) const;  ///< null when not declared
};

/// Owns the nodes of one schema, which refer to each other and may form circles.
class SchemaNodes {
public:
    SchemaNode& make() { return m_nodes.emplace_back(); }

private:
    std::deque<SchemaNode> m_nodes;
};

/// Anything, owned as one.
const SchemaNode& atomicAny();
/// Anything: maps member by member, lists as one. For what has no schema (x-kubernetes-preserve-unknown-fields).
const SchemaNode& deducedAny();
const SchemaNode& scalarNode(Scalar kind);

/// The schema of a generated type; made on the first call, thread-safe. `fields` of a struct's node are in the order
/// of the tables: what a type inlines first, then its own.
const SchemaNode& schemaOf(const schema::TypeInfo& type);

}  // namespace armillary::apply
