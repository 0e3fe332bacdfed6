#pragma once

#include <expected>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/resources/expressions/admission.h"
#include "engine/schema/api/admissionregistrationv1.h"
#include "engine/schema/object.h"
#include "engine/server/admission/expression_budget.h"
#include "engine/server/admission/match_conditions.h"

namespace armillary::server::admission {

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
    Outcome evaluate(const ExpressionInput& input, const cel::Value& params) const;

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
    resources::expressions::AdmissionScope m_scope;
    MatchConditions m_conditions;
    std::vector<Variable> m_variables;
    std::vector<Validation> m_validations;
    std::vector<Annotation> m_annotations;
};

/// The programs of the policies that there are, each compiled once for every version of its policy. Thread-safe.
class PolicyPrograms {
public:
    std::shared_ptr<const PolicyProgram> of(const ObjectRef& policy);
    /// Lets go of those whose policy is gone.
    void keepOnly(const std::vector<ObjectRef>& policies);

private:
    struct Entry {
        std::int64_t revision;
        std::shared_ptr<const PolicyProgram> program;
    };
    std::mutex m_mutex;
    std::map<std::string, Entry> m_entries;  ///< by uid
};

}  // namespace armillary::server::admission
