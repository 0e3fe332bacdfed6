#include "engine/cel/checker.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "engine/cel/literal_checks.h"
#include "engine/cel/unifier.h"

namespace armillary::cel {
namespace {

struct NamedType {
    std::string_view name;
    TypeKind kind;
};
constexpr std::array<NamedType, 14> kTypeNames = {{{"bool", TypeKind::Bool},
                                                   {"int", TypeKind::Int},
                                                   {"uint", TypeKind::Uint},
                                                   {"double", TypeKind::Double},
                                                   {"string", TypeKind::String},
                                                   {"bytes", TypeKind::Bytes},
                                                   {"list", TypeKind::List},
                                                   {"map", TypeKind::Map},
                                                   {"null_type", TypeKind::Null},
                                                   {"type", TypeKind::Type},
                                                   {"dyn", TypeKind::Dyn},
                                                   {"optional_type", TypeKind::Optional},
                                                   {"google.protobuf.Duration", TypeKind::Duration},
                                                   {"google.protobuf.Timestamp", TypeKind::Timestamp}}};

/// The types that the libraries add.
constexpr std::array<std::string_view, 10> kLibraryTypes = {"kubernetes.URL",
                                                            "kubernetes.Quantity",
                                                            "net.IP",
                                                            "net.CIDR",
                                                            "kubernetes.NamedFormat",
                                                            "kubernetes.authorization.Authorizer",
                                                            "kubernetes.authorization.PathCheck",
                                                            "kubernetes.authorization.GroupCheck",
                                                            "kubernetes.authorization.ResourceCheck",
                                                            "kubernetes.authorization.Decision"};

/// A type as a value, by its name.
std::optional<Type> typeOfName(std::string_view name) {
    for (const NamedType& one : kTypeNames) {
        if (one.name != name) continue;
        if (one.kind == TypeKind::List) return Type::typeOf(Type::list(Type()));
        if (one.kind == TypeKind::Map) return Type::typeOf(Type::map(Type(), Type()));
        if (one.kind == TypeKind::Optional) return Type::typeOf(Type::optional(Type()));
        if (one.kind == TypeKind::Type) return Type::typeOf(Type::typeOf(Type()));
        return Type::typeOf(Type(one.kind));
    }
    if (std::ranges::contains(kLibraryTypes, name)) return Type::typeOf(Type::opaque(std::string(name)));
    return std::nullopt;
}

class Checker {
public:
    Checker(const Environment& environment, Issues& issues)
        : m_environment(environment), m_issues(issues), m_slots(environment.variables().size()) {}

    Checked run(Expr& expression) {
        visit(expression);
        settle(expression);
        return {expression.type, m_slots};
    }

private:
    struct Local {
        std::string name;
        Type type;
        int slot;
    };

    void visit(Expr& expression) {
        switch (expression.kind) {
            case ExprKind::Literal:
                expression.type = Type(expression.literal.kind());
                return;
            case ExprKind::Ident:
                return visitIdent(expression);
            case ExprKind::Select:
                return visitSelect(expression);
            case ExprKind::Call:
                return visitCall(expression);
            case ExprKind::And:
            case ExprKind::Or:
                return visitLogical(expression);
            case ExprKind::Conditional:
                return visitConditional(expression);
            case ExprKind::List:
                return visitList(expression);
            case ExprKind::Map:
                return visitMap(expression);
            case ExprKind::Struct:
                return refuse(expression, "undeclared reference to '" + expression.name + "' (in container '')");
            case ExprKind::Fold:
                return visitFold(expression);
            case ExprKind::Bind:
                return visitBind(expression);
        }
    }

    void visitArgs(Expr& expression) {
        for (const ExprPtr& arg : expression.args) visit(*arg);
    }

    void refuse(Expr& expression, std::string message) {
        m_issues.add(expression.offset, std::move(message));
        expression.type = Type(TypeKind::Error);
    }

    Type resolved(const Type& type) const { return m_unifier.resolve(type); }
    std::string textOf(const Type& type) const {
        static const Type kDyn;
        return m_unifier.resolve(type, &kDyn).text();
    }

    /// Whether the expression is of the type; reported when not.
    bool demand(const Expr& expression, const Type& wanted) {
        if (m_unifier.assign(wanted, expression.type)) return true;
        m_issues.add(expression.offset,
                     "expected type '" + textOf(wanted) + "' but found '" + textOf(expression.type) + "'");
        return false;
    }

