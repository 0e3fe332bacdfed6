#pragma once

#include "engine/controllers/framework/controller.h"

namespace armillary::controllers {

/// Gives CustomResourceDefinitions their names and establishes them.
class DefinitionController final : public QueuedController {
public:
    explicit DefinitionController(const Context& context);
    std::string_view name() const override { return "crd-naming-controller"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    void addGroup(const std::string& group, const std::string& exceptFor);

    client::Informer& m_definitions;
};

/// Deletes the objects of definitions that are being deleted, then lets the definitions go.
class DefinitionFinalizer final : public QueuedController {
public:
    explicit DefinitionFinalizer(const Context& context);
    std::string_view name() const override { return "crd-finalizer"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    /// Asks for all objects to be deleted; the number that is still there afterwards.
    Result<std::size_t> deleteInstances(const ObjectRef& definition);
    Result<ObjectRef> setTerminating(const Object& definition, bool holds, std::string_view reason, std::string message,
                                     bool release);

    client::Informer& m_definitions;
};

}  // namespace armillary::controllers
