#include "engine/resources/validating/input.h"

#include "engine/cel/object_values.h"
#include "engine/schema/api/corev1.h"

namespace armillary::resources::validating {

CallInput::CallInput(admissionv1::AdmissionRequest request, ObjectView object, ObjectView old, ObjectRef namespace_,
                     std::shared_ptr<const cel::Access> access)
    : m_request(std::move(request)), m_namespace(std::move(namespace_)) {
    if (object.object) m_object = cel::valueOf(*object.type, object.object);
    if (old.object) m_old = cel::valueOf(*old.type, old.object);
    m_requestValue = cel::valueOf(m_request);
    if (m_namespace) m_namespaceValue = cel::valueOf(m_namespace->as<corev1::Namespace>());
    m_authorizer = cel::authorizerValue(access);
    m_requestResource = cel::resourceCheckValue(std::move(access), {.group = m_request.resource.group,
                                                                    .resource = m_request.resource.resource,
                                                                    .subresource = m_request.subResource,
                                                                    .namespace_ = m_request.namespace_,
                                                                    .name = m_request.name});
}

void CallInput::fill(cel::Activation& activation) const {
    activation.set("object", m_object);
    activation.set("oldObject", m_old);
    activation.set("request", m_requestValue);
    activation.set("namespaceObject", m_namespaceValue);
    activation.set("authorizer", m_authorizer);
    activation.set("authorizer.requestResource", m_requestResource);
}

}  // namespace armillary::resources::validating
