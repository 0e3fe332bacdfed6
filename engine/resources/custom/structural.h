#pragma once

#include "engine/resources/checks/path.h"
#include "engine/schema/api/apiextensionsv1.h"
#include "engine/schema/status.h"

namespace armillary::resources::custom {

/// What keeps a schema from being structural, ordered by text.
/// Source: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/
/// #specifying-a-structural-schema.
FieldErrors checkStructural(const apiextensionsv1::JSONSchemaProps& schema, const Path& path);

/// What else a schema of a definition may not say: unsupported keywords, markers that contradict each other, defaults
/// in metadata. Rules in CEL are looked at for their form alone.
FieldErrors checkSchemaKeywords(const apiextensionsv1::JSONSchemaProps& schema, const Path& path);

/// Whether the defaults of a structural schema are values that it allows.
FieldErrors checkDefaults(const apiextensionsv1::JSONSchemaProps& schema, const Path& path);

}  // namespace armillary::resources::custom
