#pragma once

#include "engine/plan/item.h"
#include "engine/schema/object.h"

namespace armillary::plan {

/// What the cluster has once `item` has been applied, as far as that can be told without asking a server: fields that
/// the item names are as it says, others as they are (`live`; null: there is none), and what is left is defaulted.
/// Lists of custom kinds are taken whole from the item. Null when the two cannot be joined.
ObjectRef expectedOf(const ObjectRef& live, const Item& item, std::string_view namespace_);

}  // namespace armillary::plan
