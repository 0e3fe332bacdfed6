#include "engine/resources/expressions/field_path.h"

#include "engine/resources/expressions/schema_type.h"

namespace armillary::resources::expressions {

namespace {

/// Reads steps from the front.
class StepReader {
public:
    explicit StepReader(std::string_view path) : m_rest(path) {}
    bool atEnd() const { return m_rest.empty(); }

    /// The next name, of a member after a dot or in brackets and single quotes.
    std::optional<std::string> next() {
        if (m_rest.starts_with("['")) return quoted();
        if (!m_rest.starts_with('.')) return std::nullopt;
        m_rest.remove_prefix(1);
        const auto end = std::min(m_rest.find_first_of(".[]"), m_rest.size());
        std::string name(m_rest.substr(0, end));
        m_rest.remove_prefix(end);
        return name.empty() ? std::nullopt : std::optional(std::move(name));
    }

private:
    std::optional<std::string> quoted() {
        static constexpr std::string_view kFrom = "abfnrtv'\\", kTo = "\a\b\f\n\r\t\v'\\";
        std::string name;
        for (std::size_t at = 2; at < m_rest.size(); ++at) {
            if (m_rest[at] == '\'') {
                if (!m_rest.substr(at).starts_with("']") || name.empty()) return std::nullopt;
                m_rest.remove_prefix(at + 2);
                return name;
            }
            if (m_rest[at] != '\\') {
                name += m_rest[at];
                continue;
            }
            const auto escape = ++at < m_rest.size() ? kFrom.find(m_rest[at]) : std::string_view::npos;
            if (escape == std::string_view::npos) return std::nullopt;
            name += kTo[escape];
        }
        return std::nullopt;
    }

    std::string_view m_rest;
};

}  // namespace

std::optional<std::string> normalizedFieldPath(std::string_view path, const JSONSchemaProps& schema) {
    std::string normalized;
    const JSONSchemaProps* at = &schema;
    for (StepReader reader(path); !reader.atEnd();) {
        const auto name = reader.next();
        if (!name) return std::nullopt;
        if (const JSONSchemaProps* values = valuesOf(*at)) {
            normalized += "[" + *name + "]";
            at = values;
        } else {
            normalized += (normalized.empty() ? "" : ".") + *name;
            at = propertyOf(*at, *name);
        }
        if (!at) return std::nullopt;
    }
    return normalized.empty() ? std::nullopt : std::optional(std::move(normalized));
}

}  // namespace armillary::resources::expressions
