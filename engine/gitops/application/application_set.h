#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/gitops/source/tree.h"

/// ApplicationSets, as far as a repository alone says what comes of them.
namespace armillary::gitops {

/// A set comes to at most this many Applications; generators are at most so deep in one another.
inline constexpr std::size_t kMostGenerated = 2'000;
inline constexpr int kDeepestGenerator = 4;

/// Whether an address is the repository's that is looked at.
using IsOurs = std::function<bool(std::string_view address)>;

/// The Application objects that a set makes, in its order. Generators: list, git (directories and files of this
/// repository), matrix, merge. Templates: `{{name}}`, and with goTemplate `{{.name}}` and `{{index .path.segments N}}`.
/// Pure. The problem names what is not supported (generators that ask somebody, functions, patches): then nobody knows
/// what it makes, and it makes nothing here.
/// Source: Argo CD, Operator Manual, ApplicationSet: Generators and Templates.
Expected<std::vector<boost::json::object>> expandSet(const boost::json::object& set, const Tree& tree,
                                                     const IsOurs& isOurs);

}  // namespace armillary::gitops
