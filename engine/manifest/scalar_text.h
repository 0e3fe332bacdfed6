#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/manifest/node.h"

/// How a string can be written. For the sources of this folder.
namespace armillary::manifest {

/// Bare: it is read as this very string, also by readers that know more words than ours.
bool canBePlain(std::string_view text, bool inFlow);
/// The string in that style, in one line; nothing when the style cannot say it so.
std::optional<std::string> inOneLine(std::string_view text, Style style, bool inFlow);
/// The header of a literal block that says the string ("|", "|-", "|+"); nothing when none can.
std::optional<std::string> literalHeader(std::string_view text);

}  // namespace armillary::manifest
