#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/schema/api/corev1.h"
#include "engine/schema/object.h"
#include "engine/schema/selector.h"

namespace armillary::scheduler {

/// Labels of a namespace; null when it is unknown.
using NamespaceLabels = std::function<const schema::StringMap<std::string>*(const std::string&)>;

/// A term of a pod's affinity or anti-affinity to other pods, compiled once. matchLabelKeys and mismatchLabelKeys are
/// in the selector already: the API merges them when the pod is created.
struct AffinityTerm {
    std::string topologyKey;
    LabelSelector selector;
    std::vector<std::string> namespaces;
    std::optional<LabelSelector> namespaceSelector;
    std::int64_t weight = 0;

    AffinityTerm(const corev1::PodAffinityTerm& term, const std::string& ownNamespace, std::int64_t weight = 0);
    bool matches(const Object& pod, const NamespaceLabels& labelsOf) const;
};

}  // namespace armillary::scheduler
