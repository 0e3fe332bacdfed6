#pragma once

#include <boost/json/value.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// Where values stand in an object's JSON, and the rows' patterns of such places. For the sources of this folder only.
namespace armillary::relations {

/// A member's name or an item's position for each step.
using Place = std::vector<std::variant<std::string, std::size_t>>;

/// As manifest::parsePath() reads it: names with other signs than letters, digits and '-' are quoted.
std::string text(const Place& place);
/// Reads what an edge's path says; members there have plain names.
Place placeOf(std::string_view path);
Place operator+(Place place, std::string name);
Place operator+(Place place, std::size_t index);
/// The first `steps` of it.
Place front(const Place& place, std::size_t steps);
/// Null when nothing is there.
const boost::json::value* at(const boost::json::value& root, const Place& place);
/// What stands there as text: "" for anything but a string or a number.
std::string textAt(const boost::json::value& root, const Place& place);
std::size_t sizeAt(const boost::json::value& root, const Place& place);
std::string jsonOf(const boost::json::value& value);

/// A step of a row's path.
struct PatternStep {
    std::vector<std::string> names;  ///< one of these
    bool all = false;                ///< and each item of the list there
};
using Pattern = std::vector<PatternStep>;
Pattern patternOf(std::string_view path);
bool matches(const Pattern& pattern, const Place& place);
/// The position behind the last step with a list; 0 without one.
std::size_t behindLastList(const Pattern& pattern);
/// Every place there is for a pattern that begins at `from`.
std::vector<Place> placesOf(const boost::json::value& root, const Pattern& pattern);
/// The place that a pattern without lists names.
Place plain(const Pattern& pattern);
/// {"a": {"b": value}} for a.b, the first of several names.
boost::json::value nested(const Pattern& pattern, std::size_t first, boost::json::value value);

}  // namespace armillary::relations
