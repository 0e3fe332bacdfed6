#pragma once

#include "engine/server/request.h"

/// Answers for human eyes.
namespace armillary::server {

/// Writes a JSON document in lines and indents when the request says ?pretty, or when it comes from a browser or from
/// an HTTP tool of the command line and does not say otherwise; writes a YAML answer, which is JSON until here, in
/// blocks. Streams and what many are sent (OpenAPI) stay as they are.
/// Source: https://kubernetes.io/docs/reference/using-api/api-concepts/#alternate-representations-of-resources, the
/// query parameter `pretty` of every operation, and k8s.io/apiserver/pkg/endpoints/handlers/negotiation.
void present(const Request& request, Response& response);

/// A JSON document, which has to be valid, with two spaces for a level.
std::string indentedJson(std::string_view json);
/// The same value as YAML in block style; members stay in their order.
std::string yamlOf(std::string_view json);

}  // namespace armillary::server
