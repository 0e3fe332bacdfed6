#include "engine/server/value.h"

namespace armillary::server {

metav1::TypeMeta& typeMetaOf(const schema::TypeInfo& type, void* object) {
    for (const schema::InlineInfo& base : type.inlines)
        if (base.type == &schema::typeInfo<metav1::TypeMeta>())
            return *static_cast<metav1::TypeMeta*>(base.upcast(object));
    throw std::logic_error(std::string(type.openApiName) + " has no kind");
}

}  // namespace armillary::server
