#pragma once

#include "engine/schema/apply/field_set.h"
#include "engine/schema/apply/schema_node.h"

namespace armillary::apply {

/// What changed between two documents of one type. No field is in more than one of the sets.
struct Comparison {
    FieldSet removed, modified, added;
    bool same() const { return removed.empty() && modified.empty() && added.empty(); }
};

/// Compares two values of a generated type as their JSON would compare. What `ignored` holds, and all below it, is
/// passed over. Source: structured-merge-diff, typed.Compare.
Comparison compareStructs(const schema::TypeInfo& type, const void* before, const void* after,
                          const FieldSet& ignored = {});

}  // namespace armillary::apply
