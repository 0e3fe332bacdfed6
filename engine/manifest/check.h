#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/manifest/file.h"
#include "engine/manifest/schemas.h"

/// What is wrong with manifests, said before anything is applied.
namespace armillary::manifest {

enum class Severity { Error, Warning, Hint };
std::string_view word(Severity severity);

struct Finding {
    std::size_t file = 0;              ///< index among the files that were checked
    std::size_t line = 1, column = 1;  ///< from 1
    Severity severity = Severity::Error;
    std::string_view id;  ///< of a rule, see rules(); stable
    std::string message;
};

/// "FILE:LINE:COLUMN: error ID: message".
std::string print(const Finding& finding, std::string_view file);

/// A file to check; `bytes` need not be YAML.
struct Source {
    std::string name, bytes;
};

/// What there is about all of them together, by file, line and column. What is not among the files is unknown, not
/// absent: references to it are hints at most. A finding is left out when its line, or the one above, has the comment
/// `# armillary:ignore ID`. Custom resources are held against `schemas`, and against definitions among the files.
std::vector<Finding> check(std::span<const Source> sources, const Schemas& schemas = Schemas::builtIn());

/// Leaves out what such comments silence.
void dropIgnored(std::vector<Finding>& findings, std::span<const Source> sources);

/// The ids of all findings of check(), and what each is about in a line.
struct RuleInfo {
    std::string_view id, about;
};
std::span<const RuleInfo> rules();

}  // namespace armillary::manifest
