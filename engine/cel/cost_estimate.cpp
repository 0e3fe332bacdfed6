#include "engine/cel/cost_estimate.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <vector>

#include "engine/cel/ast.h"
#include "engine/cel/function.h"

namespace armillary::cel {
namespace {

using Cost = std::uint64_t;
constexpr Cost kUnlimited = UINT64_MAX;
constexpr Cost kReadCost = 1, kListCost = 10, kMapCost = 30;
/// Of a character or byte that is gone over, and of one of a regular expression.
constexpr double kText = 0.1, kRegex = 0.25;
/// The length that a named format's expression is taken to have, and what a character tested with it costs.
constexpr Cost kFormatFactor = 128 / 4;

Cost sum(Cost left, Cost right) {
    return left > kUnlimited - right ? kUnlimited : left + right;
}
Cost product(Cost left, Cost right) {
    return right != 0 && left > kUnlimited / right ? kUnlimited : left * right;
}
Cost scaled(Cost value, double factor) {
    const double result = std::ceil(static_cast<double>(value) * factor);
    return result >= 18446744073709551616.0 ? kUnlimited : static_cast<Cost>(result);
}

/// What size() of a value may say.
struct Size {
    std::uint64_t min = 0, max = kUnlimited;

    static Size exactly(std::uint64_t size) { return {size, size}; }
    Size operator+(const Size& other) const { return {sum(min, other.min), sum(max, other.max)}; }
    Size operator*(const Size& other) const { return {product(min, other.min), product(max, other.max)}; }
    Size operator|(const Size& other) const { return {std::min(min, other.min), std::max(max, other.max)}; }
};

/// What a call costs beside its arguments, and how large what it makes may be, where that can be told.
struct Called {
    Cost cost = 1;
    std::optional<Size> size = {};
};

bool isText(const Type& type) {
    return type.is(TypeKind::String) || type.is(TypeKind::Bytes);
}

/// Of a type whose values are all of one size.
bool isScalar(const Type& type) {
    switch (type.kind()) {
        case TypeKind::Bool:
        case TypeKind::Int:
        case TypeKind::Uint:
        case TypeKind::Double:
        case TypeKind::Duration:
        case TypeKind::Timestamp:
            return true;
        default:
            return type.is(TypeKind::Optional) && isScalar(type.element());
    }
}

class Estimator {
public:
    explicit Estimator(const SizeSource& sizes) : m_source(sizes) {}

    Cost cost(const Expr& expression) {
        switch (expression.kind) {
            case ExprKind::Literal:
                if (!expression.literal.is<TypeName>()) return 0;
                m_paths[&expression] = {std::string(expression.literal.as<TypeName>().name.view)};
                return kReadCost;
            case ExprKind::Ident:
                return ident(expression);
            case ExprKind::Select:
                return select(expression);
            case ExprKind::Call:
                return call(expression);
            case ExprKind::And:
            case ExprKind::Or:
                return ofAll(expression);
            case ExprKind::Conditional:
                return conditional(expression);
            case ExprKind::List:
                return sum(ofAll(expression), kListCost);
            case ExprKind::Map:
                return sum(ofAll(expression), kMapCost);
            case ExprKind::Struct:
                break;
            case ExprKind::Fold:
                return fold(expression);
            case ExprKind::Bind:
                return bind(expression);
        }
        return 0;
    }

private:
    using Path = std::vector<std::string>;
    struct Local {
        std::string name;
        Path path;
    };

    Cost ofAll(const Expr& expression) {
        Cost all = 0;
        for (const ExprPtr& arg : expression.args) all = sum(all, cost(*arg));
        return all;
    }

    Path pathOf(const Expr& expression) const {
        const auto found = m_paths.find(&expression);
        return found == m_paths.end() ? Path() : found->second;
    }
    Path below(const Expr& expression, std::string step) const {
        Path path = pathOf(expression);
        path.push_back(std::move(step));
        return path;
    }

    Size sizeAt(const Path& path, const Type& type) const {
        if (!path.empty())
            if (const auto max = m_source.maxSize(path)) return {0, *max};
        return isScalar(type) ? Size::exactly(1) : Size();
    }

    /// Of an expression whose cost has been computed.
    Size sizeOf(const Expr& expression) const {
        if (const auto known = m_sizes.find(&expression); known != m_sizes.end()) return known->second;
        if (expression.kind == ExprKind::List) return Size::exactly(expression.args.size());
        if (expression.kind == ExprKind::Map) return Size::exactly(expression.args.size() / 2);
        if (expression.kind == ExprKind::Literal && !expression.literal.is<TypeName>())
            return Size::exactly(costSize(expression.literal));
        return sizeAt(pathOf(expression), expression.type);
    }

    /// Of the items of a list.
    Size itemSizeOf(const Expr& list) const {
        return pathOf(list).empty() ? sizeAt({}, list.type.element()) : sizeAt(below(list, "@items"), Type());
    }

