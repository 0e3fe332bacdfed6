#pragma once

#include <set>
#include <string>

namespace armillary::app {

/// Which objects of a kind there are, by name alone, so that nobody's secrets are read to say whether one is there.
struct ReferenceNames {
    bool known = false;          ///< false: they may not be listed, or have not been yet; nothing is said to be missing
    std::string onlyNamespace;   ///< what is known of; "" for all
    std::set<std::string> keys;  ///< "namespace/name"

    /// It is certain that there is none.
    bool lacks(const std::string& namespace_, const std::string& name) const {
        return known && (onlyNamespace.empty() || onlyNamespace == namespace_) &&
               !keys.contains(namespace_ + "/" + name);
    }
};

}  // namespace armillary::app
