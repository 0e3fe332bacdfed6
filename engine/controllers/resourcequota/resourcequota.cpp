#include "engine/controllers/resourcequota/resourcequota.h"

#include <set>

#include "engine/controllers/resourcequota/plan.h"
#include "engine/resources/custom/definition.h"
#include "engine/schema/api/apiextensionsv1.h"

namespace armillary::controllers {

using apiextensionsv1::CustomResourceDefinition;
using corev1::ResourceQuota;

namespace {

/// Changes come in crowds; they are counted together.
constexpr std::chrono::milliseconds kGathering(50);
constexpr std::string_view kCount = "count/";

/// Whether an object's use may change during its life.
bool changesUse(const resources::Resource& row) {
    return row.group.empty() &&
           (row.plural == "pods" || row.plural == "services" || row.plural == "persistentvolumeclaims");
}

}  // namespace

ResourceQuotaController::ResourceQuotaController(const Context& context)
    : QueuedController(context),
      m_quotas(client::informer<ResourceQuota>(context.informers)),
      m_definitions(client::informer<CustomResourceDefinition>(context.informers)) {
    m_quotas.addHandler([this](const ObjectRef&, const ObjectRef& current) {
        if (current) m_queue.add(current->key());
    });
    m_definitions.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        definitionChanged((current ? current : previous)->name(), current);
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

void ResourceQuotaController::definitionChanged(const std::string& name, const ObjectRef& definition) {
    const Row row = definition ? resources::custom::clientRow(definition->as<CustomResourceDefinition>()) : nullptr;
    {
        const std::lock_guard lock(m_mutex);
        if (const auto known = m_followed.find(name); known != m_followed.end()) {
            if (row && row->apiVersion() == known->second.first->apiVersion()) return;
            m_context.informers.forget(*known->second.second);
            m_followed.erase(known);
        }
    }
    for (const ObjectRef& quota : m_quotas.list())
        if (quota->as<ResourceQuota>().spec.hard.contains(std::string(kCount) + name)) m_queue.add(quota->key());
}

ResourceQuotaController::Row ResourceQuotaController::follow(const std::string& name) {
    const ObjectRef definition = m_definitions.get({}, name);
    if (!definition) return nullptr;
    Row row = resources::custom::clientRow(definition->as<CustomResourceDefinition>());
    if (!row || !row->namespaced) return nullptr;
    {
        const std::lock_guard lock(m_mutex);
        auto& [known, informer] = m_followed[name];
        if (known) return known;
        known = row;
        informer = &m_context.informers.follow(row, [this](const ObjectRef& previous, const ObjectRef& current) {
            if (!previous || !current) usageChanged((current ? current : previous)->namespace_());
        });
    }
    m_context.informers.start();
    return row;
}

Result<void> ResourceQuotaController::countCustom(const ResourceQuota& quota, corev1::ResourceQuotaStatus& status) {
    // Scopes are about pods.
    if (!quota.spec.scopes.empty() || quota.spec.scopeSelector) return {};
    for (const auto& [name, hard] : quota.spec.hard) {
        if (!name.starts_with(kCount) || resourcequota::resourceFor(name)) continue;
        const Row row = follow(name.substr(kCount.size()));
        if (!row) continue;
        const auto listed = m_context.client.list({row.get(), quota.metadata.namespace_, {}, {}});
        if (!listed && status::isNotFound(listed.error())) continue;
        if (!listed) return std::unexpected(listed.error());
        status.used[name] = schema::Quantity::fromUnits(static_cast<std::int64_t>(listed->items.size()));
    }
    return {};
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
    if (auto done = countCustom(quota, next); !done) return std::unexpected(done.error());
    if (schema::operator==(quota.status, next)) return Outcome();
    ResourceQuota changed = quota;
    changed.status = std::move(next);
    const auto written = client::updateStatus(m_context.client, std::move(changed));
    if (!written && !status::isNotFound(written.error())) return std::unexpected(written.error());
    return Outcome();
}

}  // namespace armillary::controllers
