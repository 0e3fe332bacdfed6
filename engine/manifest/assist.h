#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/manifest/field_description.h"
#include "engine/manifest/file.h"
#include "engine/manifest/path.h"
#include "engine/manifest/schemas.h"
#include "engine/relations/relations.h"

/// What helps whoever types a manifest. Everything here takes a text as it is at this moment: it need not be YAML, and
/// is read as far as its lines, their indentation and its brackets say. Offsets are bytes of that text.
namespace armillary::manifest {

/// Where an offset is.
struct TextPlace {
    enum class Part {
        None,   ///< in a comment, between objects, behind a value: nothing is typed here
        Key,    ///< a mapping's key, or where one could begin
        Value,  ///< a scalar, or where a value could begin
    };
    Part part = Part::None;
    std::size_t document = 0;  ///< its index, as File counts them
    /// The object: where it is in the document (not empty in a List), and what its text says; "" where it says nothing.
    Path object;
    std::string apiVersion, kind, namespace_, name;
    Path path;   ///< from the object; of a key that is being typed, that of its mapping and what there is of it
    Span token;  ///< the key or scalar at the offset; empty, at the offset, where there is none
};
TextPlace pathAt(std::string_view text, std::size_t offset);

/// What is known around a text.
struct Surroundings {
    const Schemas& schemas = Schemas::builtIn();
    /// Names of the objects of a kind that there are, in project or cluster; `namespace_` is "" where the text names
    /// none, which is the home namespace, and for kinds of cluster scope.
    std::function<std::vector<std::string>(const relations::Kind& kind, std::string_view namespace_)> names;
    /// The keys of a ConfigMap or Secret.
    std::function<std::vector<std::string>(const relations::ObjectId& object)> keys;
};

struct Completion {
    enum class Kind { Field, Value, Name };
    Kind kind = Kind::Field;
    std::string label;
    std::string insert;  ///< takes the place of `replaces`; may have several lines
    std::string documentation;
    std::string detail;  ///< kindWord() of a field
    bool required = false;
    bool deprecated = false;
    Span replaces;
};

/// Completions that are offered at once.
inline constexpr std::size_t kMostCompletions = 500;

/// What can be typed at the offset and begins as what is there already, case not counted: fields that the mapping does
/// not have yet, what is required first; an enum's values; true and false; the names of objects that the field may
/// refer to; kinds and API versions.
std::vector<Completion> completions(std::string_view text, std::size_t offset, const Surroundings& around);

struct Hover {
    FieldDescription field;
    Path path;             ///< from the object
    Span range;            ///< of the key or value
    std::string valueDoc;  ///< what the enum's value at the offset means; "" without
    std::string apiVersion, kind;
};
/// Of the field whose key or value is at the offset; nothing where there is none, or the schema does not know it.
std::optional<Hover> hover(std::string_view text, std::size_t offset, const Schemas& schemas = Schemas::builtIn());

/// The object that the field at the offset names. Its namespace is `homeNamespace` where neither the field nor its
/// object say one. Nothing while the document is not YAML.
std::optional<relations::ObjectId> definitionAt(std::string_view text, std::size_t offset,
                                                std::string_view homeNamespace);

/// Lines from 1 that belong together, `first` being what stays to be seen.
struct Fold {
    std::size_t first = 1, last = 1;
};
/// In the order of their first lines: documents, mappings, lists, blocks of text and of comments.
std::vector<Fold> foldsOf(std::string_view text);

/// Why a text is not YAML, for people.
struct Explanation {
    enum class Why {
        Tab,           ///< a tab indents
        Colon,         ///< no blank behind a key's colon
        ColonInValue,  ///< ": " in a value without quotes
        Quote,         ///< a quote is not closed, or something stands behind the one that closes
        Bracket,       ///< a bracket is not closed, or closes nothing
        Comma,         ///< none between two entries in brackets
        Indentation,   ///< a line stands where nothing can hold it
        NoColon,       ///< a line in a mapping has none
        Alias,         ///< no such anchor
        Sign,          ///< a value begins with a sign that means something else: @, `, %, &, !
        Escape,        ///< a backslash in double quotes before what it means nothing with
        Template,      ///< {{ }}: it has to be filled in before it is YAML
        Other,
    };
    Why why = Why::Other;
    std::size_t line = 1, column = 1;  ///< where the mistake was made, which may be before it was noticed
    std::string message;               ///< whole sentences
};
/// `mistake` is what File::parse() says of the text.
Explanation explainMistake(const Mistake& mistake, std::string_view text);

}  // namespace armillary::manifest
