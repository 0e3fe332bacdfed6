#include <algorithm>

#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/rules_for.h"
#include "engine/schema/api/flowcontrolv1.h"

namespace armillary::resources::rules {

namespace {

constexpr std::int32_t kMaxPrecedence = 10000;

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
        const Path path("spec");
        const auto& spec = object.spec;
        if (spec.matchingPrecedence <= 0)
            errors.push_back(field::invalidRaw(path.child("matchingPrecedence"),
                                               std::to_string(spec.matchingPrecedence), "must be a positive value"));
        if (spec.matchingPrecedence > kMaxPrecedence)
            errors.push_back(field::invalidRaw(path.child("matchingPrecedence"),
                                               std::to_string(spec.matchingPrecedence),
                                               "must not be greater than 10000"));
        if (spec.distinguisherMethod && spec.distinguisherMethod->type != "ByUser" &&
            spec.distinguisherMethod->type != "ByNamespace")
            errors.push_back(field::notSupported(path.child("distinguisherMethod").child("type"),
                                                 spec.distinguisherMethod->type, {"ByNamespace", "ByUser"}));
        const Path level = path.child("priorityLevelConfiguration").child("name");
        if (spec.priorityLevelConfiguration.name.empty())
            errors.push_back(field::required(level, "must reference a priority level"));
        else
            addInvalid(errors, level, spec.priorityLevelConfiguration.name,
                       checkSubdomain(spec.priorityLevelConfiguration.name));
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
        const Path path("spec");
        const auto& spec = object.spec;
        if (spec.type == "Exempt") {
            if (spec.limited)
                errors.push_back(field::forbidden(path.child("limited"), "must be nil if the type is not Limited"));
        } else if (spec.type == "Limited") {
            if (spec.exempt)
                errors.push_back(field::forbidden(path.child("exempt"), "must be nil if the type is Limited"));
            if (!spec.limited)
                errors.push_back(field::required(path.child("limited"), "must not be empty when type is Limited"));
        } else {
            errors.push_back(field::notSupported(path.child("type"), spec.type, {"Exempt", "Limited"}));
        }
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
