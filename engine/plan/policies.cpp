#include "engine/plan/policies.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "engine/cel/object_values.h"
#include "engine/plan/change.h"
#include "engine/resources/custom/definition.h"
#include "engine/resources/validating/match.h"
#include "engine/resources/validating/policy_program.h"
#include "engine/schema/custom_object.h"
#include "engine/schema/selector.h"

namespace armillary::plan {

namespace {

namespace registration = admissionregistrationv1;
namespace validating = resources::validating;

constexpr std::string_view kRegistration = "admissionregistration.k8s.io";

/// Whether anybody who asks would be told the same.
bool asksWhoAsks(const registration::ValidatingAdmissionPolicySpec& spec) {
    const auto asks = [](const std::string& expression) {
        return expression.contains("authorizer") || expression.contains("userInfo");
    };
    return std::ranges::any_of(spec.matchConditions, asks, &registration::MatchCondition::expression) ||
           std::ranges::any_of(spec.variables, asks, &registration::Variable::expression) ||
           std::ranges::any_of(spec.auditAnnotations, asks, &registration::AuditAnnotation::valueExpression) ||
           std::ranges::any_of(spec.validations, [&](const registration::Validation& each) {
               return asks(each.expression) || asks(each.messageExpression);
           });
}

/// Nobody has any rights, as nobody is known; what asks for them is not judged.
class NoAccess final : public cel::Access {
public:
    cel::AccessAnswer ask(const cel::AccessQuestion&) const override { return {}; }
    std::expected<std::shared_ptr<const cel::Access>, std::string> serviceAccount(std::string_view,
                                                                                  std::string_view) const override {
        return std::make_shared<const NoAccess>();
    }
};

std::pair<std::string, std::string> groupAndVersion(const std::string& apiVersion) {
    const auto slash = apiVersion.find('/');
    if (slash == std::string::npos) return {{}, apiVersion};
    return {apiVersion.substr(0, slash), apiVersion.substr(slash + 1)};
}

metav1::GroupVersionKind kindIn(const resources::Resource& row) {
    metav1::GroupVersionKind kind;
    kind.group = row.group;
    kind.version = row.version;
    kind.kind = row.kind;
    return kind;
}

metav1::GroupVersionResource resourceIn(const resources::Resource& row) {
    metav1::GroupVersionResource resource;
    resource.group = row.group;
    resource.version = row.version;
    resource.resource = row.plural;
    return resource;
}

}  // namespace

struct Policies::Policy {
    ObjectRef object;
    std::shared_ptr<const validating::PolicyProgram> program;
    std::vector<ObjectRef> bindings;

