#pragma once

#include <memory>
#include <optional>

#include "engine/cel/program.h"
#include "engine/schema/api/admissionv1.h"
#include "engine/server/admission/admission.h"

namespace armillary::server::admission {

/// A value of any API type, borrowed; null where there is none.
struct ObjectView {
    ObjectView() = default;
    ObjectView(const schema::TypeInfo& type, const void* object) : type(&type), object(object) {}
    explicit ObjectView(const Value& value) {
        if (value) *this = ObjectView(value.type(), value.get());
    }

    const schema::TypeInfo* type = nullptr;
    const void* object = nullptr;
};

/// What the expressions of policies and of webhooks' match conditions see of a call. Everything is read where it is:
/// what is passed in has to outlive this, and this the evaluations.
class ExpressionInput {
public:
    /// `row`: the row as which the call is shown, its own or another version of it.
    ExpressionInput(const AdmissionCall& call, const resources::Resource& row, ObjectView object, ObjectView old,
                    const watch::Cache& cache, Authorizer& authorizer);

    /// Sets object, oldObject, request, namespaceObject, authorizer and authorizer.requestResource.
    void fill(cel::Activation& activation) const;
    const admissionv1::AdmissionRequest& request() const { return m_request; }
    /// The namespace of the call; null for what has none, and for namespaces.
    const ObjectRef& namespace_() const { return m_namespace; }

private:
    admissionv1::AdmissionRequest m_request;
    ObjectRef m_namespace;
    cel::Value m_object, m_old, m_requestValue, m_namespaceValue, m_authorizer, m_requestResource;
};

}  // namespace armillary::server::admission
