#pragma once

#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/cel/value.h"

/// Points in time and lengths of it, within the bounds of cel-spec.
namespace armillary::cel {

/// RFC 3339 with any offset and up to nine digits of a second; nothing when it is none, or out of range.
std::optional<Timestamp> parseTimestamp(std::string_view text);
/// "2020-01-01T00:00:00.5Z".
std::string timestampText(const Timestamp& time);
/// Go's notation: "1h30m", "1.5s", "-2ms".
std::optional<Duration> parseDuration(std::string_view text);
/// Seconds: "3601.5s".
std::string durationText(const Duration& duration);
/// A timestamp of that many seconds since the epoch; an error when out of range.
Value timestampOf(std::int64_t seconds, std::int32_t nanoseconds = 0);

Value shifted(const Timestamp& time, std::int64_t nanoseconds);
Value timeBetween(std::span<const Value> args);
Value addDurations(std::span<const Value> args);
Value subtractDurations(std::span<const Value> args);

}  // namespace armillary::cel
