#include "form_schemas.h"

#include "form_names.h"

namespace armillary::app {

const manifest::Schemas& FormSchemas::of(const EditorDocument& document) {
    static const relations::Kind kDefinition{"apiextensions.k8s.io", "CustomResourceDefinition"};
    std::vector<ObjectRef> definitions = objectsInCluster(document, kDefinition);
    // What is being written counts before what is served.
    for (const editor::Item& item : document.project().items())
        if (item.object.kind == kDefinition && item.value) definitions.push_back(item.value);
    if (definitions == m_definitions) return m_schemas;
    m_definitions = std::move(definitions);
    m_schemas = manifest::Schemas();
    // One that cannot be read says so in the checks; its kind is edited as YAML.
    for (const ObjectRef& definition : m_definitions) static_cast<void>(m_schemas.addDefinition(definition->json()));
    return m_schemas;
}

}  // namespace armillary::app
