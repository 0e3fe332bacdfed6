#pragma once

#include <expected>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/relations/relations.h"

/// The table of edges, written: how one object is made to refer to another, and how that is taken back. Pure functions;
/// whoever asks makes the changes where the object is kept: in a file or in a cluster.
namespace armillary::relations {

/// A change of one field. `path` as manifest::parsePath() reads it, from the object.
struct FieldChange {
    enum class Kind {
        Set,     ///< the value at the path; makes what is missing on the way
        Remove,  ///< the member or list item at the path
        Insert,  ///< a new last item of the list at the path, which is made if it is not there
    };
    Kind kind = Kind::Set;
    std::string path;
    std::string json;  ///< of Set and Insert
};

/// What one has to be told before a way can be gone, or may be told.
struct Question {
    enum class Kind { Container, Key, Port, Text, Choice };
    std::string_view
        id;  ///< "container", "key", "port", "mountPath", "host", "path", "prefix", …: stable, for programs
    Kind kind = Kind::Text;
    std::string suggestion;            ///< what is taken when nobody says anything else; "" where one has to
    std::vector<std::string> choices;  ///< the containers, keys, ports there are; any other text may do for Text
    bool required = false;
};

/// One of the ways in which an object can refer to another: "env-from", "mount", "selector".
struct Way {
    std::string_view id;  ///< stable, for programs and translations
    std::string_view relation;
    std::string title;   ///< in words: "all keys as environment variables"
    std::string effect;  ///< what it writes: "spec.template.spec.containers[0].envFrom"
    std::vector<Question> questions;
};

/// Answers by the questions' ids.
using WayOptions = std::map<std::string, std::string, std::less<>>;

/// All ways in which `from` can refer to `to`, the usual one first. The error is a sentence that says why there is
/// none: no such row in the table, another namespace, already connected, immutable. An object with a uid lives in a
/// cluster, where some fields are fixed; in a file all are free. A field that leads elsewhere is turned to `to`.
std::expected<std::vector<Way>, std::string> waysToConnect(const ObjectRef& from, const ObjectRef& to);

/// What to change in `from`. The error is a sentence: an answer that is missing or cannot be.
std::expected<std::vector<FieldChange>, std::string> connect(const ObjectRef& from, const ObjectRef& to, const Way& way,
                                                             const WayOptions& options);

/// What to change in the object that the edge begins at, so that it no longer is there: what hangs on it (a volume's
/// mounts) goes with it. A selector goes as a whole, and with it whatever else it finds. The error is a sentence: owner
/// references, what is immutable, what would be about everything without it, labels of nodes that stand for others too.
std::expected<std::vector<FieldChange>, std::string> disconnect(const ObjectRef& from, const Edge& edge);

/// The kinds that may stand at the other end of an edge from or to a kind: for what is dropped on an empty place.
struct Partner {
    Kind kind;
    bool refers = false;  ///< it refers to this kind; otherwise this kind refers to it
    std::string_view relation;
};
std::vector<Partner> partnersOf(const Kind& kind);

}  // namespace armillary::relations
