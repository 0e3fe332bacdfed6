#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/pod/pod_spec.h"
#include "engine/resources/rules/rules_for.h"
#include "engine/schema/api/nodev1.h"
#include "engine/schema/api/schedulingv1.h"

namespace armillary::resources::rules {

namespace {

constexpr std::int32_t kHighestUserPriority = 1'000'000'000;

bool isSystemClass(const schedulingv1::PriorityClass& object) {
    return (object.metadata.name == "system-node-critical" && object.value == 2'000'001'000) ||
           (object.metadata.name == "system-cluster-critical" && object.value == 2'000'000'000);
}

class PriorityClassRules final : public RulesFor<schedulingv1::PriorityClass> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"Value", "integer", "", "The priority that pods of this class have.", 0},
            {"Global-Default", "boolean", "", "Whether pods without a class get this one.", 0},
            cells::kAge,
            {"PreemptionPolicy", "string", "", "Whether pods of this class may push others off a node.", 0},
        };
        return kColumns;
    }

protected:
    void defaults(schedulingv1::PriorityClass& object) const override {
        if (!object.preemptionPolicy) object.preemptionPolicy = corev1::kPreemptLowerPriority;
    }
    void check(const schedulingv1::PriorityClass& object, FieldErrors& errors) const override {
        if (object.metadata.name.starts_with("system-")) {
            if (!isSystemClass(object))
                errors.push_back(
                    field::forbidden("metadata.name",
                                     "priority class names with 'system-' prefix are reserved for system use only. "
                                     "error: " +
                                         object.metadata.name + " is not a known system priority class"));
        } else if (object.value > kHighestUserPriority) {
            errors.push_back(
                field::forbidden("value", "maximum allowed value of a user defined priority is 1000000000"));
        }
        if (object.preemptionPolicy && *object.preemptionPolicy != "Never" &&
            *object.preemptionPolicy != "PreemptLowerPriority")
            errors.push_back(
                field::notSupported("preemptionPolicy", *object.preemptionPolicy, {"Never", "PreemptLowerPriority"}));
    }
    void checkUpdate(const schedulingv1::PriorityClass& object, const schedulingv1::PriorityClass& old,
                     FieldErrors& errors) const override {
        if (object.value != old.value) errors.push_back(field::forbidden("value", "may not be changed in an update."));
        if (object.preemptionPolicy != old.preemptionPolicy)
            errors.push_back(
                field::invalid("preemptionPolicy", object.preemptionPolicy.value_or(""), std::string(kImmutable)));
    }
    Cells row(const schedulingv1::PriorityClass& object, const Context& context) const override {
        return {cells::text(object.metadata.name), cells::number(object.value), cells::boolean(object.globalDefault),
                cells::age(object.metadata, context),
                cells::text(object.preemptionPolicy.value_or("PreemptLowerPriority"))};
    }
};

class RuntimeClassRules final : public RulesFor<nodev1::RuntimeClass> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName, {"Handler", "string", "", "The runtime configuration that is used.", 0}, cells::kAge};
        return kColumns;
    }

protected:
    void check(const nodev1::RuntimeClass& object, FieldErrors& errors) const override {
        addInvalid(errors, Path("handler"), object.handler, checkLabel(object.handler));
        if (!object.scheduling) return;
        checkLabels(object.scheduling->nodeSelector, Path("scheduling.nodeSelector"), errors);
        podspec::checkTolerations(object.scheduling->tolerations, Path("scheduling.tolerations"), errors);
    }
    void checkUpdate(const nodev1::RuntimeClass& object, const nodev1::RuntimeClass& old,
                     FieldErrors& errors) const override {
        check(object, errors);
        checkImmutable(object.handler, old.handler, goQuoted(object.handler), Path("handler"), errors);
    }
    Cells row(const nodev1::RuntimeClass& object, const Context& context) const override {
        return {cells::text(object.metadata.name), cells::text(object.handler), cells::age(object.metadata, context)};
    }
};

}  // namespace

const Rules& priorityClass() {
    static const PriorityClassRules rules;
    return rules;
}

const Rules& runtimeClass() {
    static const RuntimeClassRules rules;
    return rules;
}

}  // namespace armillary::resources::rules
