#pragma once

#include <string_view>

#include "engine/schema/api/corev1.h"

/// What persistent volumes, claims, classes and nodes have to do with each other; shared by the scheduler, which
/// decides, and the controllers, which bind.
namespace armillary::volumes {

using Labels = schema::StringMap<std::string>;

/// Whether a node of these labels and this name satisfies a term. An empty term matches nothing.
/// Source: https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#operators.
bool matches(const corev1::NodeSelectorTerm& term, const Labels& labels, std::string_view nodeName);
/// Any of the terms.
bool matches(const corev1::NodeSelector& selector, const Labels& labels, std::string_view nodeName);
/// A storage class's allowedTopologies; none allow every node.
bool matches(const std::vector<corev1::TopologySelectorTerm>& terms, const Labels& labels);

}  // namespace armillary::volumes
