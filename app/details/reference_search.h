#pragma once

#include <string>
#include <vector>

#include "reader_world.h"

/// What an object has to do with others, as a person reads it. Pure but for what the world reads.
namespace armillary::app {

/// One line of it.
struct Reference {
    enum class Section { Owned, RefersTo, ReferredBy };
    enum class State {
        There,
        Missing,   ///< named, and not there
        Optional,  ///< the same, and it may be missing
        NoKey,     ///< it is there, and lacks what is wanted of it
        Unserved,  ///< the cluster knows no such kind
        Unknown,   ///< may not be looked at
        Rest,      ///< stands for `count` more of them
    };
    Section section = Section::Owned;
    State state = State::There;
    int depth = 0;         ///< of Owned: how far below
    std::string relation;  ///< a word of relations::relation
    relations::ObjectId other;
    std::string path;    ///< the field that says it, of RefersTo and ReferredBy
    std::string detail;  ///< the keys that are missing, why nobody may look
    int count = 0;       ///< Rest: how many; otherwise how many that it owns have the same relation
    ObjectRef object;    ///< where it is known
    bool operator==(const Reference& right) const;
};

struct References {
    std::vector<Reference> rows;  ///< section by section
    std::vector<ReaderWorld::Gap> gaps;
};

/// One object above another.
struct Owner {
    relations::ObjectId id;
    bool there = true;  ///< false: it is gone
    bool known = true;  ///< false: may not be looked at
    bool operator==(const Owner&) const = default;
};

/// The controllers and owners above, the topmost first. At most eight.
std::vector<Owner> ownersOf(const ObjectRef& object, const ReaderWorld& world);

/// Of a section not more than this; the rest is counted.
inline constexpr std::size_t kMostReferences = 100;

References referencesOf(const ObjectRef& object, const ReaderWorld& world);

}  // namespace armillary::app
