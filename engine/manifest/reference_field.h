#pragma once

#include <optional>
#include <string>

#include "engine/manifest/text_place.h"
#include "engine/relations/relations.h"

/// What a place refers to by the table of edges. For the sources of this folder.
namespace armillary::manifest {

/// The objects whose name belongs here.
struct ReferenceField {
    relations::Kind kind;
    std::string namespace_;  ///< as the text says it; "" where it says none
};
/// Nothing where the field names no object, or does not say of what kind.
std::optional<ReferenceField> referenceAt(std::string_view text, const SketchPlace& found);

/// The ConfigMap or Secret of which a key belongs here; nothing where none does, or it is not named.
std::optional<relations::ObjectId> keyHolderAt(std::string_view text, const SketchPlace& found);

}  // namespace armillary::manifest
