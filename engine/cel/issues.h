#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace armillary::cel {

/// What is wrong with an expression, each finding with its place, in the layout that Kubernetes' users know:
///
///     ERROR: <input>:1:3: undeclared reference to 'x' (in container '')
///      | 1+x
///      | ..^
class Issues {
public:
    explicit Issues(std::string_view source) : m_source(source) {}

    /// `offset` is in bytes of the source. What goes beyond the hundredth finding is only counted.
    void add(std::size_t offset, std::string message);
    /// The same for what the grammar refuses: "Syntax error: …".
    void addSyntax(std::size_t offset, std::string message) { add(offset, "Syntax error: " + message); }
    bool empty() const { return m_count == 0; }
    /// All findings in the order of their places.
    std::string text() const;

private:
    struct Issue {
        std::size_t offset;
        std::string message;
    };
    std::string textOf(const Issue& issue) const;

    std::string m_source;
    std::vector<Issue> m_issues;
    std::size_t m_count = 0;
};

}  // namespace armillary::cel
