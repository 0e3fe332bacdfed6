#include "engine/resources/usage/pod_resources.h"

#include <algorithm>

namespace armillary::resources::usage {
namespace {

bool isRestartable(const corev1::Container& container) {
    return container.restartPolicy == "Always";
}

Quantities sumOf(const corev1::Pod& pod, Quantities corev1::ResourceRequirements::* which) {
    Quantities running, started, peak;
    for (const auto& container : pod.spec.containers) add(running, container.resources.*which);
    // Each init container runs beside the restartable ones that were started before it.
    for (const auto& container : pod.spec.initContainers) {
        Quantities now = started;
        add(now, container.resources.*which);
        raise(peak, now);
        if (isRestartable(container)) add(started, container.resources.*which);
    }
    add(running, started);
    raise(running, peak);
    return running;
}

}  // namespace

void add(Quantities& sum, const Quantities& more) {
    for (const auto& [name, quantity] : more) sum[name] += quantity;
}

void raise(Quantities& sum, const Quantities& floor) {
    for (const auto& [name, quantity] : floor) {
        schema::Quantity& current = sum[name];
        if (current < quantity) current = quantity;
    }
}

PodResources resourcesOf(const corev1::Pod& pod) {
    PodResources result{sumOf(pod, &corev1::ResourceRequirements::requests),
                        sumOf(pod, &corev1::ResourceRequirements::limits)};
    add(result.requests, pod.spec.overhead);
    for (const auto& [name, quantity] : pod.spec.overhead)
        if (auto limit = result.limits.find(name); limit != result.limits.end()) limit->second += quantity;
    return result;
}

bool isBestEffort(const corev1::Pod& pod) {
    auto asks = [](const corev1::Container& container) {
        for (std::string_view name : {"cpu", "memory"})
            for (const Quantities* list : {&container.resources.requests, &container.resources.limits})
                if (auto found = list->find(name); found != list->end() && !found->second.isZero()) return true;
        return false;
    };
    return std::ranges::none_of(pod.spec.containers, asks) && std::ranges::none_of(pod.spec.initContainers, asks);
}

}  // namespace armillary::resources::usage
