#pragma once

#include <expected>

#include "engine/manifest/edit.h"
#include "engine/manifest/value.h"

namespace armillary::manifest {

/// What a document will mean after the edit: changes `root` at `path`, the edit's path by keys and positions. Refused
/// when there is nothing to change, or the edit would not be what it says. For the sources of this folder.
std::expected<void, Refusal> expect(Value& root, const Path& path, const Edit& edit, const Value& value);

}  // namespace armillary::manifest
