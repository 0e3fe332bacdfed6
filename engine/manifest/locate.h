#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "engine/manifest/file.h"
#include "engine/manifest/path.h"
#include "engine/manifest/refusal.h"

namespace armillary::manifest {

/// One step of a path that was found.
struct Hop {
    const Node* holder;            ///< the mapping or list
    const Entry* entry;            ///< in `holder`, or in what a merge key brings
    const Entry* merge = nullptr;  ///< the holder's merge key by which the entry comes; null for its own
};

/// How far a path leads.
struct Place {
    std::vector<Hop> hops;
    const Node* node =
        nullptr;              ///< the value of the last hop as it is written, perhaps an alias; the root without hops
    Path concrete;            ///< the path by keys and positions alone, as far as it was found; then the rest as given
    std::size_t missing = 0;  ///< steps that are not there
};

/// Refused: a key or an item that is there twice (`ambiguous`), a step into what has none (`form`).
std::expected<Place, Refusal> locate(const Node& root, const Path& path);

/// The value at the end of a path, aliases followed; null when it is not there.
const Node* find(const Node& root, const Path& path);

/// The first hop among the first `count` whose holder is not written where the path leads, but comes through an alias
/// or merge key; the hop's index.
std::optional<std::size_t> firstDetour(const Node& root, const Place& place, std::size_t count);

}  // namespace armillary::manifest
