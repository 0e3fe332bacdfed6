#pragma once

#include "engine/schema/api/corev1.h"

/// What a pod asks of a node, summed as upstream sums it.
/// Source: https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers.
namespace armillary::resources::usage {

using Quantities = schema::StringMap<schema::Quantity>;

struct PodResources {
    Quantities requests, limits;
};

/// Containers and restartable init containers together, or the largest init container where that is more; with the
/// pod's overhead.
PodResources resourcesOf(const corev1::Pod& pod);

/// Whether no container requests or limits CPU or memory.
bool isBestEffort(const corev1::Pod& pod);

void add(Quantities& sum, const Quantities& more);
void raise(Quantities& sum, const Quantities& floor);

}  // namespace armillary::resources::usage
