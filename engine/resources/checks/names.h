#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// The text rules that Kubernetes' API has for names, keys and numbers. Each function answers with what is wrong, in
/// upstream's words; nothing means valid. Source: k8s.io/apimachinery/pkg/util/validation.
namespace armillary::resources {

using Messages = std::vector<std::string>;

Messages checkSubdomain(std::string_view value);
Messages checkLabel(std::string_view value);
Messages checkLabel1035(std::string_view value);
Messages checkWildcardSubdomain(std::string_view value);
Messages checkPathSegment(std::string_view value);
Messages checkQualifiedName(std::string_view value);
Messages checkLabelValue(std::string_view value);
Messages checkConfigMapKey(std::string_view value);
Messages checkEnvVarName(std::string_view value);
Messages checkPortName(std::string_view value);
Messages checkPortNumber(std::int64_t value);
Messages checkHttpHeaderName(std::string_view value);
Messages checkPercent(std::string_view value);
Messages checkUserOrGroupId(std::int64_t value);

/// An IPv4 or IPv6 address; 0 when it is neither, else 4 or 6.
int addressFamily(std::string_view value);
/// The same for ADDRESS/BITS.
int cidrFamily(std::string_view value);

/// Whether the first of two ranges, ADDRESS/BITS, lies within the second and is smaller.
bool isStrictlyWithin(std::string_view inner, std::string_view outer);

/// "must be between A and B, inclusive".
std::string inclusiveRange(std::int64_t low, std::int64_t high);

inline constexpr std::string_view kNotNegative = "must be greater than or equal to 0";
inline constexpr std::string_view kImmutable = "field is immutable";

}  // namespace armillary::resources
