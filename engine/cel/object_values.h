#pragma once

#include <string_view>

#include "engine/cel/value.h"
#include "engine/schema/table.h"

/// API objects as values. Nothing is converted before it is read: members are looked up in the struct, or in the parsed
/// document, at the moment that an expression selects them.
namespace armillary::cel {

/// A decoded object as a map of its JSON members; what JSON leaves out is absent. Borrows: the object has to outlive
/// every value that is read from it. Quantities, times and durations are strings, as in JSON.
Value valueOf(const schema::TypeInfo& type, const void* object);
template <schema::ApiStruct T>
Value valueOf(const T& object) {
    return valueOf(schema::typeInfo<T>(), &object);
}

/// A JSON document; the value holds the parsed document. An error when it does not parse.
Value valueOfJson(std::string_view text);

}  // namespace armillary::cel
