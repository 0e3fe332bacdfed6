#include "engine/controllers/admissionpolicy/admissionpolicy.h"

#include "engine/resources/expressions/type_check.h"
#include "engine/schema/api/admissionregistrationv1.h"

namespace armillary::controllers {

using admissionregistrationv1::ValidatingAdmissionPolicy;

AdmissionPolicyController::AdmissionPolicyController(const Context& context)
    : QueuedController(context), m_policies(client::informer<ValidatingAdmissionPolicy>(context.informers)) {
    m_policies.addHandler([this](const ObjectRef&, const ObjectRef& current) {
        if (current) m_queue.add(current->key());
    });
}

Result<Outcome> AdmissionPolicyController::reconcile(const std::string& key) {
    const ObjectRef object = m_policies.getByKey(key);
    if (!object) return Outcome();
    const auto& policy = object->as<ValidatingAdmissionPolicy>();
    if (policy.metadata.generation <= policy.status.observedGeneration) return Outcome();
    ValidatingAdmissionPolicy changed = policy;
    changed.status.observedGeneration = policy.metadata.generation;
    changed.status.typeChecking.emplace().expressionWarnings = resources::expressions::typeCheck(policy);
    const auto written = client::updateStatus(m_context.client, std::move(changed));
    if (!written && !status::isNotFound(written.error())) return std::unexpected(written.error());
    return Outcome();
}

}  // namespace armillary::controllers