    /// Gives a name its variable, or its type as a value.
    bool resolveName(Expr& expression, std::string_view name) {
        const bool absolute = name.starts_with('.');
        if (absolute) name.remove_prefix(1);
        if (!absolute)
            for (auto local = m_locals.rbegin(); local != m_locals.rend(); ++local)
                if (local->name == name) {
                    expression.slot = local->slot;
                    expression.type = local->type;
                    return true;
                }
        if (const auto found = m_environment.find(name)) {
            expression.slot = static_cast<int>(*found);
            expression.type = m_environment.variables()[*found].type;
            return true;
        }
        if (auto type = typeOfName(name)) {
            expression.kind = ExprKind::Literal;
            expression.literal = Value::typeNamed(std::string(name));
            expression.type = std::move(*type);
            return true;
        }
        return false;
    }

    void visitIdent(Expr& expression) {
        if (resolveName(expression, std::string(expression.name))) return;
        const std::string_view name = expression.name;
        refuse(expression, "undeclared reference to '" + std::string(name.substr(name.starts_with('.') ? 1 : 0)) +
                               "' (in container '')");
    }

    /// "a.b.c" for a chain of plain selections from a name that no loop has taken.
    std::string dottedName(const Expr& expression) const {
        if (expression.kind == ExprKind::Ident)
            return std::ranges::contains(m_locals, expression.name, &Local::name) ? std::string() : expression.name;
        if (expression.kind != ExprKind::Select || expression.test || expression.optional) return {};
        const std::string prefix = dottedName(*expression.args[0]);
        return prefix.empty() ? prefix : prefix + "." + expression.name;
    }

    void visitSelect(Expr& expression) {
        if (!expression.test && !expression.optional)
            if (const std::string name = dottedName(expression); !name.empty() && resolveName(expression, name)) {
                expression.args.clear();
                return;
            }
        visit(*expression.args[0]);
        const Type operand = resolved(expression.args[0]->type);
        const bool throughOptional = operand.is(TypeKind::Optional);
        auto field = fieldType(expression, throughOptional ? resolved(operand.element()) : operand);
        if (!field) return;
        expression.type = expression.optional || throughOptional ? wrapped(*field) : *field;
        if (expression.test) expression.type = Type(TypeKind::Bool);
    }

    static Type wrapped(const Type& type) { return type.is(TypeKind::Optional) ? type : Type::optional(type); }

    std::optional<Type> fieldType(Expr& expression, const Type& operand) {
        switch (operand.kind()) {
            case TypeKind::Map:
                return operand.parameters()[1];
            case TypeKind::Dyn:
            case TypeKind::Param:
                return Type();
            case TypeKind::Error:
                return Type(TypeKind::Error);
            case TypeKind::Object:
                if (auto field = operand.fields()->field(expression.name)) return field;
                refuse(expression, "undefined field '" + expression.name + "'");
                return std::nullopt;
            default:
                refuse(expression, "type '" + textOf(operand) + "' does not support field selection");
                return std::nullopt;
        }
    }

    void visitCall(Expr& expression) {
        // sets.contains(…): a function whose name is dotted, not a method.
        if (expression.member) {
            const std::string prefix = dottedName(*expression.args[0]);
            const std::string name = prefix + "." + expression.name;
            if (!prefix.empty() && !m_environment.functions().find(name).empty()) {
                expression.member = false;
                expression.name = name;
                expression.args.erase(expression.args.begin());
            }
        }
        // What is formatted need not be of one type.
        const bool wasMixed = std::exchange(m_mayMix, m_mayMix || (expression.member && expression.name == "format"));
        visitArgs(expression);
        m_mayMix = wasMixed;
        const std::string_view name =
            std::string_view(expression.name).substr(expression.name.starts_with('.') ? 1 : 0);
        const auto overloads = m_environment.functions().find(name);
        if (overloads.empty())
            return refuse(expression, "undeclared reference to '" + std::string(name) + "' (in container '')");
        std::vector<Type> types;
        for (const ExprPtr& arg : expression.args) types.push_back(arg->type);
        if (!chooseOverloads(expression, overloads, types))
            return refuse(expression, "found no matching overload for '" + std::string(name) + "' applied to '" +
                                          signature(types, expression.member) + "'");
        checkLiterals(expression, m_issues);
    }

    std::string signature(const std::vector<Type>& types, bool member) const {
        std::string text;
        if (member) text = textOf(types.front()) + ".";
        text += '(';
        for (std::size_t i = member ? 1 : 0; i < types.size(); ++i)
            text += (i > (member ? 1u : 0u) ? ", " : "") + textOf(types[i]);
        return text + ')';
    }

