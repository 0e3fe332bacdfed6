#include "engine/resources/expressions/schema_rules.h"

#include <algorithm>
#include <boost/json/value.hpp>
#include <limits>
#include <map>
#include <optional>
#include <vector>

#include "engine/cel/text.h"
#include "engine/resources/expressions/admission.h"
#include "engine/resources/expressions/field_path.h"
#include "engine/resources/expressions/schema_costs.h"
#include "engine/resources/expressions/schema_type.h"
#include "engine/schema/text.h"

namespace armillary::resources::expressions {

namespace {

namespace json = boost::json;
using apiextensionsv1::ValidationRule;
using cel::trimmed;
using cel::TypeKind;

/// What the rules of one object may cost together. Source: k8s.io/apiserver/pkg/apis/cel, RuntimeCELCostBudget.
constexpr std::uint64_t kBudget = 10'000'000;
constexpr std::size_t kMaxMessageBytes = 5 * 1024;
constexpr std::string_view kOutOfBudget =
    "validation failed due to running out of cost budget, no further validation rules will be run";

/// How a rule is named in an error about it.
std::string nameOf(const ValidationRule& rule) {
    return std::string(trimmed(rule.message.empty() ? rule.rule : rule.message));
}

cel::Environment environmentOf(const JSONSchemaProps& schema, bool root, bool optionalOld) {
    const cel::Type type = typeOf(schema, root);
    cel::Environment environment(functions());
    environment.declare("self", type);
    environment.declare("oldSelf", optionalOld ? cel::Type::optional(type) : type);
    return environment;
}

using Compiled = std::expected<cel::Program, std::string>;

Compiled compileRule(const ValidationRule& rule, const cel::Environment& environment) {
    auto program = cel::Program::compile(rule.rule, environment);
    if (!program) return std::unexpected("compilation failed: " + program.error());
    if (!program->type().is(TypeKind::Bool)) return std::unexpected("cel expression must evaluate to a bool");
    return program;
}

Compiled compileMessage(const ValidationRule& rule, const cel::Environment& environment) {
    auto program = cel::Program::compile(rule.messageExpression, environment);
    if (!program) return std::unexpected("messageExpression compilation failed: " + program.error());
    if (!program->type().is(TypeKind::String)) return std::unexpected("messageExpression must evaluate to a string");
    return program;
}

FieldError finding(const ValidationRule& rule, const std::string& path, const std::string& type, std::string message) {
    const std::string reason = rule.reason.value_or(std::string(apiextensionsv1::kFieldValueInvalid));
    if (reason == apiextensionsv1::kFieldValueForbidden) return field::forbidden(path, std::move(message));
    if (reason == apiextensionsv1::kFieldValueRequired) return field::required(path, std::move(message));
    if (reason == apiextensionsv1::kFieldValueDuplicate) return field::duplicate(path, type);
    return field::invalid(path, type, std::move(message));
}

/// A schema with rules at it or below it; what has none is left out.
struct Node {
    struct Rule {
        const ValidationRule& source;
        Compiled program;
        std::optional<Compiled> message;
        std::string fieldPath;  ///< normalised; "" for the value itself
        bool optionalOld = false, usesOld = false;
    };

    Node(const JSONSchemaProps& schema, bool root)
        : schema(schema),
          root(root),
          environment(environmentOf(schema, root, false)),
          optionalEnvironment(environmentOf(schema, root, true)) {}

    static std::unique_ptr<const Node> make(const JSONSchemaProps& schema, bool root) {
        auto node = std::make_unique<Node>(schema, root);
        for (const ValidationRule& rule : schema.xValidations) node->addRule(rule);
        for (const auto& [name, property] : schema.properties)
            if (auto below = make(property, false)) node->properties.emplace(name, std::move(below));
        if (const JSONSchemaProps* items = itemsOf(schema)) node->items = make(*items, false);
        if (const JSONSchemaProps* values = valuesOf(schema)) node->values = make(*values, false);
        const bool empty = node->rules.empty() && node->properties.empty() && !node->items && !node->values;
        return empty ? nullptr : std::move(node);
    }

