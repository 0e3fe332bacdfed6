#pragma once

#include <string>

#include "engine/resources/custom/definition.h"

/// Custom resources in OpenAPI documents. Source: k8s.io/apiextensions-apiserver/pkg/controller/openapi.
namespace armillary::resources::custom {

/// "com.example.v1.Widget", of the kind or of its list.
std::string modelName(const Version& version, bool list);

/// The schemas as JSON. `prefix` is where documents keep schemas: "#/definitions/" makes it one of OpenAPI 2, which has
/// no words for alternatives and null. Both refer to ObjectMeta and ListMeta there.
std::string modelJson(const Version& version, const std::string& prefix);
std::string listModelJson(const Version& version, const std::string& prefix);

}  // namespace armillary::resources::custom
