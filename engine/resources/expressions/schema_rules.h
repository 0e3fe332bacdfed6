#pragma once

#include <memory>

#include "engine/resources/checks/path.h"
#include "engine/resources/custom/definition.h"

/// The rules that a schema has in x-kubernetes-validations.
/// Source: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/
/// #validation-rules.
namespace armillary::resources::expressions {

/// Compiles the rules of a whole schema, which has to outlive them; null when it has none. Rules that speak of the old
/// value are passed over where there is none, unless they take it as an optional.
std::unique_ptr<const custom::ExpressionRules> compileRules(const apiextensionsv1::JSONSchemaProps& schema);

/// Whether rules are refused that may cost too much. What a definition has had before, it may keep.
enum class CostCheck { Limited, None };

/// Refuses rules that do not compile or do not fit, for the definition that has the schema at `path`. The schema and
/// the form of its rules have been found right before.
void checkRules(const apiextensionsv1::JSONSchemaProps& schema, CostCheck costs, const Path& path, FieldErrors& errors);

}  // namespace armillary::resources::expressions
