#include <algorithm>

#include "engine/resources/flow_control.h"
#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/cluster/flow_control_checks.h"
#include "engine/resources/rules/rules_for.h"
#include "engine/schema/json_codec.h"

namespace armillary::resources::rules {

namespace {

/// The default object whose spec one of this name must have; null for most names.
template <class T>
const T* fixedOf(const std::vector<T>& defaults, std::string_view name) {
    if (!flowcontrol::isMandatory(name)) return nullptr;
    const auto found = std::ranges::find_if(defaults, [&](const T& object) { return object.metadata.name == name; });
    return found == defaults.end() ? nullptr : &*found;
}

template <class Spec>
FieldError fixedSpec(const Spec& spec, const std::string& name, const std::string& except) {
    return field::invalidRaw("spec", schema::toJson(spec),
                             "spec of '" + name + "'" + except + " must equal the fixed value");
}

template <class Condition>
void checkConditionTypes(const std::vector<Condition>& conditions, FieldErrors& errors) {
    const Path path("status.conditions");
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        const Path type = path.index(i).child("type");
        if (conditions[i].type.empty()) errors.push_back(field::required(type, "must not be empty"));
        const auto same = [&](const Condition& other) { return other.type == conditions[i].type; };
        if (std::any_of(conditions.begin(), conditions.begin() + static_cast<std::ptrdiff_t>(i), same))
            errors.push_back(field::duplicate(type, conditions[i].type));
    }
}

class FlowSchemaRules final : public RulesFor<flowcontrolv1::FlowSchema> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"PriorityLevel", "string", "", "The priority level that matching requests are given.", 0},
            {"MatchingPrecedence", "string", "",
             "Among schemas that match, the one with the smallest number is chosen.", 0},
            {"DistinguisherMethod", "string", "", "How requests are told apart as flows.", 0},
            cells::kAge,
            {"MissingPL", "string", "", "references a broken or non-existent PriorityLevelConfiguration", 0},
        };
        return kColumns;
    }

protected:
    void defaults(flowcontrolv1::FlowSchema& object) const override {
        if (object.spec.matchingPrecedence == 0) object.spec.matchingPrecedence = 1000;
    }
    void check(const flowcontrolv1::FlowSchema& object, FieldErrors& errors) const override {
        checkFlowSchemaSpec(object, errors);
        if (const auto* fixed = fixedOf(flowcontrol::defaultFlowSchemas(), object.metadata.name);
            fixed && !(fixed->spec == object.spec))
            errors.push_back(fixedSpec(object.spec, object.metadata.name, ""));
        checkConditionTypes(object.status.conditions, errors);
    }
    void checkStatusUpdate(const flowcontrolv1::FlowSchema& object, const flowcontrolv1::FlowSchema&,
                           FieldErrors& errors) const override {
        checkConditionTypes(object.status.conditions, errors);
    }
    Cells row(const flowcontrolv1::FlowSchema& object, const Context& context) const override {
        std::string_view missing = "?";
        for (const auto& condition : object.status.conditions)
            if (condition.type == flowcontrolv1::kFlowSchemaConditionDangling) missing = condition.status;
        const auto& method = object.spec.distinguisherMethod;
        const auto& level = object.spec.priorityLevelConfiguration.name;
        return {cells::text(object.metadata.name),
                cells::text(level.empty() ? "<none>" : level),
                cells::text(std::to_string(object.spec.matchingPrecedence)),
                cells::text(method ? method->type : "<none>"),
                cells::age(object.metadata, context),
                cells::text(missing)};
    }
};

class PriorityLevelRules final : public RulesFor<flowcontrolv1::PriorityLevelConfiguration> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"Type", "string", "", "Whether requests of the level are limited or exempt.", 0},
            {"NominalConcurrencyShares", "string", "", "The level's share of the server's seats.", 0},
            {"Queues", "string", "", "The number of queues.", 0},
            {"HandSize", "string", "", "How many queues a flow may use.", 0},
            {"QueueLengthLimit", "string", "", "How many requests may wait in a queue.", 0},
            cells::kAge,
        };
        return kColumns;
    }

protected:
    void defaults(flowcontrolv1::PriorityLevelConfiguration& object) const override {
        if (object.spec.exempt) {
            if (!object.spec.exempt->nominalConcurrencyShares) object.spec.exempt->nominalConcurrencyShares = 0;
            if (!object.spec.exempt->lendablePercent) object.spec.exempt->lendablePercent = 0;
        }
        if (!object.spec.limited) return;
        auto& limited = *object.spec.limited;
        if (!limited.nominalConcurrencyShares) limited.nominalConcurrencyShares = 30;
        if (!limited.lendablePercent) limited.lendablePercent = 0;
        if (!limited.limitResponse.queuing) return;
        auto& queuing = *limited.limitResponse.queuing;
        if (queuing.queues == 0) queuing.queues = 64;
        if (queuing.handSize == 0) queuing.handSize = 8;
        if (queuing.queueLengthLimit == 0) queuing.queueLengthLimit = 50;
    }
    void check(const flowcontrolv1::PriorityLevelConfiguration& object, FieldErrors& errors) const override {
        checkPriorityLevelSpec(object, errors);
        if (const auto* fixed = fixedOf(flowcontrol::defaultPriorityLevels(), object.metadata.name)) {
            auto compared = object.spec;
            if (fixed->spec.exempt) compared.exempt = fixed->spec.exempt;
            if (!(fixed->spec == compared))
                errors.push_back(fixedSpec(object.spec, object.metadata.name,
                                           fixed->spec.exempt ? " except the 'spec.exempt' field" : ""));
        }
        checkConditionTypes(object.status.conditions, errors);
    }
    void checkStatusUpdate(const flowcontrolv1::PriorityLevelConfiguration& object,
                           const flowcontrolv1::PriorityLevelConfiguration&, FieldErrors& errors) const override {
        checkConditionTypes(object.status.conditions, errors);
    }
    Cells row(const flowcontrolv1::PriorityLevelConfiguration& object, const Context& context) const override {
        std::string shares = "<none>", queues = "<none>", hand = "<none>", length = "<none>";
        if (const auto& limited = object.spec.limited) {
            shares = std::to_string(limited->nominalConcurrencyShares.value_or(0));
            if (const auto& queuing = limited->limitResponse.queuing) {
                queues = std::to_string(queuing->queues);
                hand = std::to_string(queuing->handSize);
                length = std::to_string(queuing->queueLengthLimit);
            }
        }
        return {cells::text(object.metadata.name),
                cells::text(object.spec.type),
                cells::text(shares),
                cells::text(queues),
                cells::text(hand),
                cells::text(length),
                cells::age(object.metadata, context)};
    }
};

}  // namespace

const Rules& flowSchema() {
    static const FlowSchemaRules rules;
    return rules;
}

const Rules& priorityLevelConfiguration() {
    static const PriorityLevelRules rules;
    return rules;
}

}  // namespace armillary::resources::rules
