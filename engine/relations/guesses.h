#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/relations/writing.h"

/// References of custom resources, by what their fields are called. For the sources of this folder only.
namespace armillary::relations {

inline constexpr std::string_view kGuess = "guess";

/// A way through a field that names something else of the kind by now; absent without one.
std::optional<Way> guessedWay(const ObjectRef& from, const ObjectRef& to);
std::expected<std::vector<FieldChange>, std::string> drawGuess(const ObjectRef& from, const ObjectRef& to,
                                                               const WayOptions& options);
std::expected<std::vector<FieldChange>, std::string> takeGuess(const ObjectRef& from, const Edge& edge);

}  // namespace armillary::relations
