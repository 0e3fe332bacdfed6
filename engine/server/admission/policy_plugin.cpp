#include <algorithm>

#include "engine/server/admission/plugins.h"
#include "engine/server/admission/policy_match.h"
#include "engine/server/admission/policy_params.h"
#include "engine/server/admission/policy_programs.h"
#include "engine/server/admission/webhook_review.h"

namespace armillary::server::admission {
namespace {

namespace registration = admissionregistrationv1;

constexpr std::string_view kPolicyGroup = "admissionregistration.k8s.io";
const watch::ResourceKey kPolicies = "admissionregistration.k8s.io/validatingadmissionpolicies",
                         kBindings = "admissionregistration.k8s.io/validatingadmissionpolicybindings";

int codeOf(std::string_view reason) {
    if (reason == "Forbidden") return 403;
    if (reason == "Unauthorized") return 401;
    if (reason == "RequestEntityTooLarge") return 413;
    return 422;
}

/// What the policies have to say of one call. The first finding that denies is the answer.
class Verdict {
public:
    explicit Verdict(const AdmissionCall& call) : m_call(call) {}

    void deny(const std::string& policy, const std::string& binding, const PolicyProgram::Finding& finding) {
        if (m_denial) return;
        std::string text = resources::validating::denialText(policy, binding, finding.message);
        Status status = refusal(m_call, text);
        status.reason = finding.reason.empty() ? "Invalid" : finding.reason;
        status.code = codeOf(status.reason);
        metav1::StatusCause cause;
        cause.message = std::move(text);
        status.details.ensure().causes.push_back(std::move(cause));
        m_denial = std::move(status);
    }

    void apply(const registration::ValidatingAdmissionPolicyBinding& binding, const std::string& policy,
               const PolicyProgram::Finding& finding) {
        for (const std::string& action : binding.spec.validationActions) {
            if (action == registration::kDeny) deny(policy, binding.metadata.name, finding);
            if (action == registration::kWarn)
                m_call.notes.warn("Validation failed for ValidatingAdmissionPolicy '" + policy + "' with binding '" +
                                  binding.metadata.name + "': " + finding.message);
        }
    }

    Result<void> result() const {
        if (m_denial) return std::unexpected(*m_denial);
        return {};
    }

private:
    const AdmissionCall& m_call;
    std::optional<Status> m_denial;
};

class ValidatingPolicies final : public AdmissionPlugin {
public:
    ValidatingPolicies(const watch::Cache& cache, Authorizer& authorizer) : m_cache(cache), m_authorizer(authorizer) {}
    std::string_view name() const override { return "ValidatingAdmissionPolicy"; }

    Result<void> validate(const AdmissionCall& call) override {
        if (m_cache.size(kBindings) == 0 || isAboutPolicies(call)) return {};
        const std::vector<ObjectRef> policies = m_cache.list(kPolicies).objects;
        const std::vector<ObjectRef> bindings = m_cache.list(kBindings).objects;
        m_programs.keepOnly(policies);
        Verdict verdict(call);
        for (const ObjectRef& policy : policies) judge(policy, bindings, call, verdict);
        return verdict.result();
    }

private:
    /// Policies are never asked about themselves: nobody could mend them.
    static bool isAboutPolicies(const AdmissionCall& call) {
        return call.resource.group == kPolicyGroup && (call.resource.plural == "validatingadmissionpolicies" ||
                                                       call.resource.plural == "validatingadmissionpolicybindings");
    }

    void judge(const ObjectRef& object, const std::vector<ObjectRef>& bindings, const AdmissionCall& call,
               Verdict& verdict) {
        const auto& policy = object->as<registration::ValidatingAdmissionPolicy>();
        const bool ignores = policy.spec.failurePolicy == registration::kIgnore;
        const auto fail = [&](const std::string& binding, const std::string& why) {
            if (ignores) return;
            const std::string what = binding.empty() ? "policy: " : "binding: ";
            verdict.deny(object->name(), binding, {"failed to configure " + what + why, {}});
        };
        if (!policy.spec.matchConstraints) return fail({}, "policy contained no match constraints, a required field");
        const auto match = matchedRow(*policy.spec.matchConstraints, call, m_cache);
        if (!match) return fail({}, match.error());
        if (!*match) return;
        for (const ObjectRef& one : bindings) {
            const auto& binding = one->as<registration::ValidatingAdmissionPolicyBinding>();
            if (binding.spec.policyName != object->name()) continue;
            if (const auto& resources = binding.spec.matchResources) {
                const auto bound = matchedRow(*resources, call, m_cache);
                if (!bound) fail(one->name(), bound.error());
                if (!bound || !*bound) continue;
            }
            const auto params = collectParams(policy.spec.paramKind, binding.spec.paramRef, call.namespace_, m_cache);
            if (!params)
                fail(one->name(), params.error());
            else
                evaluate(*m_programs.of(object), binding, *params, call, **match, verdict);
        }
    }

    void evaluate(const PolicyProgram& program, const registration::ValidatingAdmissionPolicyBinding& binding,
                  const std::vector<cel::Value>& params, const AdmissionCall& call, const resources::Resource& row,
                  Verdict& verdict) {
        // What need not be shown as anything else is read where it is.
        const bool plain = &row == &call.resource && !call.view && !call.type;
        const auto object = plain ? Value() : shownObject(call, row), old = plain ? Value() : shownOld(call, row);
        const std::string& name = program.policy().metadata.name;
        if (!object || !old) {
            if (program.policy().spec.failurePolicy != registration::kIgnore)
                verdict.deny(name, binding.metadata.name,
                             {"failed to configure binding: failed to convert object version: " +
                                  (object ? old : object).error().message,
                              {}});
            return;
        }
        const ExpressionInput input(call, row, plain ? ObjectView(*row.type, call.object) : ObjectView(*object),
                                    plain ? ObjectView(*row.type, call.old) : ObjectView(*old), m_cache, m_authorizer);
        for (const cel::Value& param : params) {
            const PolicyProgram::Outcome outcome = program.evaluate(input, param);
            for (const auto& finding : outcome.findings) verdict.apply(binding, name, finding);
            for (const std::string& error : outcome.annotationErrors)
                verdict.deny(name, binding.metadata.name, {error, {}});
        }
    }

    const watch::Cache& m_cache;
    Authorizer& m_authorizer;
    PolicyPrograms m_programs;
};

}  // namespace

Plugin validatingPolicies(const AdmissionConfig& config, Authorizer& authorizer) {
    return std::make_unique<ValidatingPolicies>(config.cache, authorizer);
}

}  // namespace armillary::server::admission
