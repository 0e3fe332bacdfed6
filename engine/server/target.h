#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Request targets (RFC 9112, origin form) and query strings, read and written.
namespace armillary::server {

inline constexpr std::size_t kMaxTargetBytes = 32u << 10;
inline constexpr std::size_t kMaxQueryParameters = 1000;

struct Target {
    std::string path;  ///< percent-decoded but for "%2F" and "%25", which stay as they were
    std::vector<std::pair<std::string, std::string>> query;
};

/// Fails with a sentence for a target that is not in origin form, is too long, is badly encoded, or holds a control
/// character.
std::expected<Target, std::string> parseTarget(std::string_view target);

/// For a value in a query string.
std::string encodeQuery(std::string_view text);
/// For a path: every byte that a path may not hold is encoded, "/" and existing "%" escapes are kept.
std::string encodePath(std::string_view path);

}  // namespace armillary::server
