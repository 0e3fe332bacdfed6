#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "engine/schema/api/metav1.h"

namespace armillary {

/// A label selector, compiled. Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/.
class LabelSelector {
public:
    enum class Operator { In, NotIn, Exists, DoesNotExist, GreaterThan, LessThan };
    struct Requirement {
        std::string key;
        Operator op;
        std::vector<std::string> values;  ///< sorted when parsed
        /// Written "key=value" or "key!=value" rather than as a set of one.
        bool exact = false;
        bool matches(const schema::StringMap<std::string>& labels) const;
    };

    /// Matches everything.
    LabelSelector() = default;
    static LabelSelector nothing();
    /// "a=b,c!=d,e in (f,g),!h,i>1". The error is upstream's sentence.
    static std::expected<LabelSelector, std::string> parse(std::string_view text);
    /// An API selector: empty selects everything.
    static std::expected<LabelSelector, std::string> from(const metav1::LabelSelector& selector);
    /// Equality with every pair.
    static LabelSelector fromMap(const schema::StringMap<std::string>& labels);

    bool matches(const schema::StringMap<std::string>& labels) const;
    bool matchesEverything() const { return !m_nothing && m_requirements.empty(); }
    const std::vector<Requirement>& requirements() const { return m_requirements; }
    /// As parse() reads it, requirements in the order of their keys.
    std::string text() const;

private:
    explicit LabelSelector(std::vector<Requirement> requirements);

    bool m_nothing = false;
    std::vector<Requirement> m_requirements;
};

/// A field selector: "metadata.name=x,status.phase!=Running".
class FieldSelector {
public:
    struct Requirement {
        std::string path;
        bool equal;
        std::string value;
    };
    FieldSelector() = default;
    /// The error is upstream's sentence. `\\`, `\,` and `\=` stand for themselves in a value.
    static std::expected<FieldSelector, std::string> parse(std::string_view text);
    const std::vector<Requirement>& requirements() const { return m_requirements; }
    bool empty() const { return m_requirements.empty(); }

private:
    std::vector<Requirement> m_requirements;
};

}  // namespace armillary
