#include <algorithm>

#include "engine/schema/api/schedulingv1.h"
#include "engine/server/admission/plugins.h"

namespace armillary::server::admission {
namespace {

struct Resolved {
    std::string className;
    std::int32_t value = 0;
    std::string preemption{corev1::kPreemptLowerPriority};
};

/// Known even before their objects are made, so that the first pods of the system can be.
constexpr std::pair<std::string_view, std::int32_t> kSystemClasses[] = {{"system-node-critical", 2'000'001'000},
                                                                        {"system-cluster-critical", 2'000'000'000}};

/// Turns a pod's priority class into its number.
class Priority final : public AdmissionPlugin {
public:
    explicit Priority(const watch::Cache& cache) : m_cache(cache) {}
    std::string_view name() const override { return "Priority"; }

    Result<void> mutate(AdmissionCall& call) override {
        if (!isPod(call) || !call.object) return {};
        auto& pod = objectOf<corev1::Pod>(call);
        if (call.operation == Operation::Create) return resolve(call, pod);
        if (call.operation != Operation::Update || !call.old) return {};
        const auto& old = oldOf<corev1::Pod>(call);
        if (!pod.spec.priority) pod.spec.priority = old.spec.priority;
        if (!pod.spec.preemptionPolicy) pod.spec.preemptionPolicy = old.spec.preemptionPolicy;
        return {};
    }

    Result<void> validate(const AdmissionCall& call) override {
        if (!concerns(call, "scheduling.k8s.io", "priorityclasses") || !call.object) return {};
        const auto& wanted = objectOf<schedulingv1::PriorityClass>(call);
        if (!wanted.globalDefault) return {};
        ObjectRef current = defaultClass();
        if (!current || current->name() == wanted.metadata.name) return {};
        return std::unexpected(refusal(
            call, "PriorityClass " + current->name() + " is already marked as default. Only one default can exist"));
    }

private:
    Result<void> resolve(const AdmissionCall& call, corev1::Pod& pod) {
        auto found = lookUp(call, pod.spec.priorityClassName);
        if (!found) return std::unexpected(found.error());
        if (pod.spec.priority && *pod.spec.priority != found->value)
            return std::unexpected(
                refusal(call, "the integer value of priority (" + std::to_string(*pod.spec.priority) +
                                  ") must not be provided in pod spec; priority admission controller "
                                  "computed " +
                                  std::to_string(found->value) + " from the given PriorityClass name"));
        if (pod.spec.preemptionPolicy && *pod.spec.preemptionPolicy != found->preemption)
            return std::unexpected(
                refusal(call, "the string value of PreemptionPolicy (" + *pod.spec.preemptionPolicy +
                                  ") must not be provided in pod spec; priority admission controller "
                                  "computed " +
                                  found->preemption + " from the given PriorityClass name"));
        pod.spec.priorityClassName = found->className;
        pod.spec.priority = found->value;
        pod.spec.preemptionPolicy = found->preemption;
        return {};
    }

    Result<Resolved> lookUp(const AdmissionCall& call, const std::string& className) {
        ObjectRef object;
        if (className.empty()) {
            object = defaultClass();
            if (!object) return Resolved{};
        } else {
            object = m_cache.get("scheduling.k8s.io/priorityclasses", "", className);
        }
        if (!object) {
            for (const auto& [name, value] : kSystemClasses)
                if (name == className) return Resolved{className, value};
            return std::unexpected(refusal(call, "no PriorityClass with name " + className + " was found"));
        }
        const auto& found = object->as<schedulingv1::PriorityClass>();
        return Resolved{found.metadata.name, found.value,
                        found.preemptionPolicy.value_or(std::string(corev1::kPreemptLowerPriority))};
    }

    /// Of several (which only a race can make), the one of the lowest value, as upstream.
    ObjectRef defaultClass() const {
        ObjectRef lowest;
        for (const ObjectRef& object : m_cache.list("scheduling.k8s.io/priorityclasses").objects) {
            const auto& one = object->as<schedulingv1::PriorityClass>();
            if (one.globalDefault && (!lowest || one.value < lowest->as<schedulingv1::PriorityClass>().value))
                lowest = object;
        }
        return lowest;
    }

    const watch::Cache& m_cache;
};

}  // namespace

Plugin priority(const AdmissionConfig& config) {
    return std::make_unique<Priority>(config.cache);
}

}  // namespace armillary::server::admission
