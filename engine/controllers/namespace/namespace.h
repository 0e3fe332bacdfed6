#pragma once

#include "engine/controllers/framework/aggregated.h"
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
    /// A kind of object that can be in a namespace.
    struct Content {
        aggregated::Row row;
        bool elsewhere = false;  ///< another API server has the objects
    };
    /// What this server has, each kind once.
    std::vector<Content> ownContents() const;

    namespaces::Remains removeContent(const std::string& namespace_);
    void removeObjects(const Content& content, const std::string& namespace_, namespaces::Remains& remains);
    Result<void> removeEach(const Content& content, const std::vector<ObjectRef>& objects);
    Result<std::vector<ObjectRef>> list(const Content& content, const std::string& namespace_);
    Result<ObjectRef> writeStatus(const ObjectRef& object, const std::vector<corev1::NamespaceCondition>* conditions);
    Result<void> finalize(const Object& object);

    client::Informer &m_namespaces, &m_apiServices, &m_definitions;
};

}  // namespace armillary::controllers
