#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/manifest/file.h"
#include "engine/manifest/schemas.h"
#include "engine/manifest/workspace.h"

/// What is wrong with manifests, said before anything is applied.
namespace armillary::manifest {

enum class Severity { Error, Warning, Hint };
std::string_view word(Severity severity);

/// One way to mend a finding: what a careful person would do.
struct Fix {
    std::string title;                  ///< as a command: "Write batch/v1"; names no secret's value
    std::vector<Operation> operations;  ///< for a Workspace of the files that were checked, in their order
    bool operator==(const Fix&) const = default;
};

struct Finding {
    std::size_t file = 0;              ///< index among the files that were checked
    std::size_t line = 1, column = 1;  ///< from 1
    Severity severity = Severity::Error;
    std::string_view id;  ///< of a rule, see rules(); stable
    std::string message;
    /// None where it takes a decision that only people can make; more than one where there are as many plain ways.
    std::vector<Fix> fixes = {};
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

/// A rule's page: its id, and what people want to know of its findings, in sentences.
struct RuleInfo {
    std::string_view id;
    std::string_view severities;  ///< of its findings: "error", "warning or hint"
    std::string_view about;       ///< in a line, without a full stop
    std::string_view why;         ///< what comes of it when it stays
    std::string_view mending;     ///< what to do, and which part of that a fix does
};
std::span<const RuleInfo> rules();
/// Null when there is no such rule.
const RuleInfo* ruleOf(std::string_view id);

}  // namespace armillary::manifest
