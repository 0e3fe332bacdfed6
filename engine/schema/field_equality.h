#pragma once

#include "engine/schema/table.h"

/// Deep equality of parts of a struct, absent and empty lists being equal. See equal() in table.h for the whole.
namespace armillary::schema {

/// Two values of one kind; `type` for Kind::Struct.
bool equalValue(Kind kind, const TypeInfo* type, const void* left, const void* right);
/// The member itself, in any shape: `left` and `right` point at it in their structs.
bool equalField(const FieldInfo& field, const void* left, const void* right);

}  // namespace armillary::schema
