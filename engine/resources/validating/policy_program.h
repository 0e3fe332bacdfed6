#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "engine/resources/expressions/admission.h"
#include "engine/resources/validating/budget.h"
#include "engine/resources/validating/match_conditions.h"
#include "engine/schema/api/admissionregistrationv1.h"
#include "engine/schema/object.h"

namespace armillary::resources::validating {

/// What whoever is refused is told: "ValidatingAdmissionPolicy 'p' with binding 'b' denied request: …". `binding` is ""
/// where it is the policy itself that is at fault.
std::string denialText(const std::string& policy, const std::string& binding, const std::string& message);

/// A policy's expressions, compiled. Immutable.
class PolicyProgram {
public:
    /// What a policy says of one call.
    struct Finding {
        std::string message;
        std::string reason;  ///< of the Status; "" for Invalid
    };

    explicit PolicyProgram(ObjectRef policy);

    const admissionregistrationv1::ValidatingAdmissionPolicy& policy() const { return m_spec; }
    bool ignoresFailure() const { return m_spec.spec.failurePolicy == admissionregistrationv1::kIgnore; }
    /// Evaluates match conditions, validations and audit annotations. Failures to evaluate are findings, too, unless
    /// the policy ignores them; those of audit annotations come in `annotationErrors`.
    struct Outcome {
        std::vector<Finding> findings;
        std::vector<std::string> annotationErrors;
    };
    Outcome evaluate(const CallInput& input, const cel::Value& params) const;

private:
    using Compiled = std::expected<cel::Program, std::string>;
    struct Variable {
        std::string name, expression;
        Compiled program;
    };
    struct Validation {
        const admissionregistrationv1::Validation& source;
        Compiled program;
        std::optional<Compiled> message;
    };
    struct Annotation {
        const admissionregistrationv1::AuditAnnotation& source;
        std::string expression;
        Compiled program;
    };
    class Variables;
    struct Run;

    void validate(Run& run, Outcome& outcome) const;
    void annotate(Run& run, Outcome& outcome) const;
    std::string messageOf(const Validation& validation, Run& run) const;

    const ObjectRef m_object;
    const admissionregistrationv1::ValidatingAdmissionPolicy& m_spec;
    expressions::AdmissionScope m_scope;
    MatchConditions m_conditions;
    std::vector<Variable> m_variables;
    std::vector<Validation> m_validations;
    std::vector<Annotation> m_annotations;
};

}  // namespace armillary::resources::validating
