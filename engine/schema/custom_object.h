#pragma once

#include "engine/schema/api/metav1.h"
#include "engine/schema/scalars.h"
#include "engine/schema/table.h"

namespace armillary::schema {

/// An object of a custom resource: what every object has, and all else as JSON. Which type it is of is said by its
/// apiVersion and kind alone; one table serves all of them, so that codecs, verbs and admission need not know.
struct CustomObject : metav1::TypeMeta {
    metav1::ObjectMeta metadata;
    /// An object of the other members, `{"spec":{…},"status":{…}}`; "" for none.
    RawJson members;
};

template <>
struct TypeOf<CustomObject> {
    static const TypeInfo& info();
};

}  // namespace armillary::schema
