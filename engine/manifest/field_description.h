#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/manifest/field_type.h"
#include "engine/manifest/path.h"

/// What forms and completion have to know of fields.
namespace armillary::manifest {

/// One of the values that a field may have.
struct FieldChoice {
    std::string text;  ///< as it is shown: a string's own text
    std::string json;
    std::string documentation;
};

struct FieldDescription {
    FieldType type;
    std::string name;           ///< "" of elements and roots
    std::string documentation;  ///< of the field, else of its type; may have several lines
    FieldType::Form form = FieldType::Form::Free;
    ValueKind kind = ValueKind::Any;   ///< of a Scalar
    std::string word;                  ///< kindWord() of it; of a list or map what it holds: "list of strings"
    std::vector<FieldChoice> choices;  ///< of an enum; of a list of them, what its items may be
    bool required = false;
    std::string defaultJson;            ///< what counts where the field is left out; "" when that is not known
    std::vector<std::string> listKeys;  ///< the fields that tell a List's items apart
    bool atomic = false;                ///< a list or mapping that belongs to one owner as a whole
    bool deprecated = false;
};

/// "string", "integer", "number", "boolean", "quantity", "int-or-string", "duration", "time", "bytes"; "mapping",
/// "list" or "any" for other forms. Stable, for programs.
std::string_view kindWord(const FieldType& type);

FieldDescription describe(const FieldType& type);

/// A Struct's fields, in the order in which people look for them: apiVersion, kind and metadata of an object first and
/// its status last; between them what is required, then the others as the schema has them, then what is deprecated.
std::vector<FieldDescription> fieldsOf(const FieldType& type);

/// Fields of a Struct of which one alone may be there: a volume's sources, a probe's handlers.
struct FieldUnion {
    std::vector<std::string> members;
    std::string discriminator;  ///< the field whose value is the member's name, but for its first letter; "" without
    bool required = false;      ///< one has to be there
};
/// Read from what the schema says: a `oneOf` of required fields, a `type` whose values are the others' names,
/// documentation in the usual words. `fields` is what fieldsOf() says of the type.
std::vector<FieldUnion> unionsOf(const FieldType& type, const std::vector<FieldDescription>& fields);

/// A field that a search has found.
struct FieldMatch {
    /// From the root. An item of a list is its first; nothing is found below a mapping whose keys are free.
    Path path;
    std::string pattern;  ///< the same to be read: "spec.template.spec.containers[].image"
    FieldDescription field;
};
/// The fields of an object whose names have all of the words of `text`, or whose documentation has; best first, at most
/// `limit`. Case does not count. A type within itself is searched once.
std::vector<FieldMatch> searchFields(const FieldType& root, std::string_view text, std::size_t limit = 50);

}  // namespace armillary::manifest
