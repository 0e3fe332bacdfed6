#include "engine/controllers/resourcequota/resourcequota.h"

#include <set>

#include "engine/controllers/resourcequota/plan.h"

namespace armillary::controllers {

using corev1::ResourceQuota;

namespace {

/// Changes come in crowds; they are counted together.
constexpr std::chrono::milliseconds kGathering(50);

/// Whether an object's use may change during its life.
bool changesUse(const resources::Resource& row) {
    return row.group.empty() &&
           (row.plural == "pods" || row.plural == "services" || row.plural == "persistentvolumeclaims");
}

}  // namespace

ResourceQuotaController::ResourceQuotaController(const Context& context)
    : QueuedController(context), m_quotas(client::informer<ResourceQuota>(context.informers)) {
    m_quotas.addHandler([this](const ObjectRef&, const ObjectRef& current) {
        if (current) m_queue.add(current->key());
    });
    for (const auto& row : resources::Table::builtIn().rows()) {
        if (!resourcequota::resourceFor("count/" + row.qualified()) || row.virtual_ || row.storedAs) continue;
        context.informers.of(row).addHandler(
            [this, always = changesUse(row)](const ObjectRef& previous, const ObjectRef& current) {
                if (always || !previous || !current) usageChanged((current ? current : previous)->namespace_());
            });
    }
}

void ResourceQuotaController::usageChanged(const std::string& namespace_) {
    for (const ObjectRef& quota : m_quotas.list(namespace_)) m_queue.addAfter(quota->key(), kGathering);
}

Result<Outcome> ResourceQuotaController::reconcile(const std::string& key) {
    const ObjectRef object = m_quotas.getByKey(key);
    if (!object) return Outcome();
    const auto& quota = object->as<ResourceQuota>();
    std::set<const resources::Resource*> wanted;
    for (const auto& [name, hard] : quota.spec.hard)
        if (const auto* row = resourcequota::resourceFor(name)) wanted.insert(row);
    std::vector<resourcequota::Counted> counted;
    for (const auto* row : wanted) counted.push_back({row, m_context.informers.of(*row).list(object->namespace_())});
    auto next = resourcequota::statusOf(quota, counted);
    if (schema::operator==(quota.status, next)) return Outcome();
    ResourceQuota changed = quota;
    changed.status = std::move(next);
    const auto written = client::updateStatus(m_context.client, std::move(changed));
    if (!written && !status::isNotFound(written.error())) return std::unexpected(written.error());
    return Outcome();
}

}  // namespace armillary::controllers
