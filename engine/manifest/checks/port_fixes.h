#pragma once

#include <string>
#include <vector>

#include "engine/manifest/checks/rule.h"
#include "engine/relations/field_view.h"

/// Which port was meant, among those that containers declare. For the sources of this folder.
namespace armillary::manifest::checks {

struct DeclaredPort {
    std::string name, number;  ///< "" where it is not said
    auto operator<=>(const DeclaredPort&) const = default;
};

/// Adds those of a list of ports, each once.
void noteDeclared(const relations::FieldView& port, std::vector<DeclaredPort>& ports);
bool isDeclared(const std::vector<DeclaredPort>& ports, const std::string& wanted);

/// Ports that are offered to choose from.
inline constexpr std::size_t kMostOfferedPorts = 3;
/// Each that could be meant, by its name where `wanted` is a name or nothing was said, else by its number: of several
/// the one whose name is nearly what is wanted.
void offerPorts(const Subject& subject, const std::string& path, const std::vector<DeclaredPort>& ports,
                const std::string& wanted, bool byNumber, Finding& finding);

}  // namespace armillary::manifest::checks
