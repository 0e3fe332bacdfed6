#pragma once

#include <map>

#include "engine/gitops/application/application_set.h"

/// For the sources of this folder only.
namespace armillary::gitops {

/// What one Application is made with: "path.basename", "path[1]", "values.colour".
using Parameters = std::map<std::string, std::string, std::less<>>;

/// How expressions are replaced.
struct Filling {
    const Parameters& parameters;
    bool goTemplate = false;
    bool keepsUnknown = false;  ///< somebody else gives what is not known here
};

/// A text with its expressions replaced. The problem names the expression.
Expected<std::string> filledIn(std::string_view text, const Filling& filling);
/// The same in all texts of a document.
Expected<> fillIn(boost::json::value& value, const Filling& filling);

/// What generators stand on.
struct GeneratorGround {
    const Tree& tree;
    const IsOurs& isOurs;
    bool goTemplate = false;
};

/// The parameters that a list of generators gives, one after the other.
Expected<std::vector<Parameters>> generate(const boost::json::array& generators, const GeneratorGround& ground,
                                           int depth);

}  // namespace armillary::gitops
