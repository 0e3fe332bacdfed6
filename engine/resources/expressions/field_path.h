#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/schema/api/apiextensionsv1.h"

namespace armillary::resources::expressions {

/// The fieldPath of a rule (".spec.replicas", ".labels['a.b']") as errors have paths ("spec.replicas", "labels[a.b]").
/// Nothing when it is none, or leads to nothing in the schema.
std::optional<std::string> normalizedFieldPath(std::string_view path, const apiextensionsv1::JSONSchemaProps& schema);

}  // namespace armillary::resources::expressions
