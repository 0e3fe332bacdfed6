#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/cel/environment.h"
#include "engine/cel/program.h"

/// The expressions of admission: what they see, and what they have to be.
/// Source: https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/.
namespace armillary::resources::expressions {

/// What Kubernetes' expressions may call: the language's libraries, and `format`, which stands on the rules for names.
const cel::Functions& functions();

/// Compiles an expression of one of the types `wanted` (none: any). The error is upstream's: "compilation failed:
/// ERROR: …", "must evaluate to bool but got int".
std::expected<cel::Program, std::string> compile(std::string_view expression, const cel::Environment& environment,
                                                 const std::vector<cel::TypeKind>& wanted);

/// What expressions of one policy, or of one webhook's match conditions, see: object, oldObject, request,
/// namespaceObject, and, where they are declared, params, authorizer and the policy's own variables.
class AdmissionScope {
public:
    /// `object`: the type of object and oldObject; of params, too, when there are some.
    explicit AdmissionScope(bool hasParams, const cel::Type& object = {}, const cel::Type& params = {});
    AdmissionScope(const AdmissionScope&) = delete;
    AdmissionScope& operator=(const AdmissionScope&) = delete;

    /// Compiles a variable, which expressions compiled afterwards see as variables.NAME; one that does not compile they
    /// see as dyn.
    std::expected<cel::Program, std::string> addVariable(const std::string& name, std::string_view expression);
    std::expected<cel::Program, std::string> compile(std::string_view expression,
                                                     const std::vector<cel::TypeKind>& wanted) const;
    /// The same without an authorizer, as messageExpressions are.
    std::expected<cel::Program, std::string> compileMessage(std::string_view expression) const;

    /// For activations; messages' lacks the authorizer.
    const cel::Environment& environment() const { return m_environment; }
    const cel::Environment& messageEnvironment() const { return m_messageEnvironment; }

private:
    class Variables;

    cel::Environment m_environment, m_messageEnvironment;
    std::shared_ptr<Variables> m_variables;
};

}  // namespace armillary::resources::expressions
