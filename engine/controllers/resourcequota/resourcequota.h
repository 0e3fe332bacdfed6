#pragma once

#include <map>
#include <memory>
#include <mutex>

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
    using Row = std::shared_ptr<const resources::Resource>;

    void usageChanged(const std::string& namespace_);
    /// Looks at what a definition has become: its objects are counted in another version, or not at all.
    void definitionChanged(const std::string& name, const ObjectRef& definition);
    /// The custom resource that a quota counts as "count/NAME", whose objects are followed from then on; null when
    /// there is none.
    Row follow(const std::string& name);
    /// Adds what a quota counts of custom resources.
    Result<void> countCustom(const corev1::ResourceQuota& quota, corev1::ResourceQuotaStatus& status);

    client::Informer& m_quotas;
    client::Informer& m_definitions;
    std::mutex m_mutex;
    /// By the name of the definition; only those that quotas speak of.
    std::map<std::string, std::pair<Row, client::Informer*>> m_followed;
};

}  // namespace armillary::controllers
