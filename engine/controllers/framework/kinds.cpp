#include "engine/controllers/framework/kinds.h"

#include "engine/resources/custom/definition.h"
#include "engine/schema/api/apiextensionsv1.h"

namespace armillary::controllers {

std::shared_ptr<const resources::Resource> rowOfKind(std::string_view group, std::string_view kind,
                                                     const client::Informer& definitions) {
    for (const resources::Resource& row : resources::Table::builtIn().rows())
        if (row.group == group && row.kind == kind) return {std::shared_ptr<void>(), &row};
    for (const ObjectRef& object : definitions.list()) {
        const auto& definition = object->as<apiextensionsv1::CustomResourceDefinition>();
        if (definition.spec.group == group && definition.spec.names.kind == kind)
            return resources::custom::clientRow(definition);
    }
    return nullptr;
}

std::string_view groupOf(std::string_view apiVersion) {
    const auto slash = apiVersion.find('/');
    return slash == std::string_view::npos ? std::string_view() : apiVersion.substr(0, slash);
}

}  // namespace armillary::controllers
