#include "engine/resources/usage/limit_ranges.h"
#include "engine/server/admission/plugins.h"

namespace armillary::server::admission {

using namespace resources::usage;

namespace {

constexpr std::string_view kAnnotation = "kubernetes.io/limit-ranger";

/// Default requests and limits, and bounds on them, by the LimitRanges of a namespace.
/// Source: https://kubernetes.io/docs/concepts/policy/limit-range/.
class LimitRanger final : public AdmissionPlugin {
public:
    explicit LimitRanger(const watch::Cache& cache) : m_cache(cache) {}
    std::string_view name() const override { return "LimitRanger"; }

    Result<void> mutate(AdmissionCall& call) override {
        if (!isPod(call) || call.operation != Operation::Create) return {};
        auto& pod = objectOf<corev1::Pod>(call);
        for (const ObjectRef& object : m_cache.list("/limitranges", call.namespace_).objects) {
            const auto notes = applyDefaults(object->as<corev1::LimitRange>(), pod);
            if (notes.empty()) continue;
            std::string text = "LimitRanger plugin set: ";
            for (const std::string& note : notes) text += (&note == &notes.front() ? "" : "; ") + note;
            pod.metadata.annotations[std::string(kAnnotation)] = std::move(text);
        }
        return {};
    }

    Result<void> validate(const AdmissionCall& call) override {
        bool pod = isPod(call) && call.operation == Operation::Create;
        bool claim = concerns(call, "", "persistentvolumeclaims") && call.object;
        if (!pod && !claim) return {};
        std::vector<std::string> errors;
        for (const ObjectRef& object : m_cache.list("/limitranges", call.namespace_).objects) {
            const auto& range = object->as<corev1::LimitRange>();
            for (BeyondLimit& one : pod ? beyond(range, objectOf<corev1::Pod>(call))
                                        : beyond(range, objectOf<corev1::PersistentVolumeClaim>(call)))
                errors.push_back(std::move(one.text));
        }
        if (errors.empty()) return {};
        return std::unexpected(refusal(call, joined(errors)));
    }

private:
    const watch::Cache& m_cache;
};

}  // namespace

Plugin limitRanger(const AdmissionConfig& config) {
    return std::make_unique<LimitRanger>(config.cache);
}

}  // namespace armillary::server::admission
