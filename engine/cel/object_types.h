#pragma once

#include "engine/cel/type.h"
#include "engine/schema/table.h"

namespace armillary::cel {

/// The type of an API type's objects: members under their JSON names, times as timestamps, quantities as strings, and
/// what is a number or a string, or any JSON, as dyn.
Type typeOf(const schema::TypeInfo& type);

}  // namespace armillary::cel
