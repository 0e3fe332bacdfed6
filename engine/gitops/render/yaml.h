#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "engine/gitops/source/tree.h"

/// Small readers of documents whose schema is not ours. For the sources of gitops.
namespace armillary::gitops {

/// The first document of a file in a tree, an object; the problem names the file and the line.
Expected<boost::json::object> readObject(const Tree& tree, const std::string& path);

/// A member that is a string; "" otherwise.
std::string textAt(const boost::json::object& object, std::string_view key);
/// A member that is an object; null otherwise.
const boost::json::object* objectAt(const boost::json::object& object, std::string_view key);
/// A member that is an array; null otherwise.
const boost::json::array* arrayAt(const boost::json::object& object, std::string_view key);
bool isTrueAt(const boost::json::object& object, std::string_view key);
/// Strings of an array; others are left out.
std::vector<std::string> textsAt(const boost::json::object& object, std::string_view key);

}  // namespace armillary::gitops
