#include <algorithm>

#include "engine/schema/api/nodev1.h"
#include "engine/server/admission/plugins.h"

namespace armillary::server::admission {
namespace {

/// Applies a pod's RuntimeClass: its overhead, and where it can run.
class RuntimeClassPlugin final : public AdmissionPlugin {
public:
    explicit RuntimeClassPlugin(const watch::Cache& cache) : m_cache(cache) {}
    std::string_view name() const override { return "RuntimeClass"; }

    Result<void> mutate(AdmissionCall& call) override {
        if (!isPod(call) || call.operation != Operation::Create) return {};
        auto& pod = objectOf<corev1::Pod>(call);
        if (!pod.spec.runtimeClassName) return {};
        ObjectRef object = m_cache.get("node.k8s.io/runtimeclasses", "", *pod.spec.runtimeClassName);
        if (!object)
            return std::unexpected(
                refusal(call, "pod rejected: RuntimeClass \"" + *pod.spec.runtimeClassName + "\" not found"));
        const auto& runtime = object->as<nodev1::RuntimeClass>();
        if (runtime.overhead) {
            if (!pod.spec.overhead.empty() && pod.spec.overhead != runtime.overhead->podFixed)
                return std::unexpected(
                    refusal(call, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead"));
            pod.spec.overhead = runtime.overhead->podFixed;
        }
        return runtime.scheduling ? applyScheduling(call, pod, *runtime.scheduling) : Result<void>();
    }

    Result<void> validate(const AdmissionCall& call) override {
        if (!isPod(call) || call.operation != Operation::Create) return {};
        const auto& pod = objectOf<corev1::Pod>(call);
        if (!pod.spec.runtimeClassName && !pod.spec.overhead.empty())
            return std::unexpected(
                refusal(call, "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead"));
        return {};
    }

private:
    static Result<void> applyScheduling(const AdmissionCall& call, corev1::Pod& pod,
                                        const nodev1::Scheduling& scheduling) {
        for (const auto& [key, value] : scheduling.nodeSelector) {
            auto [entry, isNew] = pod.spec.nodeSelector.emplace(key, value);
            if (!isNew && entry->second != value)
                return std::unexpected(refusal(call, "conflict: runtimeClass.scheduling.nodeSelector[" + key +
                                                         "] = " + value + "; pod.spec.nodeSelector[" + key +
                                                         "] = " + entry->second));
        }
        for (const corev1::Toleration& toleration : scheduling.tolerations)
            if (!std::ranges::any_of(pod.spec.tolerations,
                                     [&](const auto& one) { return schema::operator==(one, toleration); }))
                pod.spec.tolerations.push_back(toleration);
        return {};
    }

    const watch::Cache& m_cache;
};

}  // namespace

Plugin runtimeClass(const AdmissionConfig& config) {
    return std::make_unique<RuntimeClassPlugin>(config.cache);
}

}  // namespace armillary::server::admission
