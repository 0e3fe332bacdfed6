#include <algorithm>
#include <mutex>

#include "engine/resources/usage/quota_usage.h"
#include "engine/server/admission/plugins.h"

namespace armillary::server::admission {

using namespace resources::usage;

namespace {

/// How long a granted create counts before its object is seen; a create that fails after all gives its share back so.
constexpr std::chrono::seconds kGrantLifetime{5};
constexpr std::size_t kMaxGrants = 10'000;

std::string listed(const Quantities& quantities) {
    std::string text;
    for (const auto& [name, quantity] : quantities)
        text += (text.empty() ? "" : ",") + name + "=" + std::string(quantity.text());
    return text;
}

/// Refuses what would take a namespace above its quotas. Usage is computed from the cache, under a lock, together with
/// what has just been granted and is not in the cache yet.
class ResourceQuotaPlugin final : public AdmissionPlugin {
public:
    explicit ResourceQuotaPlugin(const AdmissionConfig& config) : m_cache(config.cache), m_clock(config.clock) {}
    std::string_view name() const override { return "ResourceQuota"; }

    Result<void> validate(const AdmissionCall& call) override {
        if (!call.object || call.namespace_.empty() || !call.subresource.empty() || call.resource.virtual_) return {};
        bool create = call.operation == Operation::Create;
        bool measured = call.resource.group.empty() &&
                        (call.resource.plural == "services" || call.resource.plural == "persistentvolumeclaims");
        if (!create && !(call.operation == Operation::Update && measured)) return {};
        auto quotas = m_cache.list("/resourcequotas", call.namespace_).objects;
        if (quotas.empty()) return {};

        std::lock_guard lock(m_mutex);
        forgetGrants();
        Quantities added = usageOf(call.resource.group, call.resource.plural, call.object);
        if (call.old)
            for (const auto& [name, quantity] : usageOf(call.resource.group, call.resource.plural, call.old))
                added[name] -= quantity;
        for (const ObjectRef& object : quotas)
            if (auto done = check(call, object->as<corev1::ResourceQuota>(), added); !done) return done;
        if (create && !call.dryRun) grant(call, std::move(added));
        return {};
    }

private:
    /// A create that was let through and may not be stored yet.
    struct Grant {
        std::string namespace_, resource, group, plural, name;
        Quantities usage;
        async::SystemTime until;
    };

    Result<void> check(const AdmissionCall& call, const corev1::ResourceQuota& quota, const Quantities& added) {
        if (!inScope(quota, call.resource.group, call.resource.plural, call.object)) return {};
        if (call.operation == Operation::Create && isPod(call))
            if (std::string text = unsaid(quota, objectOf<corev1::Pod>(call)); !text.empty())
                return std::unexpected(refusal(call, "failed quota: " + quota.metadata.name + ": " + text));

        Quantities requested, used, limited;
        for (const auto& [name, hard] : quota.spec.hard) {
            auto more = added.find(name);
            if (more == added.end() || more->second.sign() <= 0) continue;
            schema::Quantity now = usedOf(call, quota, name);
            schema::Quantity sum = now;
            sum += more->second;
            if (sum <= hard) continue;
            requested[name] = more->second;
            used[name] = now;
            limited[name] = hard;
        }
        if (requested.empty()) return {};
        return std::unexpected(refusal(call, "exceeded quota: " + quota.metadata.name +
                                                 ", requested: " + listed(requested) + ", used: " + listed(used) +
                                                 ", limited: " + listed(limited)));
    }

    /// `name` is one of the names that the call's own resource counts under, so that only that resource is looked at.
    schema::Quantity usedOf(const AdmissionCall& call, const corev1::ResourceQuota& quota, const std::string& name) {
        schema::Quantity sum;
        auto count = [&](const Quantities& usage) {
            if (auto found = usage.find(name); found != usage.end()) sum += found->second;
        };
        for (const ObjectRef& object : m_cache.list(call.resource.cacheKey(), call.namespace_).objects) {
            const void* value = object->decoded(*stored(call).type);
            if (inScope(quota, call.resource.group, call.resource.plural, value))
                count(usageOf(call.resource.group, call.resource.plural, value));
        }
        for (const Grant& grant : m_grants)
            if (grant.namespace_ == call.namespace_ && grant.group == call.resource.group &&
                grant.plural == call.resource.plural)
                count(grant.usage);
        return sum;
    }

    static const resources::Resource& stored(const AdmissionCall& call) {
        return call.resource.storedAs ? *call.resource.storedAs : call.resource;
    }

    void grant(const AdmissionCall& call, Quantities usage) {
        const auto& meta = resources::metaOf(call.resource, static_cast<const void*>(call.object));
        if (meta.name.empty() || m_grants.size() >= kMaxGrants) return;
        m_grants.push_back({call.namespace_, call.resource.cacheKey(), call.resource.group, call.resource.plural,
                            meta.name, std::move(usage), m_clock.now() + kGrantLifetime});
    }

    void forgetGrants() {
        auto now = m_clock.now();
        std::erase_if(m_grants, [&](const Grant& grant) {
            return grant.until < now || m_cache.get(grant.resource, grant.namespace_, grant.name);
        });
    }

    const watch::Cache& m_cache;
    async::Clock& m_clock;
    std::mutex m_mutex;
    std::vector<Grant> m_grants;
};

}  // namespace

Plugin resourceQuota(const AdmissionConfig& config) {
    return std::make_unique<ResourceQuotaPlugin>(config);
}

}  // namespace armillary::server::admission
