#pragma once

#include "engine/controllers/framework/controller.h"

namespace armillary::controllers {

/// Keeps a service account "default" in every namespace.
class ServiceAccountController final : public QueuedController {
public:
    explicit ServiceAccountController(const Context& context);
    std::string_view name() const override { return "serviceaccount"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    client::Informer &m_namespaces, &m_accounts;
};

}  // namespace armillary::controllers
