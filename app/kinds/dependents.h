#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "kind.h"

/// What else goes when objects are deleted.
namespace armillary::app::kinds {

/// One object as far as ownership goes.
struct Owned {
    std::string uid, name, kind;
    std::vector<std::string> owners;  ///< uids
};

/// Those that lose their last owner when these (uids) go, and those that lose theirs by that: what the garbage
/// collector deletes. In the order in which they fall.
std::vector<const Owned*> fallen(const std::vector<Owned>& objects, const std::set<std::string>& going);

/// What the cluster says. Looked for by kind: those that usually are owned first, then the rest, until kMostKinds have
/// been read or kLongestLook is over; `leftOut` tells how many kinds were not.
struct Dependents {
    std::vector<Consequence> consequences;  ///< "6 Pods"
    int leftOut = 0;
};
Dependents dependentsOf(const Surroundings& around);
/// All that is in a namespace, counted by kind.
Dependents contentOf(const Surroundings& around, const std::string& namespace_);

}  // namespace armillary::app::kinds
