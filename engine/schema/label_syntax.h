#pragma once

#include <string>
#include <string_view>

namespace armillary::schema {

/// What is wrong with a label's key ("example.com/name") or value, in upstream's words; "" when it is valid. Source:
/// k8s.io/apimachinery/pkg/util/validation, IsQualifiedName and IsValidLabelValue.
std::string labelKeyFinding(std::string_view key);
std::string labelValueFinding(std::string_view value);

}  // namespace armillary::schema
