#include "engine/schema/api/networkingv1.h"
#include "engine/schema/api/storagev1.h"
#include "engine/server/admission/plugins.h"

namespace armillary::server::admission {
namespace {

/// The newest of the classes that are annotated as default; of two equally old ones the first by name. "" when none is.
std::string defaultClass(const watch::Cache& cache, const watch::ResourceKey& resource, std::string_view annotation) {
    ObjectRef chosen;
    for (const ObjectRef& object : cache.list(resource).objects) {
        auto mark = object->meta().annotations.find(annotation);
        if (mark == object->meta().annotations.end() || mark->second != "true") continue;
        if (!chosen || object->meta().creationTimestamp > chosen->meta().creationTimestamp) chosen = object;
    }
    return chosen ? chosen->name() : std::string();
}

/// A claim that names no class gets the default one.
class DefaultStorageClass final : public AdmissionPlugin {
public:
    explicit DefaultStorageClass(const watch::Cache& cache) : m_cache(cache) {}
    std::string_view name() const override { return "DefaultStorageClass"; }
    Result<void> mutate(AdmissionCall& call) override {
        if (!concerns(call, "", "persistentvolumeclaims") || call.operation != Operation::Create) return {};
        auto& claim = objectOf<corev1::PersistentVolumeClaim>(call);
        if (claim.spec.storageClassName ||
            claim.metadata.annotations.contains("volume.beta.kubernetes.io/storage-class"))
            return {};
        std::string name =
            defaultClass(m_cache, "storage.k8s.io/storageclasses", "storageclass.kubernetes.io/is-default-class");
        if (!name.empty()) claim.spec.storageClassName = std::move(name);
        return {};
    }

private:
    const watch::Cache& m_cache;
};

/// The same for an ingress.
class DefaultIngressClass final : public AdmissionPlugin {
public:
    explicit DefaultIngressClass(const watch::Cache& cache) : m_cache(cache) {}
    std::string_view name() const override { return "DefaultIngressClass"; }
    Result<void> mutate(AdmissionCall& call) override {
        if (!concerns(call, "networking.k8s.io", "ingresses") || call.operation != Operation::Create) return {};
        auto& ingress = objectOf<networkingv1::Ingress>(call);
        if (ingress.spec.ingressClassName || ingress.metadata.annotations.contains("kubernetes.io/ingress.class"))
            return {};
        std::string name =
            defaultClass(m_cache, "networking.k8s.io/ingressclasses", "ingressclass.kubernetes.io/is-default-class");
        if (!name.empty()) ingress.spec.ingressClassName = std::move(name);
        return {};
    }

private:
    const watch::Cache& m_cache;
};

}  // namespace

Plugin defaultStorageClass(const AdmissionConfig& config) {
    return std::make_unique<DefaultStorageClass>(config.cache);
}
Plugin defaultIngressClass(const AdmissionConfig& config) {
    return std::make_unique<DefaultIngressClass>(config.cache);
}

}  // namespace armillary::server::admission
