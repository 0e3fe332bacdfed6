#include "engine/controllers/resourcequota/plan.h"

#include <algorithm>

#include "engine/resources/usage/quota_usage.h"

namespace armillary::controllers::resourcequota {

using resources::Resource;

namespace {

bool isOfPods(std::string_view name) {
    constexpr std::string_view kNames[] = {"pods", "cpu", "memory", "ephemeral-storage"};
    constexpr std::string_view kPrefixes[] = {"requests.", "limits.", "hugepages-"};
    return std::ranges::contains(kNames, name) ||
           std::ranges::any_of(kPrefixes, [&](std::string_view prefix) { return name.starts_with(prefix); });
}

const Resource* counted(std::string_view qualified) {
    for (const Resource& row : resources::Table::builtIn().rows())
        if (!row.virtual_ && !row.storedAs && row.namespaced && row.plural != "events" && row.qualified() == qualified)
            return &row;
    return nullptr;
}

}  // namespace

const Resource* resourceFor(std::string_view name) {
    constexpr std::string_view kPlain[] = {"configmaps", "secrets", "replicationcontrollers", "resourcequotas"};
    if (name.starts_with("count/")) return counted(name.substr(6));
    if (std::ranges::contains(kPlain, name)) return counted(name);
    if (name == "persistentvolumeclaims" || name == "requests.storage" ||
        name.contains(".storageclass.storage.k8s.io/"))
        return counted("persistentvolumeclaims");
    if (name == "services" || name.starts_with("services.")) return counted("services");
    return isOfPods(name) ? counted("pods") : nullptr;
}

corev1::ResourceQuotaStatus statusOf(const corev1::ResourceQuota& quota, const std::vector<Counted>& all) {
    corev1::ResourceQuotaStatus next;
    next.hard = quota.spec.hard;
    for (const auto& [name, hard] : quota.spec.hard)
        if (resourceFor(name)) next.used[name] = schema::Quantity::fromUnits(0);
    for (const auto& [resource, objects] : all)
        for (const ObjectRef& object : objects) {
            const void* value = object->decoded(*resource->type);
            if (!resources::usage::inScope(quota, resource->group, resource->plural, value)) continue;
            for (const auto& [name, quantity] : resources::usage::usageOf(resource->group, resource->plural, value))
                if (const auto used = next.used.find(name); used != next.used.end()) used->second += quantity;
        }
    return next;
}

}  // namespace armillary::controllers::resourcequota