    Cost ident(const Expr& expression) {
        const auto local = std::ranges::find(m_locals.rbegin(), m_locals.rend(), expression.name, &Local::name);
        if (local == m_locals.rend())
            m_paths[&expression] = {expression.name};
        else if (!local->path.empty())
            m_paths[&expression] = local->path;
        return kReadCost;
    }

    Cost select(const Expr& expression) {
        if (expression.slot >= 0) return ident(expression);  // a dotted name
        const Expr& operand = *expression.args[0];
        const Cost before = cost(operand);
        if (expression.test) return before;
        if (expression.optional) return sum(before, 1);
        m_paths[&expression] = below(operand, expression.name);
        const bool isRead = operand.type.is(TypeKind::Map) || operand.type.is(TypeKind::Object);
        return sum(before, isRead ? kReadCost : 0);
    }

    Cost conditional(const Expr& expression) {
        const Expr &yes = *expression.args[1], &no = *expression.args[2];
        const Cost condition = cost(*expression.args[0]), first = cost(yes), second = cost(no);
        m_sizes[&expression] = sizeOf(yes) | sizeOf(no);
        return sum(condition, std::max(first, second));
    }

    Cost call(const Expr& expression) {
        if (expression.overloads.empty()) return 0;
        const Cost before = ofAll(expression);
        if (expression.name == "dyn") m_sizes[&expression] = sizeOf(*expression.args[0]);
        Cost most = 0;
        std::optional<Size> size;
        for (const Overload* overload : expression.overloads) {
            const Called called = expression.member ? member(expression) : global(expression, *overload);
            most = std::max(most, called.cost);
            if (called.size) size = size ? *size | *called.size : *called.size;
            if (expression.name == "_[_]" && !overload->parameters[0].is(TypeKind::Optional))
                m_paths[&expression] =
                    below(*expression.args[0], overload->parameters[0].is(TypeKind::List) ? "@items" : "@values");
        }
        if (size) m_sizes[&expression] = *size;
        return sum(before, most);
    }

    Called member(const Expr& expression) const {
        const std::string& name = expression.name;
        const Expr& target = *expression.args[0];
        const auto is = [&](std::initializer_list<std::string_view> names) {
            return std::ranges::contains(names, name);
        };
        const auto arg = [&](std::size_t i) { return sizeOf(*expression.args[i + 1]); };
        const std::size_t args = expression.args.size() - 1;
        const Size size = sizeOf(target);
        if (is({"isSorted", "sum", "max", "min", "indexOf", "lastIndexOf"})) return {orderly(target, size)};
        if (is({"lowerAscii", "upperAscii", "substring", "trim"})) return {scaled(size.max, kText), size};
        if (name == "replace" && args >= 2) return {scaled(size.max, 2 * kText), replaced(size, arg(0), arg(1))};
        if (name == "split") return {scaled(size.max, 2 * kText), Size{0, splitMost(expression, size.max)}};
        if (name == "join") {
            Size joined = size * itemSizeOf(target);
            if (args > 0) joined = joined + arg(0) * Size{size.min - (size.min > 0), size.max - (size.max > 0)};
            return {scaled(joined.max, kText), joined};
        }
        if (is({"find", "findAll"})) return {regexCost(size, arg(0)), Size{0, size.max}};
        if (name == "matches") return {regexCost(size, arg(0))};
        if (name == "contains" && isText(target.type))
            return {product(scaled(size.max, kText), scaled(arg(0).max, kText))};
        if (is({"startsWith", "endsWith"})) return {scaled(arg(0).max, kText)};
        if (is({"containsIP", "containsCIDR"})) return {networkCost(expression)};
        if (name == "validate") return {product(scaled(arg(0).max, kText), kFormatFactor)};
        if (name == "format") return {scaled(size.max, kText)};
        return {};
    }

    Called global(const Expr& expression, const Overload& overload) const {
        const std::string& name = expression.name;
        const auto arg = [&](std::size_t i) { return sizeOf(*expression.args[i]); };
        const Type first = overload.parameters.empty() ? Type() : overload.parameters[0];
        const bool isOrder = name == "_<_" || name == "_<=_" || name == "_>_" || name == "_>=_";
        const bool isEquality = name == "_==_" || name == "_!=_";
        // Addresses, quantities and their like have no length that anything would tell.
        if (isEquality && expression.args[0]->type.is(TypeKind::Opaque)) return {};
        if (isEquality || (isOrder && isText(first))) return {scaled(std::min(arg(0).max, arg(1).max), kText)};
        if (name == "@in" && overload.parameters[1].is(TypeKind::List)) return {arg(1).max};
        if (name == "_+_" && (isText(first) || first.is(TypeKind::List))) {
            const Size both = arg(0) + arg(1);
            return {isText(first) ? scaled(both.max, kText) : 1, both};
        }
        if (name == "url") return {scaled(arg(0).max, kText)};
        if (name == "strings.quote") return {scaled(arg(0).max, kText), arg(0) * Size{1, 2} + Size::exactly(2)};
        if (name == "bytes" && first.is(TypeKind::String)) return {scaled(arg(0).max, kText), arg(0) * Size{1, 4}};
        if (name == "string" && first.is(TypeKind::Bytes))
            return {scaled(arg(0).max, kText), Size{arg(0).min / 4, arg(0).max}};
        if (name == "sets.contains" || name == "sets.intersects") return {sum(product(arg(0).max, arg(1).max), 1)};
        if (name == "sets.equivalent") return {sum(product(product(arg(0).max, arg(1).max), 2), 1)};
        return {};
    }

