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

    /// What can be in a namespace, each kind once.
    std::vector<std::shared_ptr<const resources::Resource>> contents() const;

    client::Informer &m_namespaces, &m_apiServices, &m_definitions;
};

}  // namespace armillary::controllers
