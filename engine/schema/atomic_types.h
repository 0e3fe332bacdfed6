#pragma once

#include "engine/schema/table.h"

namespace armillary::schema {

/// Whether a type says of itself that server-side apply owns it as a whole (+structType=atomic at the type).
bool isAtomicStruct(const TypeInfo& type);

}  // namespace armillary::schema
