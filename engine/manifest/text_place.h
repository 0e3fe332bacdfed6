#pragma once

#include <memory>
#include <vector>

#include "engine/manifest/assist.h"
#include "engine/manifest/sketch.h"

/// Where an offset is in a sketch. For the sources of this folder.
namespace armillary::manifest {

/// A place with what stands around it.
struct SketchPlace {
    TextPlace place;
    std::unique_ptr<Sketch> document;
    /// From the object on, for each step of the path: the mapping or list, and the entry in it; null where a list's
    /// next item could begin.
    struct Hop {
        const Sketch* holder;
        const SketchEntry* entry;
    };
    std::vector<Hop> way;
    const Sketch* holder = nullptr;     ///< of Part::Key: the mapping; null where it is not there yet
    const SketchEntry* self = nullptr;  ///< of Part::Key: the entry of that key; null where it is not there yet
    bool inBrackets = false;
    bool wantsDash = false;   ///< an item begins here, without its dash as yet
    bool wantsBlank = false;  ///< a colon or dash stands right before
};
SketchPlace placeIn(std::string_view text, std::size_t offset);

}  // namespace armillary::manifest
