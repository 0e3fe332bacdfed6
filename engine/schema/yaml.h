#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "engine/schema/json_codec.h"

/// YAML as Kubernetes' clients write it, turned into JSON. Plain scalars become what YAML 1.1 makes of them, as
/// sigs.k8s.io/yaml does it (`yes` is true, `010` is eight); anchors, aliases and merge keys are followed.
namespace armillary::schema {

/// The first document of `text` as JSON; "null" for an empty one. Bounded: nesting by kMaxDepth, the JSON by
/// kMaxDocumentBytes, which also ends documents that multiply themselves by aliases.
std::expected<std::string, DecodeError> yamlToJson(std::string_view text);

/// Every document of a stream, empty ones left out.
std::expected<std::vector<std::string>, DecodeError> yamlStreamToJson(std::string_view text);

/// What a plain scalar means, as JSON text: `yes` is true, `web` is "web".
std::string plainScalarToJson(std::string_view text);

}  // namespace armillary::schema
