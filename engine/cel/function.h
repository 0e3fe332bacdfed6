#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/cel/type.h"
#include "engine/cel/value.h"

namespace armillary::cel {

/// What a call does. The arguments, the receiver first, are of the declared kinds and no errors.
using Implementation = Value (*)(std::span<const Value> args);
/// What a call costs, beyond its arguments. It is charged before the call, so that an expensive one is not made.
using CostRule = std::uint64_t (*)(std::span<const Value> args);

/// One form of a function.
struct Overload {
    std::string_view function;
    bool member;  ///< called on its first parameter
    std::vector<Type> parameters;
    Type result;
    Implementation implementation;
    CostRule cost = nullptr;  ///< null: 1
};

/// The functions that an expression may call.
class Functions {
public:
    /// What Kubernetes v1.32 offers, but for the formats, which stand on the rules for names. Made once.
    static const Functions& kubernetes();

    /// The forms of a function; empty when there is none of that name.
    std::span<const Overload> find(std::string_view name) const;

    void global(std::string_view name, std::vector<Type> parameters, Type result, Implementation implementation,
                CostRule cost = nullptr) {
        add({name, false, std::move(parameters), std::move(result), implementation, cost});
    }
    void member(std::string_view name, std::vector<Type> parameters, Type result, Implementation implementation,
                CostRule cost = nullptr) {
        add({name, true, std::move(parameters), std::move(result), implementation, cost});
    }

private:
    void add(Overload overload) { m_functions[overload.function].push_back(std::move(overload)); }
    std::map<std::string_view, std::vector<Overload>, std::less<>> m_functions;
};

/// Whether a value can be an argument for a parameter of that type, going by its kind alone.
bool fits(const Type& parameter, const Value& value);

/// The size that costs are computed from: 1 for what has none.
std::uint64_t costSize(const Value& value);
/// The cost of going once over a text of that size.
std::uint64_t traversal(std::uint64_t size, std::uint64_t times = 1);
/// Over the first argument, once or twice; and of matching the first against the pattern in the second.
std::uint64_t noCost(std::span<const Value> args);
std::uint64_t traversalCost(std::span<const Value> args);
std::uint64_t doubleTraversalCost(std::span<const Value> args);
std::uint64_t regexCost(std::span<const Value> args);

/// The libraries, a file each in library/.
void addOperators(Functions& functions);
void addConversions(Functions& functions);
void addStrings(Functions& functions);
void addFormatting(Functions& functions);
void addTimes(Functions& functions);
void addOptionals(Functions& functions);
void addLists(Functions& functions);
void addSets(Functions& functions);
void addRegex(Functions& functions);
void addUrls(Functions& functions);
void addQuantities(Functions& functions);
void addAddresses(Functions& functions);
void addNetworks(Functions& functions);
void addAuthorizer(Functions& functions);

}  // namespace armillary::cel
