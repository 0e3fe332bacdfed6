#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/rules_for.h"
#include "engine/schema/api/apiregistrationv1.h"

namespace armillary::resources::rules {

namespace {

using Service = apiregistrationv1::APIService;

constexpr std::int32_t kMaxGroupPriority = 20000, kMaxVersionPriority = 1000;

class ApiServiceRules final : public RulesFor<Service> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"Service", "string", "", "The reference to the service that hosts this API endpoint.", 0},
            {"Available", "string", "", "Whether this service is available.", 0},
            cells::kAge,
        };
        return kColumns;
    }

protected:
    void defaults(Service& object) const override {
        if (object.spec.service && !object.spec.service->port) object.spec.service->port = 443;
    }
    /// What this server answers itself is available at once.
    void beforeCreate(Service& object) const override {
        object.status = {};
        if (object.spec.service) return;
        auto& condition = object.status.conditions.emplace_back();
        condition.type = "Available";
        condition.status = "True";
        condition.reason = "Local";
        condition.message = "Local APIServices are always available";
    }
    void check(const Service& object, FieldErrors& errors) const override {
        const Path path("spec");
        const auto& spec = object.spec;
        const std::string wanted = spec.version + "." + spec.group;
        if (object.metadata.name != wanted)
            errors.push_back(field::invalid("metadata.name", object.metadata.name,
                                            "must be `spec.version`+\".\"+`spec.group`: " + goQuoted(wanted)));
        if (spec.group.empty() && spec.version != "v1")
            errors.push_back(
                field::required(path.child("group"), "only v1 may have an empty group and it better be legacy kube"));
        if (!spec.group.empty()) addInvalid(errors, path.child("group"), spec.group, checkSubdomain(spec.group));
        addInvalid(errors, path.child("version"), spec.version, checkLabel1035(spec.version));
        if (spec.groupPriorityMinimum <= 0 || spec.groupPriorityMinimum > kMaxGroupPriority)
            errors.push_back(field::invalidRaw(path.child("groupPriorityMinimum"),
                                               std::to_string(spec.groupPriorityMinimum),
                                               "must be positive and less than 20000"));
        if (spec.versionPriority <= 0 || spec.versionPriority > kMaxVersionPriority)
            errors.push_back(field::invalidRaw(path.child("versionPriority"), std::to_string(spec.versionPriority),
                                               "must be positive and less than 1000"));
        if (!spec.service) return;
        if (spec.service->namespace_.empty())
            errors.push_back(field::required(path.child("service").child("namespace"), ""));
        if (spec.service->name.empty()) errors.push_back(field::required(path.child("service").child("name"), ""));
        if (spec.insecureSkipTLSVerify && !spec.caBundle.data.empty())
            errors.push_back(field::invalidRaw(path.child("insecureSkipTLSVerify"), "true",
                                               "may not be true if caBundle is present"));
    }
    Cells row(const Service& object, const Context& context) const override {
        const auto& service = object.spec.service;
        std::string available = "Unknown";
        for (const auto& condition : object.status.conditions) {
            if (condition.type != "Available") continue;
            available = condition.status == "True" ? "True" : condition.status + " (" + condition.reason + ")";
        }
        return {cells::text(object.metadata.name),
                cells::text(service ? service->namespace_ + "/" + service->name : "Local"), cells::text(available),
                cells::age(object.metadata, context)};
    }
};

}  // namespace

const Rules& apiService() {
    static const ApiServiceRules rules;
    return rules;
}

}  // namespace armillary::resources::rules