    void addRule(const ValidationRule& rule) {
        const bool optionalOld = rule.optionalOldSelf.value_or(false);
        const cel::Environment& with = optionalOld ? optionalEnvironment : environment;
        Rule made{rule, compileRule(rule, with), std::nullopt, {}, optionalOld, false};
        made.usesOld = made.program && made.program->reads("oldSelf");
        if (!rule.messageExpression.empty()) made.message = compileMessage(rule, with);
        if (!rule.fieldPath.empty()) made.fieldPath = normalizedFieldPath(rule.fieldPath, schema).value_or("");
        rules.push_back(std::move(made));
    }

    const JSONSchemaProps& schema;
    const bool root;
    const cel::Environment environment, optionalEnvironment;
    std::vector<Rule> rules;
    std::map<std::string, std::unique_ptr<const Node>, std::less<>> properties;
    std::unique_ptr<const Node> items, values;
};

/// A value, what it was before (null where that cannot be told), and what it is part of.
struct Correlated {
    const json::value& value;
    const json::value* old;
    const Correlated* parent;

    /// Whether it, or the nearest part around it that can be compared, is as it was.
    bool isUnchanged() const {
        if (old) return *old == value;
        return parent && parent->isUnchanged();
    }
};

/// One object being checked; the budget is one for all of it.
class Walk {
public:
    FieldErrors take() { return std::move(m_errors); }

    void visit(const Node& node, const json::value& value, const json::value* old, const std::string& path,
               const Correlated* parent = nullptr) {
        if (m_stopped || value.is_null()) return;
        if (old && old->is_null()) old = nullptr;
        const Correlated here{value, old, parent};
        evaluate(node, here, path);
        if (const auto* object = value.if_object()) {
            visitObject(node, *object, old ? old->if_object() : nullptr, path, here);
        } else if (const auto* array = value.if_array(); array && node.items) {
            const auto* oldArray = old ? old->if_array() : nullptr;
            for (std::size_t i = 0; i < array->size() && !m_stopped; ++i)
                visit(*node.items, (*array)[i], oldArray ? counterpart(node.schema, (*array)[i], *oldArray) : nullptr,
                      path + "[" + std::to_string(i) + "]", &here);
        }
    }

private:
    void visitObject(const Node& node, const json::object& object, const json::object* old, const std::string& path,
                     const Correlated& here) {
        for (const auto& [name, below] : node.properties)
            if (const auto* value = object.if_contains(name))
                visit(*below, *value, old ? old->if_contains(name) : nullptr, path.empty() ? name : path + "." + name,
                      &here);
        if (!node.values) return;
        for (const auto& member : object)
            visit(*node.values, member.value(), old ? old->if_contains(member.key()) : nullptr,
                  path + "[" + std::string(member.key()) + "]", &here);
    }

    /// The element of the old list that a new one has come from: the one with its key, in lists that are maps.
    static const json::value* counterpart(const JSONSchemaProps& schema, const json::value& element,
                                          const json::array& old) {
        const auto* object = element.if_object();
        if (schema.xListType != "map" || !object) return nullptr;
        const auto same = [&](const json::value& other) {
            const auto* candidate = other.if_object();
            return candidate && std::ranges::all_of(schema.xListMapKeys, [&](const std::string& key) {
                       const auto *one = object->if_contains(key), *two = candidate->if_contains(key);
                       return one && two ? *one == *two : !one && !two;
                   });
        };
        const auto found = std::ranges::find_if(old, same);
        return found == old.end() ? nullptr : &*found;
    }

    void evaluate(const Node& node, const Correlated& here, const std::string& path) {
        if (node.rules.empty()) return;
        const json::value* old = here.old;
        const cel::Value self = valueOf(node.schema, here.value, node.root);
        const cel::Value before = old ? valueOf(node.schema, *old, node.root) : cel::Value();
        for (const Node::Rule& rule : node.rules) {
            if (m_stopped) return;
            if (rule.usesOld && !old && !rule.optionalOld) continue;
            cel::Activation activation(rule.optionalOld ? node.optionalEnvironment : node.environment);
            activation.set("self", self);
            if (rule.optionalOld)
                activation.set("oldSelf", old ? cel::Value::some(before) : cel::Value::none());
            else
                activation.set("oldSelf", before);
            apply(rule, activation, node.schema.type, path, here);
        }
    }

