#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/manifest/file.h"

/// From bytes to syntax. For the sources of this folder; others use File.
namespace armillary::manifest {

/// `text` is UTF-8 without control characters. Only `part` of it is read, as if nothing else were there; a mistake's
/// place is right in what is read from the begin on.
std::expected<std::vector<Document>, Mistake> parseSyntax(std::string_view text, Span part);

/// What a scalar is, as JSON text. Only a plain one without a tag can be something else than a string.
std::string scalarJson(const Node& scalar);

}  // namespace armillary::manifest
