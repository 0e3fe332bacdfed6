#pragma once

#include <boost/json/value.hpp>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace armillary::resources::custom {

/// A JSONPath as additionalPrinterColumns and selectableFields have it: ".spec.ports[0].name",
/// ".status.conditions[?(@.type=='Ready')].status", ".metadata.labels['a.b/c']", ".items[*].x", ".a[1:3]", "..name".
/// Source: https://kubernetes.io/docs/reference/kubectl/jsonpath/.
class JsonPath {
public:
    static constexpr std::size_t kMaxLength = 4096;
    static constexpr std::size_t kMaxSteps = 100;
    /// Values that one evaluation visits at most; what lies beyond is not found.
    static constexpr std::size_t kMaxVisits = 10'000;

    /// `text` without the braces that kubectl puts around it. The error says what is wrong.
    static std::expected<JsonPath, std::string> parse(std::string_view text);

    /// What the path leads to, in document order; nothing where there is no such thing.
    std::vector<const boost::json::value*> find(const boost::json::value& root) const;

private:
    struct Operand {
        std::vector<std::string> path;  ///< below `@`
        boost::json::value literal;
        bool isPath = false;
    };
    struct Step {
        enum class Kind { Member, AnyMember, Index, Slice, Descend, Filter, Members } kind = Kind::Member;
        std::vector<std::string> names;
        std::vector<std::int64_t> indexes;
        std::int64_t from = 0, to = 0, stride = 1;
        bool hasFrom = false, hasTo = false;
        Operand left, right;
        std::string comparison;  ///< "" asks for presence
    };
    class Parser;
    class Walk;

    std::vector<Step> m_steps;
};

/// A value as JSONPath's printer writes it: strings bare, the rest as JSON.
std::string printed(const boost::json::value& value);

/// The value at a plain path of names (".spec.replicas"); null when there is none.
const boost::json::value* valueAt(const boost::json::value& root, std::string_view dottedPath);

}  // namespace armillary::resources::custom
