#pragma once

#include "engine/controllers/framework/controller.h"

namespace armillary::controllers {

/// Deletes bootstrap tokens whose expiration has come.
/// Source: https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/.
class BootstrapTokenController final : public QueuedController {
public:
    explicit BootstrapTokenController(const Context& context);
    std::string_view name() const override { return "tokencleaner"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    client::Informer& m_secrets;
};

}  // namespace armillary::controllers
