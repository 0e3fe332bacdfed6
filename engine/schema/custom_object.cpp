#include "engine/schema/custom_object.h"

#include <cstddef>

#include "engine/schema/shape_ops.h"

#pragma GCC diagnostic ignored "-Winvalid-offsetof"

namespace armillary::schema {

const TypeInfo& TypeOf<CustomObject>::info() {
    // The field without a name takes every member that has no field of its own.
    static const FieldInfo fields[] = {
        {.jsonName = "metadata",
         .number = 0,
         .kind = Kind::Struct,
         .shape = Shape::Value,
         .offset = offsetof(CustomObject, metadata),
         .type = &typeInfo<metav1::ObjectMeta>()},
        {.jsonName = "",
         .number = 0,
         .kind = Kind::RawJson,
         .shape = Shape::Value,
         .omitEmpty = true,
         .offset = offsetof(CustomObject, members)},
    };
    static const InlineInfo inlines[] = {
        {0, [](void* object) -> void* { return static_cast<metav1::TypeMeta*>(static_cast<CustomObject*>(object)); },
         &typeInfo<metav1::TypeMeta>()}};
    static const TypeInfo type{.name = "CustomObject",
                               .goPackage = "armillary/custom",
                               .openApiName = "armillary.custom.CustomObject",
                               .fields = fields,
                               .inlines = inlines,
                               .size = sizeof(CustomObject),
                               .doc = 0,
                               .listWrapper = false,
                               .create = StructOps<CustomObject>::create,
                               .destroy = StructOps<CustomObject>::destroy,
                               .clone = StructOps<CustomObject>::clone};
    return type;
}

}  // namespace armillary::schema