    bool chooseOverloads(Expr& expression, std::span<const Overload> overloads, const std::vector<Type>& types) {
        std::optional<Type> result;
        for (const Overload& overload : overloads) {
            if (overload.member != expression.member) continue;
            std::unordered_map<std::string, Type> names;
            std::vector<Type> parameters;
            for (const Type& parameter : overload.parameters)
                parameters.push_back(m_unifier.instantiate(parameter, names));
            const Type mayResult = m_unifier.instantiate(overload.result, names);
            if (!m_unifier.assignAll(parameters, types)) continue;
            expression.overloads.push_back(&overload);
            const Type one = resolved(mayResult);
            if (!result)
                result = one;
            else if (!(*result == one))
                result = Type();
        }
        if (!result) return false;
        expression.type = *result;
        return true;
    }

    void visitLogical(Expr& expression) {
        visitArgs(expression);
        for (const ExprPtr& arg : expression.args) demand(*arg, Type(TypeKind::Bool));
        expression.type = Type(TypeKind::Bool);
    }

    void visitConditional(Expr& expression) {
        visitArgs(expression);
        const Type &condition = expression.args[0]->type, &first = expression.args[1]->type,
                   &second = expression.args[2]->type;
        if (m_unifier.assign(Type(TypeKind::Bool), condition))
            if (const auto common = join(first, second)) {
                expression.type = *common;
                return;
            }
        refuse(expression, "found no matching overload for '_?_:_' applied to '" +
                               signature({condition, first, second}, false) + "'");
    }

    /// The type that values of both have; the more general one.
    std::optional<Type> join(const Type& first, const Type& second) {
        const Type left = resolved(first), right = resolved(second);
        if (left.is(TypeKind::Dyn) || left.is(TypeKind::Error)) return left;
        if (right.is(TypeKind::Dyn) || right.is(TypeKind::Error)) return right;
        if (m_unifier.assign(left, right)) return resolved(left.is(TypeKind::Null) ? right : left);
        if (m_unifier.assign(right, left)) return resolved(right);
        return std::nullopt;
    }

    /// What stands in an aggregate after `?` is an optional; its element counts.
    Type elementType(Expr& element, bool isOptional) {
        if (!isOptional) return element.type;
        const Type inside = m_unifier.fresh();
        return demand(element, Type::optional(inside)) ? resolved(inside) : Type(TypeKind::Error);
    }

    Type joinElement(const std::optional<Type>& sofar, const Type& next, std::size_t offset) {
        if (!sofar) return next;
        const bool oneIsAny = resolved(*sofar).is(TypeKind::Dyn) != resolved(next).is(TypeKind::Dyn);
        if (oneIsAny && !m_mayMix && !resolved(next).is(TypeKind::Error)) {
            m_issues.add(offset, "expected type '" + textOf(*sofar) + "' but found '" + textOf(next) + "'");
            return *sofar;
        }
        if (auto common = join(*sofar, next)) return *common;
        if (m_mayMix) return Type();
        m_issues.add(offset, "expected type '" + textOf(*sofar) + "' but found '" + textOf(next) + "'");
        return *sofar;
    }

    void visitList(Expr& expression) {
        std::optional<Type> element;
        for (std::size_t i = 0; i < expression.args.size(); ++i) {
            Expr& arg = *expression.args[i];
            visit(arg);
            element = joinElement(element, elementType(arg, expression.optionals[i]), arg.offset);
        }
        expression.type = Type::list(element ? *element : m_unifier.fresh());
    }

    void visitMap(Expr& expression) {
        std::optional<Type> key, value;
        for (std::size_t i = 0; i < expression.args.size(); i += 2) {
            visit(*expression.args[i]);
            visit(*expression.args[i + 1]);
            key = joinElement(key, expression.args[i]->type, expression.args[i]->offset);
            value = joinElement(value, elementType(*expression.args[i + 1], expression.optionals[i / 2]),
                                expression.args[i + 1]->offset);
        }
        expression.type = Type::map(key ? *key : m_unifier.fresh(), value ? *value : m_unifier.fresh());
    }

    int newSlot() { return static_cast<int>(m_slots++); }

