#pragma once

#include <vector>

#include "editor_document.h"
#include "engine/manifest/schemas.h"

namespace armillary::app {

/// The schemas of what somebody edits: the built-in ones, and the definitions that the project and the cluster have.
/// Read anew only when one of those is another one.
class FormSchemas {
public:
    const manifest::Schemas& of(const EditorDocument& document);

private:
    manifest::Schemas m_schemas;
    std::vector<ObjectRef> m_definitions;
};

}  // namespace armillary::app
