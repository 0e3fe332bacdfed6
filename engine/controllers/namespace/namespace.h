#pragma once

#include "engine/controllers/framework/controller.h"
#include "engine/controllers/namespace/plan.h"

namespace armillary::controllers {

/// Empties namespaces that are being deleted, then takes the finalizer off that holds them.
/// Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/.
class NamespaceController final : public QueuedController {
public:
    explicit NamespaceController(const Context& context);
    std::string_view name() const override { return "namespace"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    namespaces::Remains removeContent(const std::string& namespace_);
    Result<ObjectRef> writeStatus(const ObjectRef& object, const std::vector<corev1::NamespaceCondition>* conditions);
    Result<void> finalize(const Object& object);

    client::Informer &m_namespaces, &m_apiServices;
};

}  // namespace armillary::controllers
