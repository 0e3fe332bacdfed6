#pragma once

#include <memory>

#include "engine/cel/authorizer.h"
#include "engine/cel/program.h"
#include "engine/schema/api/admissionv1.h"
#include "engine/schema/object.h"

namespace armillary::resources::validating {

/// A value of any API type, borrowed; null where there is none.
struct ObjectView {
    ObjectView() = default;
    ObjectView(const schema::TypeInfo& type, const void* object) : type(&type), object(object) {}

    const schema::TypeInfo* type = nullptr;
    const void* object = nullptr;
};

/// What the expressions of policies and of webhooks' match conditions see of a call. Everything is read where it is:
/// what is passed in has to outlive this, and this the evaluations.
class CallInput {
public:
    /// `request`: the call as it is shown. `namespace_`: its namespace; null for what has none, and for namespaces.
    /// `access`: the rights of who asks.
    CallInput(admissionv1::AdmissionRequest request, ObjectView object, ObjectView old, ObjectRef namespace_,
              std::shared_ptr<const cel::Access> access);
    CallInput(const CallInput&) = delete;
    CallInput& operator=(const CallInput&) = delete;

    /// Sets object, oldObject, request, namespaceObject, authorizer and authorizer.requestResource.
    void fill(cel::Activation& activation) const;
    const admissionv1::AdmissionRequest& request() const { return m_request; }
    const ObjectRef& namespace_() const { return m_namespace; }

private:
    admissionv1::AdmissionRequest m_request;
    ObjectRef m_namespace;
    cel::Value m_object, m_old, m_requestValue, m_namespaceValue, m_authorizer, m_requestResource;
};

}  // namespace armillary::resources::validating