    static Cost regexCost(const Size& text, const Size& pattern) {
        return product(scaled(sum(text.max, 1), kText), scaled(pattern.max, kRegex));
    }

    /// Comparing the elements of a list one after the other, or going over a text.
    Cost orderly(const Expr& target, const Size& size) const {
        if (!target.type.is(TypeKind::List)) return scaled(size.max, kText);
        const Cost each = isText(target.type.element()) ? sum(1, scaled(itemSizeOf(target).max, kText)) : 1;
        return product(size.max, each);
    }

    static Size replaced(const Size& text, const Size& what, const Size& with) {
        Size count, kept{0, 0};
        if (what.min == 0) {
            count.max = sum(text.max, 1);
            kept.max = text.max;
        } else if (with.max <= what.min) {
            count.max = 0;
            kept.max = text.max;
        } else {
            count.max = scaled(text.max, 1 / static_cast<double>(what.min));
        }
        return count * Size{0, with.max} + kept;
    }

    static std::uint64_t splitMost(const Expr& expression, std::uint64_t characters) {
        if (expression.args.size() < 3) return characters;
        const auto* limit = expression.args[2]->literal.tryAs<std::int64_t>();
        return expression.args[2]->kind == ExprKind::Literal && limit && *limit >= 0
                   ? static_cast<std::uint64_t>(*limit)
                   : characters;
    }

    /// Addresses are of 16 bytes at most; comparing two of them goes over both.
    Cost networkCost(const Expr& expression) const {
        constexpr std::uint64_t kBytes = 16;
        Cost cost = scaled(2 * kBytes, kText);
        if (expression.name == "containsCIDR") cost += scaled(kBytes, kText) + 1;
        const Expr& other = *expression.args[1];
        return other.type.is(TypeKind::String) ? sum(cost, scaled(sizeOf(other).max, kText)) : cost;
    }

    /// In the expansions that cel-go has of the macros.
    Cost fold(const Expr& expression) {
        const Expr& range = *expression.args[0];
        const Cost before = cost(range);
        const Size count = sizeOf(range);
        Path path;
        if (range.type.is(TypeKind::List)) path = below(range, "@items");
        if (range.type.is(TypeKind::Map)) path = below(range, "@keys");
        m_locals.push_back({expression.variable, path});
        if (!expression.secondVariable.empty()) m_locals.push_back({expression.secondVariable, path});
        const Cost step = cost(*expression.args[1]);
        const Cost filter = expression.args.size() > 2 ? cost(*expression.args[2]) : 0;
        m_locals.resize(m_locals.size() - (expression.secondVariable.empty() ? 1 : 2));
        m_sizes[&expression] = count;
        const Loop loop = loopOf(expression.fold);
        return sum(sum(before, loop.around), product(count.max, sum(sum(step, filter), loop.each)));
    }

    /// What a loop costs in itself: once, and with each element.
    struct Loop {
        Cost around, each;
    };
    static Loop loopOf(FoldKind kind) {
        switch (kind) {
            case FoldKind::All:
                return {1, 3};
            case FoldKind::Exists:
                return {1, 4};
            case FoldKind::ExistsOne:
                return {2, 2};
            case FoldKind::Map:
                return {kListCost + 1, kListCost + 2};
            case FoldKind::Filter:
                return {kListCost + 1, kListCost + 3};
            case FoldKind::TransformMap:
                return {kMapCost + 1, 3};
            case FoldKind::TransformMapEntry:
                return {kMapCost + 1, 2};
        }
        return {};
    }

    /// hasValue() ? of(value bound to the name, in a loop over an empty list) : none()
    Cost bind(const Expr& expression) {
        const Cost operand = cost(*expression.args[0]);
        m_locals.push_back({expression.variable, {expression.variable}});
        const Cost result = cost(*expression.args[1]);
        m_locals.pop_back();
        const Cost wrapping = expression.name == "optMap" ? 1 : 0;
        return sum(sum(product(operand, 2), kListCost + 2 + wrapping), result);
    }

    const SizeSource& m_source;
    std::unordered_map<const Expr*, Path> m_paths;
    std::unordered_map<const Expr*, Size> m_sizes;
    std::vector<Local> m_locals;
};

}  // namespace

std::uint64_t estimateCost(const Expr& expression, const SizeSource& sizes) {
    return Estimator(sizes).cost(expression);
}

}  // namespace armillary::cel
