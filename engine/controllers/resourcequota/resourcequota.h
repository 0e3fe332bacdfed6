#pragma once

#include "engine/controllers/framework/controller.h"

namespace armillary::controllers {

/// Keeps the status of resource quotas true to what there is. Admission, which refuses what would exceed them, counts
/// for itself.
/// Source: https://kubernetes.io/docs/concepts/policy/resource-quotas/.
class ResourceQuotaController final : public QueuedController {
public:
    explicit ResourceQuotaController(const Context& context);
    std::string_view name() const override { return "resourcequota"; }
    Result<Outcome> reconcile(const std::string& key) override;

private:
    void usageChanged(const std::string& namespace_);

    client::Informer& m_quotas;
};

}  // namespace armillary::controllers
