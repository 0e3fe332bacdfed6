#pragma once

#include <QString>
#include <cstddef>
#include <string_view>

#include "engine/manifest/check.h"
#include "engine/manifest/file.h"
#include "engine/manifest/path.h"

namespace armillary::app {

/// The path, by keys and positions, to the innermost value of `root` that stands at a byte, or whose key does.
manifest::Path pathAt(const manifest::Node& root, std::size_t offset);

/// The first byte of the line that is no blank, when `offset` stands before it; otherwise `offset`.
std::size_t skipIndentation(std::string_view bytes, std::size_t offset);

/// The value behind a key of a mapping, aliases and merge keys followed; null when it is not there.
const manifest::Node* memberOf(const manifest::Node* mapping, std::string_view key);

/// How a finding looks: "bad", "warning" or "quiet".
QString toneOf(manifest::Severity severity);

}  // namespace armillary::app