    void apply(const Node::Rule& rule, const cel::Activation& activation, const std::string& type,
               const std::string& path, const Correlated& here) {
        const auto fail = [&](std::string why) { m_errors.push_back(field::invalid(path, type, std::move(why))); };
        if (!rule.program) return fail("rule compile error: " + rule.program.error());
        const cel::Evaluation evaluation = rule.program->evaluate(activation);
        if (!spend(evaluation.cost)) return fail(std::string(kOutOfBudget));
        const std::string text(evaluation.value.text());
        if (evaluation.overLimit) {
            m_stopped = true;
            return fail("'" + text +
                        "': no further validation rules will be run due to call cost exceeds limit for rule: " +
                        nameOf(rule.source));
        }
        if (evaluation.value.isError()) {
            if (text.starts_with("no such overload"))
                return fail("'" + text +
                            "': call arguments did not match a supported operator, function or macro signature for "
                            "rule: " +
                            nameOf(rule.source));
            return fail(text + " evaluating rule: " + nameOf(rule.source));
        }
        if (evaluation.value.isTrue()) return;
        const std::string message = messageOf(rule, activation);
        if (m_stopped) return fail(std::string(kOutOfBudget));
        // What was wrong before may stay so (upstream's CRD validation ratcheting).
        if (!rule.usesOld && here.isUnchanged()) return;
        std::string at = path;
        if (!rule.fieldPath.empty()) at += (at.empty() || rule.fieldPath.starts_with('[') ? "" : ".") + rule.fieldPath;
        m_errors.push_back(finding(rule.source, at, type, message));
    }

    std::string messageOf(const Node::Rule& rule, const cel::Activation& activation) {
        if (rule.message && *rule.message) {
            const cel::Evaluation evaluation = (*rule.message)->evaluate(activation);
            if (!spend(evaluation.cost)) return {};
            const std::string_view text = trimmed(evaluation.value.text());
            const bool usable =
                !evaluation.value.isError() && !text.empty() && text.size() <= kMaxMessageBytes && !text.contains('\n');
            if (usable) return std::string(text);
        }
        if (!rule.source.message.empty()) return std::string(trimmed(rule.source.message));
        return "failed rule: " + std::string(trimmed(rule.source.rule));
    }

    bool spend(std::uint64_t cost) {
        if (cost > m_left) m_stopped = true;
        m_left -= std::min(cost, m_left);
        return !m_stopped;
    }

    FieldErrors m_errors;
    std::uint64_t m_left = kBudget;
    bool m_stopped = false;
};

class SchemaRules final : public custom::ExpressionRules {
public:
    explicit SchemaRules(std::unique_ptr<const Node> root) : m_root(std::move(root)) {}
    FieldErrors check(const json::value& object, const json::value* old) const override {
        Walk walk;
        walk.visit(*m_root, object, old, "");
        return walk.take();
    }

private:
    std::unique_ptr<const Node> m_root;
};

/// A schema of a definition, in its place.
struct Placed {
    const JSONSchemaProps& schema;
    Path path;
    Occurrences occurrences = 1;
    std::string uncorrelatable = {};  ///< the list above, whose elements have no earlier selves; "" where there is none
    bool root = false;

    Placed below(const JSONSchemaProps& part, Path at, const std::string& list = {}) const {
        return {part, std::move(at), occurrencesBelow(schema, occurrences),
                uncorrelatable.empty() ? list : uncorrelatable};
    }
};

/// A definition's rules being checked.
class DefinitionCheck {
public:
    DefinitionCheck(CostCheck costs, FieldErrors& errors) : m_hasCosts(costs == CostCheck::Limited), m_errors(errors) {}