    const registration::ValidatingAdmissionPolicy& spec() const { return program->policy(); }
};

/// Custom kinds' rows.
struct Policies::Definitions {
    std::vector<std::unique_ptr<resources::custom::Definition>> all;
};

/// One change as the server would be asked for it.
struct Policies::Call {
    const resources::Resource& row;
    const void *object, *old;
    std::string name, namespace_;
    validating::MatchedCall matched;
    validating::FindNamespace findNamespace;
};

bool Policies::empty() const {
    return m_policies.empty();
}

Policies::Policies(const relations::World& world) : m_world(world), m_definitions(std::make_unique<Definitions>()) {
    const std::string group(kRegistration);
    const std::vector<ObjectRef> bindings = world.list({group, "ValidatingAdmissionPolicyBinding"}, "");
    for (const ObjectRef& object : world.list({group, "ValidatingAdmissionPolicy"}, "")) {
        const auto* policy = typed<registration::ValidatingAdmissionPolicy>(object);
        if (!policy || asksWhoAsks(policy->spec)) continue;
        Policy made{object, nullptr, {}};
        for (const ObjectRef& binding : bindings)
            if (const auto* it = typed<registration::ValidatingAdmissionPolicyBinding>(binding);
                it && it->spec.policyName == object->name())
                made.bindings.push_back(binding);
        if (made.bindings.empty()) continue;
        made.program = std::make_shared<const validating::PolicyProgram>(object);
        m_policies.push_back(std::move(made));
    }
    if (m_policies.empty()) return;
    for (const ObjectRef& object : world.list({"apiextensions.k8s.io", "CustomResourceDefinition"}, ""))
        if (typed<apiextensionsv1::CustomResourceDefinition>(object))
            m_definitions->all.push_back(std::make_unique<resources::custom::Definition>(object));
}
Policies::~Policies() = default;

const resources::Resource* Policies::rowOf(const Object& object) const {
    if (const auto* row = plan::rowOf(object)) return row;
    const auto [group, version] = groupAndVersion(object.apiVersion());
    for (const auto& definition : m_definitions->all) {
        const auto& spec = definition->source().spec;
        if (spec.group != group || spec.names.kind != object.kind()) continue;
        if (const auto* known = definition->version(version)) return &known->row;
    }
    return nullptr;
}

/// The parameters of a binding, one null object where there are to be none; nothing where they are not known.
std::optional<std::vector<ObjectRef>> Policies::paramsOf(const Policy& policy, const ObjectRef& object,
                                                         const std::string& namespace_) const {
    const auto& kind = policy.spec().spec.paramKind;
    const auto& reference = object->as<registration::ValidatingAdmissionPolicyBinding>().spec.paramRef;
    if (!kind || !reference) return std::vector<ObjectRef>(1);
    const relations::Kind wanted{groupAndVersion(kind->apiVersion).first, kind->kind};
    bool namespaced = !relations::isClusterScoped(wanted);
    for (const auto& definition : m_definitions->all)
        if (const auto& spec = definition->source().spec; spec.group == wanted.group && spec.names.kind == wanted.name)
            namespaced = spec.scope == apiextensionsv1::kNamespaceScoped;
    const std::string where = !namespaced                     ? std::string()
                              : reference->namespace_.empty() ? namespace_
                                                              : reference->namespace_;
    if (namespaced && where.empty()) return std::nullopt;
    std::vector<ObjectRef> found;
    if (!reference->name.empty()) {
        if (ObjectRef one = m_world.find(wanted, where, reference->name)) found.push_back(std::move(one));
    } else if (reference->selector) {
        const auto selector = LabelSelector::from(*reference->selector);
        if (!selector) return std::nullopt;
        for (ObjectRef& one : m_world.list(wanted, where))
            if (selector->matches(one->meta().labels)) found.push_back(std::move(one));
    }
    if (found.empty()) return std::nullopt;
    return found;
}

void Policies::judge(const Policy& policy, const Call& call, std::vector<Verdict>& out) const {
    const auto& spec = policy.spec().spec;
    const std::string& name = policy.object->name();
    const bool hidesMessage = call.row.group.empty() && call.row.kind == "Secret";
    const auto matches = [&](const registration::MatchResources& match) {
        const auto row = validating::matchedRow(match, call.matched, call.findNamespace);
        // Shown as another version, it would have to be converted by the server.
        return row && *row == &call.row;
    };
    if (!spec.matchConstraints || !matches(*spec.matchConstraints)) return;
    for (const ObjectRef& object : policy.bindings) {
        const auto& binding = object->as<registration::ValidatingAdmissionPolicyBinding>();
        if (binding.spec.matchResources && !matches(*binding.spec.matchResources)) continue;
        const bool denies = std::ranges::contains(binding.spec.validationActions, registration::kDeny);
        const bool warns = std::ranges::contains(binding.spec.validationActions, registration::kWarn);
        const auto params = denies || warns ? paramsOf(policy, object, call.namespace_) : std::nullopt;
        if (!params) continue;
        admissionv1::AdmissionRequest request;
        request.kind = request.requestKind.ensure() = kindIn(call.row);
        request.resource = request.requestResource.ensure() = resourceIn(call.row);
        request.name = call.name;
        request.namespace_ = call.namespace_;
        request.operation = std::string(call.matched.operation);
        const ObjectRef home = call.matched.isNamespace() ? nullptr : call.findNamespace(call.namespace_);
        const validating::CallInput input(std::move(request), {*call.row.type, call.object}, {*call.row.type, call.old},
                                          home, std::make_shared<const NoAccess>());
        for (const ObjectRef& param : *params) {
            const auto outcome =
                policy.program->evaluate(input, param ? cel::valueOfJson(param->json()) : cel::Value());
            for (const auto& finding : outcome.findings) {
                // A message may be made of what the object says.
                const std::string message = hidesMessage ? "(not shown of a Secret)" : finding.message;
                out.push_back({denies ? validating::denialText(name, object->name(), message)
                                      : "Validation failed for ValidatingAdmissionPolicy '" + name +
                                            "' with binding '" + object->name() + "': " + message,
                               denies});
            }
        }
    }
}

std::vector<Policies::Verdict> Policies::judge(const ObjectRef& before, const ObjectRef& after) const {
    std::vector<Verdict> verdicts;
    const auto* row = m_policies.empty() || !after ? nullptr : rowOf(*after);
    if (!row || row->virtual_ || row->group == kRegistration) return verdicts;
    if (before && rowOf(*before) != row) return verdicts;
    try {
        const void* object = after->decoded(*row->type);
        const void* old = before ? before->decoded(*row->type) : nullptr;
        Call call{.row = *row,
                  .object = object,
                  .old = old,
                  .name = after->name(),
                  .namespace_ = row->namespaced ? after->namespace_() : std::string(),
                  .matched = {.resource = *row, .operation = before ? registration::kUpdate : registration::kCreate},
                  .findNamespace = [this](const std::string& name) -> ObjectRef {
                      return name.empty() ? nullptr : m_world.find({"", "Namespace"}, "", name);
                  }};
        if (call.matched.isNamespace()) call.namespace_ = after->name();
        call.matched.namespace_ = call.namespace_;
        call.matched.name = call.name;
        call.matched.labels = &after->meta().labels;
        if (before) call.matched.oldLabels = &before->meta().labels;
        if (call.matched.isNamespace()) call.matched.namespaceLabels = &after->meta().labels;
        for (const Policy& policy : m_policies) judge(policy, call, verdicts);
    } catch (const std::logic_error&) {
        // What does not read as its kind is refused for that.
    }
    return verdicts;
}

}  // namespace armillary::plan
