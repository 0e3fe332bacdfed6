#pragma once

#include <string>
#include <vector>

#include "engine/manifest/path.h"
#include "engine/relations/relations.h"

namespace armillary::app {

/// What people change most of a kind, in the order in which they look for it.
struct CommonFields {
    struct Each {
        manifest::Path list;                 ///< whose items have these fields
        std::vector<manifest::Path> fields;  ///< from the item
    };
    std::vector<manifest::Path> fields;
    std::vector<Each> lists;
};

/// Nothing for a kind about which nothing is known: its whole spec is what is common then.
CommonFields commonFieldsOf(const relations::Kind& kind);

}  // namespace armillary::app
