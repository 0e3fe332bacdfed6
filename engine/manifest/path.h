#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

/// Where a value is in a document, as people write it: `spec.containers[name=web].ports[0]`,
/// `metadata.labels["app.kubernetes.io/name"]`.
namespace armillary::manifest {

struct Step {
    enum class Kind {
        Key,    ///< a mapping's member
        Index,  ///< a list's item, from 0
        Match,  ///< the list's item whose member `key` is `value`
    };
    Kind kind = Kind::Key;
    std::string key;
    std::size_t index = 0;
    std::string value;

    static Step member(std::string key) { return {Kind::Key, std::move(key)}; }
    static Step item(std::size_t index) { return {Kind::Index, {}, index}; }
    bool operator==(const Step&) const = default;
};

/// Empty: the document itself.
using Path = std::vector<Step>;

/// Bytes and steps that a path may have.
inline constexpr std::size_t kMostPathBytes = 16'384, kMostSteps = 200;

/// Keys and values with other signs than letters, digits, '-', '_', '/' and '$' can be quoted like JSON strings. The
/// error is a sentence that names the byte.
std::expected<Path, std::string> parsePath(std::string_view text);

/// What parsePath() reads as the same path.
std::string print(const Path& path);

}  // namespace armillary::manifest
