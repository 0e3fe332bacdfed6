#pragma once

#include "engine/resources/checks/path.h"
#include "engine/schema/api/apiextensionsv1.h"
#include "engine/schema/status.h"

namespace armillary::resources::rules {

using Version = apiextensionsv1::CustomResourceDefinitionVersion;

/// A version of a CustomResourceDefinition: schema, subresources, columns, selectable fields, deprecation. `old` is
/// the version of that name as it was; null for a new one.
void checkVersion(const Version& version, const Version* old, const Path& path, FieldErrors& errors);

void checkConversion(const apiextensionsv1::CustomResourceConversion& conversion, bool preservesUnknown,
                     const Path& path, FieldErrors& errors);

}  // namespace armillary::resources::rules
