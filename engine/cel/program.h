#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/cel/cost_estimate.h"
#include "engine/cel/environment.h"
#include "engine/cel/value.h"

namespace armillary::cel {

struct Expr;

/// What one evaluation may cost. Source: k8s.io/apiserver/pkg/apis/cel, PerCallLimit.
inline constexpr std::uint64_t kPerCallLimit = 1'000'000;

/// The values of an environment's variables, in its order. Variables never set are errors when read.
class Activation {
public:
    explicit Activation(const Environment& environment);
    /// An environment without the name is no error: not every expression declares every variable.
    void set(std::string_view name, Value value);
    const std::vector<Value>& values() const { return m_values; }

private:
    const Environment& m_environment;
    std::vector<Value> m_values;
};

struct Evaluation {
    Value value;             ///< may be an error
    std::uint64_t cost = 0;  ///< what it took, at most one step beyond the limit
    bool overLimit = false;  ///< the limit ended it; `value` is an error
};

/// A checked expression, ready to run. Immutable, so that any thread may evaluate it.
class Program {
public:
    /// The error is upstream's, without a prefix: one "ERROR: <input>:…" with two lines of source for each finding.
    static std::expected<Program, std::string> compile(std::string_view source, const Environment& environment);
    Program(Program&&) noexcept;
    Program& operator=(Program&&) noexcept;
    ~Program();

    const Type& type() const { return m_type; }
    /// Names of the environment's variables that the expression reads.
    bool reads(std::string_view variable) const;
    /// What an evaluation may cost at most, given how large the values may be; see estimateCost().
    std::uint64_t maxCost(const SizeSource& sizes) const;
    Evaluation evaluate(const Activation& activation, std::uint64_t limit = kPerCallLimit) const;

private:
    Program();
    std::unique_ptr<const Expr> m_expression;
    Type m_type;
    std::size_t m_slots = 0;
    std::vector<std::string> m_variables;
};

}  // namespace armillary::cel
