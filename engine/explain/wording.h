#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// How explanations say things. For the sources of this folder only.
namespace armillary::explain {

/// One line of at most `limit` bytes: control characters become spaces, what is cut ends with "…".
std::string bounded(std::string_view text, std::size_t limit);
/// "1 pod", "3 pods".
std::string counted(std::size_t count, std::string_view what);
/// "a, b and 4 more".
std::string listed(std::span<const std::string> names, std::size_t shown = 3);
/// "4s", "3d4h".
std::string age(std::int64_t seconds);
/// An amount of a resource: thousandths of a core for "cpu", bytes for memory and storage, units for others.
std::string amount(std::string_view resource, std::int64_t value);
/// The candidate that differs from `wanted` by the fewest letters (two, or a third of it), if one does.
std::optional<std::string> nearest(std::string_view wanted, std::span<const std::string> candidates);
/// The last `count` lines that are not blank.
std::vector<std::string> lastLines(std::string_view text, std::size_t count);
/// Whether `text` has `part`, whatever the case of its letters; `part` is in small ones.
bool mentions(std::string_view text, std::string_view part);
/// What stands in the first pair of double quotes at or after `marker`; "" for nothing.
std::string quotedAfter(std::string_view text, std::string_view marker);

}  // namespace armillary::explain
