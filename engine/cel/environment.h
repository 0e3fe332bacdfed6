#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/cel/function.h"
#include "engine/cel/type.h"

namespace armillary::cel {

/// The variables that an expression sees, each in a place of its own. Copyable; meant to be made once and extended.
class Environment {
public:
    struct Variable {
        std::string name;  ///< may be dotted: "authorizer.requestResource"
        Type type;
    };

    /// The functions have to outlive the environment and what is compiled in it.
    explicit Environment(const Functions& functions = Functions::kubernetes()) : m_functions(&functions) {}

    Environment& declare(std::string name, Type type) {
        m_variables.push_back({std::move(name), std::move(type)});
        return *this;
    }
    const std::vector<Variable>& variables() const { return m_variables; }
    /// The place of a variable.
    std::optional<std::size_t> find(std::string_view name) const {
        for (std::size_t i = 0; i < m_variables.size(); ++i)
            if (m_variables[i].name == name) return i;
        return std::nullopt;
    }

    const Functions& functions() const { return *m_functions; }

private:
    const Functions* m_functions;
    std::vector<Variable> m_variables;
};

}  // namespace armillary::cel
