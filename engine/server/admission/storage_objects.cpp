#include <algorithm>

#include "engine/schema/api/storagev1.h"
#include "engine/server/admission/plugins.h"
#include "engine/volumes/matching.h"

namespace armillary::server::admission {
namespace {

/// New claims and volumes are held until nobody uses them any more.
class StorageObjectInUseProtection final : public AdmissionPlugin {
public:
    std::string_view name() const override { return "StorageObjectInUseProtection"; }
    Result<void> mutate(AdmissionCall& call) override {
        if (call.operation != Operation::Create) return {};
        if (concerns(call, "", "persistentvolumeclaims"))
            hold(objectOf<corev1::PersistentVolumeClaim>(call).metadata, volumes::kClaimProtection);
        if (concerns(call, "", "persistentvolumes"))
            hold(objectOf<corev1::PersistentVolume>(call).metadata, volumes::kVolumeProtection);
        return {};
    }

private:
    static void hold(metav1::ObjectMeta& meta, std::string_view finalizer) {
        if (!std::ranges::contains(meta.finalizers, finalizer)) meta.finalizers.emplace_back(finalizer);
    }
};

/// A bound claim may ask for more only where its class says that volumes can grow.
class PersistentVolumeClaimResize final : public AdmissionPlugin {
public:
    explicit PersistentVolumeClaimResize(const watch::Cache& cache) : m_cache(cache) {}
    std::string_view name() const override { return "PersistentVolumeClaimResize"; }
    Result<void> validate(const AdmissionCall& call) override {
        if (!concerns(call, "", "persistentvolumeclaims") || call.operation != Operation::Update || !call.old)
            return {};
        const auto& claim = objectOf<corev1::PersistentVolumeClaim>(call);
        const auto& old = oldOf<corev1::PersistentVolumeClaim>(call);
        if (!(volumes::storageOf(old.spec.resources.requests) < volumes::storageOf(claim.spec.resources.requests)))
            return {};
        if (old.status.phase != corev1::kClaimBound)
            return std::unexpected(refusal(call, "Only bound persistent volume claims can be expanded"));
        const ObjectRef storageClass = m_cache.get("storage.k8s.io/storageclasses", "", volumes::classOf(claim));
        if (storageClass && storageClass->as<storagev1::StorageClass>().allowVolumeExpansion.value_or(false)) return {};
        return std::unexpected(refusal(call,
                                       "only dynamically provisioned pvc can be resized and the storageclass that "
                                       "provisions the pvc must support resize"));
    }

private:
    const watch::Cache& m_cache;
};

}  // namespace

Plugin storageObjectInUseProtection() {
    return std::make_unique<StorageObjectInUseProtection>();
}
Plugin persistentVolumeClaimResize(const AdmissionConfig& config) {
    return std::make_unique<PersistentVolumeClaimResize>(config.cache);
}

}  // namespace armillary::server::admission
