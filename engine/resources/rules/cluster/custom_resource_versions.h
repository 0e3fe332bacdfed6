#pragma once

#include "engine/resources/checks/path.h"
#include "engine/schema/api/apiextensionsv1.h"
#include "engine/schema/status.h"

namespace armillary::resources::rules {

/// A version of a CustomResourceDefinition: schema, subresources, columns, selectable fields, deprecation.
void checkVersion(const apiextensionsv1::CustomResourceDefinitionVersion& version, const Path& path,
                  FieldErrors& errors);

void checkConversion(const apiextensionsv1::CustomResourceConversion& conversion, bool preservesUnknown,
                     const Path& path, FieldErrors& errors);

}  // namespace armillary::resources::rules
