#pragma once

#include "engine/schema/table.h"

namespace armillary::schema {

/// Whether a field is empty as Go's omitempty understands it; `at` points at the member.
bool isEmpty(const FieldInfo& field, const void* at);

}  // namespace armillary::schema
