#include "engine/resources/expressions/admission.h"

#include <algorithm>

#include "engine/cel/authorizer.h"
#include "engine/resources/expressions/formats.h"

namespace armillary::resources::expressions {

namespace {

using cel::Type;
using cel::TypeKind;

Type object(std::string name, std::vector<std::pair<std::string, Type>> fields) {
    return Type::object(std::move(name), cel::makeFields(std::move(fields)));
}

const Type kBool(TypeKind::Bool), kInt(TypeKind::Int), kString(TypeKind::String), kTimestamp(TypeKind::Timestamp);

Type requestType() {
    const Type strings = Type::list(kString);
    const Type kind =
        object("kubernetes.GroupVersionKind", {{"group", kString}, {"version", kString}, {"kind", kString}});
    const Type resource =
        object("kubernetes.GroupVersionResource", {{"group", kString}, {"version", kString}, {"resource", kString}});
    const Type user =
        object("kubernetes.UserInfo",
               {{"username", kString}, {"uid", kString}, {"groups", strings}, {"extra", Type::map(kString, strings)}});
    return object("kubernetes.AdmissionRequest", {{"kind", kind},
                                                  {"resource", resource},
                                                  {"subResource", kString},
                                                  {"requestKind", kind},
                                                  {"requestResource", resource},
                                                  {"requestSubResource", kString},
                                                  {"name", kString},
                                                  {"namespace", kString},
                                                  {"operation", kString},
                                                  {"userInfo", user},
                                                  {"dryRun", kBool},
                                                  {"options", Type()}});
}

Type namespaceType() {
    const Type strings = Type::list(kString), map = Type::map(kString, kString);
    const Type condition = object("kubernetes.NamespaceCondition", {{"status", kString},
                                                                    {"type", kString},
                                                                    {"lastTransitionTime", kTimestamp},
                                                                    {"message", kString},
                                                                    {"reason", kString}});
    const Type metadata = object("kubernetes.NamespaceMetadata", {{"name", kString},
                                                                  {"generateName", kString},
                                                                  {"namespace", kString},
                                                                  {"labels", map},
                                                                  {"annotations", map},
                                                                  {"UID", kString},
                                                                  {"creationTimestamp", kTimestamp},
                                                                  {"deletionGracePeriodSeconds", kInt},
                                                                  {"deletionTimestamp", kTimestamp},
                                                                  {"generation", kInt},
                                                                  {"resourceVersion", kString},
                                                                  {"finalizers", strings}});
    return object("kubernetes.Namespace",
                  {{"metadata", metadata},
                   {"spec", object("kubernetes.NamespaceSpec", {{"finalizers", strings}})},
                   {"status", object("kubernetes.NamespaceStatus",
                                     {{"conditions", Type::list(condition)}, {"phase", kString}})}});
}

cel::Environment environmentOf(bool hasParams, bool hasAuthorizer, const Type& object, const Type& params) {
    static const Type kRequest = requestType(), kNamespace = namespaceType();
    cel::Environment environment(functions());
    environment.declare("object", object).declare("oldObject", object);
    environment.declare("namespaceObject", kNamespace).declare("request", kRequest);
    if (hasParams) environment.declare("params", params);
    if (hasAuthorizer) {
        environment.declare("authorizer", cel::authorizerType());
        environment.declare("authorizer.requestResource", cel::resourceCheckType());
    }
    return environment;
}

/// Upstream's name of a type in a sentence about it.
std::string sentenceName(TypeKind kind) {
    return std::string(cel::runtimeName(kind));
}

std::string mustEvaluate(const std::vector<TypeKind>& wanted, const Type& actual) {
    std::string types;
    for (const TypeKind kind : wanted) types += (types.empty() ? "" : " ") + sentenceName(kind);
    const std::string got = actual.is(TypeKind::Null) ? sentenceName(TypeKind::Null) : actual.text();
    if (wanted.size() > 1) types = "one of [" + types + "]";
    return "must evaluate to " + types + " but got " + got;
}

}  // namespace

const cel::Functions& functions() {
    static const cel::Functions made = [] {
        cel::Functions functions = cel::Functions::kubernetes();
        addFormats(functions);
        return functions;
    }();
    return made;
}

std::expected<cel::Program, std::string> compile(std::string_view expression, const cel::Environment& environment,
                                                 const std::vector<TypeKind>& wanted) {
    auto program = cel::Program::compile(expression, environment);
    if (!program) return std::unexpected("compilation failed: " + program.error());
    if (!wanted.empty() && !std::ranges::contains(wanted, program->type().kind()))
        return std::unexpected(mustEvaluate(wanted, program->type()));
    return program;
}

/// The fields of `variables`, which grow from one variable to the next.
class AdmissionScope::Variables final : public cel::ObjectFields {
public:
    std::optional<Type> field(std::string_view name) const override {
        const auto found = m_types.find(name);
        return found == m_types.end() ? std::nullopt : std::optional(found->second);
    }
    void add(const std::string& name, const Type& type) { m_types.insert_or_assign(name, type); }

private:
    std::map<std::string, Type, std::less<>> m_types;
};

AdmissionScope::AdmissionScope(bool hasParams, const Type& object, const Type& params)
    : m_environment(environmentOf(hasParams, true, object, params)),
      m_messageEnvironment(environmentOf(hasParams, false, object, params)) {}

std::expected<cel::Program, std::string> AdmissionScope::addVariable(const std::string& name,
                                                                     std::string_view expression) {
    if (!m_variables) {
        m_variables = std::make_shared<Variables>();
        const Type type = Type::object("kubernetes.variables", m_variables);
        m_environment.declare("variables", type);
        m_messageEnvironment.declare("variables", type);
    }
    auto program = compile(expression, {});
    m_variables->add(name, program ? program->type() : Type());
    return program;
}

std::expected<cel::Program, std::string> AdmissionScope::compile(std::string_view expression,
                                                                 const std::vector<TypeKind>& wanted) const {
    return expressions::compile(expression, m_environment, wanted);
}

std::expected<cel::Program, std::string> AdmissionScope::compileMessage(std::string_view expression) const {
    return expressions::compile(expression, m_messageEnvironment, {TypeKind::String});
}

}  // namespace armillary::resources::expressions
