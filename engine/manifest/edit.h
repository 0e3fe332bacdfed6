#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "engine/manifest/file.h"
#include "engine/manifest/path.h"
#include "engine/manifest/refusal.h"

/// Edits as splices: the fewest bytes that say the change, in the style of what stands around them. Everything else
/// keeps its bytes, comments and order included (ADR 32).
namespace armillary::manifest {

struct Edit {
    enum class Kind {
        Set,     ///< the value at `path`; makes it, and mappings on the way, where they are not there
        Remove,  ///< the member or item at `path`
        Insert,  ///< an item into the list at `path`, which is made if it is not there
        Rename,  ///< the key at the end of `path`
        Move,    ///< the item at `path`, within its list
    };
    Kind kind = Kind::Set;
    Path path;
    /// Set, Insert: the value as YAML; its comments come with it where lines have room for them. Rename: the new key
    std::string text = {};
    std::optional<std::size_t> at = {};  ///< Insert: before which item, the end without; Move: its position afterwards
    bool operator==(const Edit&) const = default;
};

/// Bytes of a file that others take the place of.
struct Splice {
    std::size_t offset = 0;
    std::string removed, inserted;

    std::string applied(std::string_view bytes) const;
    Splice inverse() const { return {offset, inserted, removed}; }
};

/// Removes what both texts have in common at begin and end.
Splice spliceBetween(std::string_view before, std::string_view after);

struct Change {
    Splice splice;
    File file;                       ///< as it is afterwards
    std::vector<std::string> notes;  ///< what else had to be written, for people: "expanded *labels at …"
};

/// Plans one edit of the document with that index. What comes out has been parsed again and means what it meant before
/// but at the intended path; otherwise the edit is refused. A path that leads through an alias or a merge key is
/// expanded where it is used, so that the place the value comes from, and others who use it, stay as they are.
std::expected<Change, Refusal> plan(const File& file, std::size_t document, const Edit& edit);

}  // namespace armillary::manifest