    void run(const JSONSchemaProps& schema, const Path& path) {
        visit({.schema = schema, .path = path, .root = true});
        if (m_hasCosts) m_costs.checkTotal(path, m_errors);
    }

private:
    void visit(const Placed& place) {
        const JSONSchemaProps& schema = place.schema;
        const Path rules = place.path.child("x-kubernetes-validations");
        for (std::size_t i = 0; i < schema.xValidations.size(); ++i)
            check(schema.xValidations[i], place, rules.index(i));
        for (const auto& [name, property] : schema.properties)
            visit(place.below(property, place.path.child("properties").key(name)));
        if (const JSONSchemaProps* values = valuesOf(schema))
            visit(place.below(*values, place.path.child("additionalProperties")));
        if (const JSONSchemaProps* items = itemsOf(schema)) {
            const bool byKey = schema.xListType == "map";
            visit(place.below(*items, place.path.child("items"), byKey ? std::string() : std::string(place.path)));
        }
    }

    void add(FieldError error) { m_errors.push_back(std::move(error)); }

    void check(const ValidationRule& rule, const Placed& place, const Path& path) {
        if (!rule.fieldPath.empty() && !normalizedFieldPath(rule.fieldPath, place.schema))
            return add(field::invalid(path.child("fieldPath"), rule.fieldPath, "must be a valid path"));
        checkExpressions(rule, place, path);
    }

    void addCost(const cel::Program& program, const Placed& place, const char* what, const Path& path) {
        if (!m_hasCosts) return;
        const std::uint64_t once = program.maxCost(SchemaSizes(place.schema, place.root));
        m_costs.add(costOfAll(once, place.schema, place.occurrences), what, path, m_errors);
    }

    void checkExpressions(const ValidationRule& rule, const Placed& place, const Path& path) {
        const std::string& uncorrelatable = place.uncorrelatable;
        const cel::Environment environment =
            environmentOf(place.schema, place.root, rule.optionalOldSelf.value_or(false));
        const Compiled program = compileRule(rule, environment);
        if (!program) return add(field::invalidRaw(path.child("rule"), textOf(rule), program.error()));
        addCost(*program, place, "rule", path);
        if (!rule.messageExpression.empty()) {
            const Compiled message = compileMessage(rule, environment);
            if (message)
                addCost(*message, place, "messageExpression", path);
            else
                add(field::invalidRaw(path.child("messageExpression"), textOf(rule), message.error()));
        }
        if (program->reads("oldSelf")) {
            if (!uncorrelatable.empty())
                add(field::invalid(
                    path.child("rule"), rule.rule,
                    "oldSelf cannot be used on the uncorrelatable portion of the schema within " + uncorrelatable));
        } else if (rule.optionalOldSelf) {
            add(field::invalidRaw(path.child("optionalOldSelf"), *rule.optionalOldSelf ? "true" : "false",
                                  "may not be set if oldSelf is not used in rule"));
        }
    }

    /// A rule as upstream prints one in an error.
    static std::string textOf(const ValidationRule& rule) {
        const auto orNil = [](bool is) { return is ? "(0x0)" : "<nil>"; };
        return "apiextensions.ValidationRule{Rule:" + schema::quoted(rule.rule) +
               ", Message:" + schema::quoted(rule.message) +
               ", MessageExpression:" + schema::quoted(rule.messageExpression) +
               ", Reason:(*apiextensions.FieldValueErrorReason)(" + orNil(rule.reason.has_value()) +
               "), FieldPath:" + schema::quoted(rule.fieldPath) + ", OptionalOldSelf:(*bool)(" +
               orNil(rule.optionalOldSelf.has_value()) + ")}";
    }

    const bool m_hasCosts;
    SchemaCosts m_costs;
    FieldErrors& m_errors;
};

}  // namespace

std::unique_ptr<const custom::ExpressionRules> compileRules(const JSONSchemaProps& schema) {
    auto root = Node::make(schema, true);
    if (!root) return nullptr;
    return std::make_unique<const SchemaRules>(std::move(root));
}

void checkRules(const JSONSchemaProps& schema, CostCheck costs, const Path& path, FieldErrors& errors) {
    DefinitionCheck(costs, errors).run(schema, path);
}

}  // namespace armillary::resources::expressions
