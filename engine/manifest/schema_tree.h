#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <expected>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/schema/table.h"

namespace boost::json {
class object;
}

/// JSON schemas that come from elsewhere, as nodes that a FieldType can stand on. For the sources of this folder.
namespace armillary::manifest {

/// What a value looks like.
enum class FieldForm : std::uint8_t {
    Free,    ///< nothing is known: a kind without a table, or a field that holds any JSON
    Struct,  ///< a mapping with named fields
    Map,     ///< a mapping whose keys are free
    List,
    Scalar,
};

/// What a scalar says.
enum class ValueKind : std::uint8_t {
    Any,  ///< of what is no scalar
    String,
    Integer,
    Number,
    Boolean,
    Quantity,
    IntOrString,
    Duration,
    Time,
    MicroTime,
    Bytes,
};

/// One place of a schema.
struct SchemaNode {
    struct Choice {
        std::string json, documentation;
    };
    struct Union {
        std::vector<std::string> members;
        bool required = false;
    };

    std::string name;  ///< of the field; "" for elements and roots
    std::string documentation, defaultJson;
    bool required = false;

    FieldForm form = FieldForm::Free;
    ValueKind kind = ValueKind::Any;
    bool narrow = false;  ///< an integer of 32 bits
    bool open = false;    ///< a Struct that takes other fields, too
    bool atomic = false;  ///< a List or mapping that belongs to one owner as a whole
    std::vector<Choice> choices;
    std::string listMapKeys;  ///< comma-separated
    std::vector<const SchemaNode*> members;
    std::vector<const SchemaNode*> byName;  ///< the same, sorted
    const SchemaNode* element = nullptr;    ///< a List's item or a Map's value
    std::vector<Union> unions;              ///< members of which one alone may be there

    const SchemaNode* same = nullptr;            ///< a reference: form and all that follows it are of that node
    const schema::FieldInfo* table = nullptr;    ///< our own table says it better: metadata
    const schema::TypeInfo* likeness = nullptr;  ///< a type of ours of the same name

    const SchemaNode& shape() const { return same ? *same : *this; }
    const SchemaNode* member(std::string_view name) const;
};

/// Schemas that refer to each other.
struct SchemaTree {
    std::deque<SchemaNode> nodes;
    std::map<std::string, SchemaNode*, std::less<>> named;
};

/// Places that one document may describe; below what is beyond nothing is known.
inline constexpr std::size_t kMostSchemaNodes = 300'000;

/// The schema of a custom resource, `openAPIV3Schema`; its root is the tree's first node. `json` is JSON within the
/// bounds of schema::parseDocument(), or the error says why not.
std::expected<std::shared_ptr<const SchemaTree>, std::string> readCustomSchema(std::string_view json);
/// The `components.schemas` of an OpenAPI v3 document, by name. References that go round in circles, or to nowhere,
/// lead to what is Free.
std::expected<std::shared_ptr<const SchemaTree>, std::string> readOpenApiSchemas(std::string_view json);

}  // namespace armillary::manifest
