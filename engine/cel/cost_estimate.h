#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace armillary::cel {

struct Expr;

/// How large the values may be that an expression is about.
class SizeSource {
public:
    virtual ~SizeSource() = default;
    /// The most elements of the value that the path leads to: characters, bytes, items, entries; 0 of what has none.
    /// `path` begins with a variable; fields as the expression writes them, "@items", "@keys" and "@values" follow.
    /// Nothing: there is no telling.
    virtual std::optional<std::uint64_t> maxSize(std::span<const std::string> path) const = 0;
};

/// What a checked expression may cost at most, UINT64_MAX standing for everything beyond.
/// Source: cel-go, checker/cost.go; k8s.io/apiserver/pkg/cel/library, cost.go.
std::uint64_t estimateCost(const Expr& expression, const SizeSource& sizes);

}  // namespace armillary::cel