    void visitFold(Expr& expression) {
        visit(*expression.args[0]);
        const Type range = resolved(expression.args[0]->type);
        Type first, second;
        if (range.is(TypeKind::List)) {
            first = expression.secondVariable.empty() ? range.element() : Type(TypeKind::Int);
            second = range.element();
        } else if (range.is(TypeKind::Map)) {
            first = range.parameters()[0];
            second = range.parameters()[1];
        } else if (!range.is(TypeKind::Dyn) && !range.is(TypeKind::Error) && !range.is(TypeKind::Param)) {
            m_issues.add(expression.args[0]->offset,
                         "expression of type '" + textOf(range) +
                             "' cannot be range of a comprehension (must be list, map, or dynamic)");
            first = second = Type(TypeKind::Error);
        }
        expression.slot = newSlot();
        m_locals.push_back({expression.variable, first, expression.slot});
        if (!expression.secondVariable.empty()) m_locals.push_back({expression.secondVariable, second, newSlot()});
        for (std::size_t i = 1; i < expression.args.size(); ++i) visit(*expression.args[i]);
        m_locals.resize(m_locals.size() - (expression.secondVariable.empty() ? 1 : 2));
        if (expression.args.size() > 2) demandChoice(expression, *expression.args[2]);
        expression.type = foldType(expression, first);
    }

    /// What a filter's list has: a list's elements, a map's keys.
    Type elementOf(const Expr& fold) const {
        const Type range = resolved(fold.args[0]->type);
        return range.parameters().empty() ? Type() : range.parameters()[0];
    }

    /// A predicate that chooses, in the expansion, between going on with and without an element.
    void demandChoice(Expr& fold, const Expr& predicate) {
        if (m_unifier.assign(Type(TypeKind::Bool), predicate.type)) return;
        std::string result = "int";
        if (fold.fold == FoldKind::Filter) result = "list(" + textOf(elementOf(fold)) + ")";
        if (fold.fold == FoldKind::Map) result = "list(" + textOf(fold.args[1]->type) + ")";
        m_issues.add(fold.offset, "found no matching overload for '_?_:_' applied to '(" + textOf(predicate.type) +
                                      ", " + result + ", " + result + ")'");
    }

    Type foldType(Expr& expression, const Type& key) {
        const Expr& step = *expression.args[1];
        switch (expression.fold) {
            case FoldKind::All:
            case FoldKind::Exists:
                demand(step, Type(TypeKind::Bool));
                return Type(TypeKind::Bool);
            case FoldKind::ExistsOne:
                demandChoice(expression, step);
                return Type(TypeKind::Bool);
            case FoldKind::Filter:
                demandChoice(expression, step);
                return Type::list(key);
            case FoldKind::Map:
                return Type::list(step.type);
            case FoldKind::TransformMap:
                return Type::map(key, step.type);
            case FoldKind::TransformMapEntry: {
                const Type wanted = Type::map(m_unifier.fresh(), m_unifier.fresh());
                demand(step, wanted);
                return resolved(wanted);
            }
        }
        return Type();
    }

    void visitBind(Expr& expression) {
        visit(*expression.args[0]);
        const Type inside = m_unifier.fresh();
        demand(*expression.args[0], Type::optional(inside));
        expression.slot = newSlot();
        m_locals.push_back({expression.variable, resolved(inside), expression.slot});
        visit(*expression.args[1]);
        m_locals.pop_back();
        const Expr& step = *expression.args[1];
        expression.type = step.type;
        if (expression.name == "optMap")
            expression.type = Type::optional(step.type);
        else
            demand(step, Type::optional(m_unifier.fresh()));
    }

    /// Puts the final types in place, free variables being dyn.
    void settle(Expr& expression) {
        static const Type kDyn;
        expression.type = m_unifier.resolve(expression.type, &kDyn);
        for (const ExprPtr& arg : expression.args) settle(*arg);
        expression.constant = isConstant(expression);
    }

    /// Literals, lists and maps of them, conversions of them, and `in` such a list.
    static bool isConstant(const Expr& expression) {
        static constexpr std::string_view kConversions[] = {"bool",   "bytes",     "double", "duration", "int",
                                                            "string", "timestamp", "type",   "uint"};
        switch (expression.kind) {
            case ExprKind::Literal:
                return true;
            case ExprKind::List:
            case ExprKind::Map:
                return std::ranges::all_of(expression.args, [](const ExprPtr& arg) { return arg->constant; });
            case ExprKind::Call:
                if (expression.name == "@in") return expression.args[1]->constant;
                return expression.args.size() == 1 && expression.args[0]->kind == ExprKind::Literal &&
                       std::ranges::contains(kConversions, expression.name);
            default:
                return false;
        }
    }

    const Environment& m_environment;
    Issues& m_issues;
    Unifier m_unifier;
    std::vector<Local> m_locals;
    std::size_t m_slots;
    bool m_mayMix = false;  ///< whether the elements of lists and maps may be of several types
};

}  // namespace

Checked check(Expr& expression, const Environment& environment, Issues& issues) {
    return Checker(environment, issues).run(expression);
}

}  // namespace armillary::cel
