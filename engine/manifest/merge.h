#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/manifest/node.h"

namespace armillary::manifest {

/// What two sides made of the same lines, each in another way.
struct Conflict {
    Span place;  ///< in Merged::text, where `ours` stands
    std::string base, ours, theirs;
    enum class Reason {
        Lines,      ///< both changed these lines, or lines beside them
        Syntax,     ///< both changes together are no YAML; it is about the whole text
        DoubleKey,  ///< both changes together give a mapping the same key twice; about the whole text
    } reason = Reason::Lines;
};

struct Merged {
    std::string text;
    std::vector<Conflict> conflicts;  ///< in the order of the text; none: both sides' changes are in it
};

/// Joins what two sides have made of one text, line by line as diff3 does: changes that do not touch each other are
/// both taken, equal ones once. Where both texts are YAML, what comes out is, too, and says no key twice that they do
/// not; otherwise all of it is one conflict.
Merged merge(std::string_view base, std::string_view ours, std::string_view theirs);

/// The text with each conflict decided: `takeTheirs` has one truth value for each, in their order.
std::string decided(const Merged& merged, const std::vector<bool>& takeTheirs);

}  // namespace armillary::manifest
