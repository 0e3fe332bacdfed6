#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/rules_for.h"

namespace armillary::resources::rules {

namespace {

class ServiceAccountRules final : public RulesFor<corev1::ServiceAccount> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"Secrets", "string", "", "Number of secrets that pods of this account may use.", 0},
            cells::kAge};
        return kColumns;
    }

protected:
    void warn(const corev1::ServiceAccount& account, const corev1::ServiceAccount* old,
              Warnings& warnings) const override {
        constexpr std::string_view kEnforced = "kubernetes.io/enforce-mountable-secrets";
        if (!account.metadata.annotations.contains(kEnforced) || (old && old->metadata.annotations.contains(kEnforced)))
            return;
        warnings.push_back(Path("metadata.annotations").key(kEnforced).text() +
                           ": deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets");
    }
    Cells row(const corev1::ServiceAccount& account, const Context& context) const override {
        return {cells::text(account.metadata.name), cells::number(static_cast<std::int64_t>(account.secrets.size())),
                cells::age(account.metadata, context)};
    }
};

class ComponentStatusRules final : public RulesFor<corev1::ComponentStatus> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"Status", "string", "", "Status of the component conditions", 0},
            {"Message", "string", "", "Message of the component conditions", 0},
            {"Error", "string", "", "Error of the component conditions", 0},
        };
        return kColumns;
    }

protected:
    Cells row(const corev1::ComponentStatus& component, const Context&) const override {
        std::string_view status = "Unknown", message, error;
        for (const auto& condition : component.conditions) {
            if (condition.type != corev1::kComponentHealthy) continue;
            status = condition.status == "True" ? "Healthy" : "Unhealthy";
            message = condition.message;
            error = condition.error;
        }
        return {cells::text(component.metadata.name), cells::text(status), cells::text(message), cells::text(error)};
    }
};

}  // namespace

const Rules& serviceAccount() {
    static const ServiceAccountRules rules;
    return rules;
}

const Rules& componentStatus() {
    static const ComponentStatusRules rules;
    return rules;
}

}  // namespace armillary::resources::rules
