#include "engine/scheduler/affinity_term.h"

#include <algorithm>

namespace armillary::scheduler {

AffinityTerm::AffinityTerm(const corev1::PodAffinityTerm& term, const std::string& ownNamespace,
                           std::int64_t termWeight)
    : topologyKey(term.topologyKey),
      selector(LabelSelector::nothing()),
      namespaces(term.namespaces),
      weight(termWeight) {
    if (term.labelSelector) selector = LabelSelector::from(*term.labelSelector).value_or(LabelSelector::nothing());
    if (term.namespaceSelector)
        namespaceSelector = LabelSelector::from(*term.namespaceSelector).value_or(LabelSelector::nothing());
    if (namespaces.empty() && !namespaceSelector) namespaces.push_back(ownNamespace);
}

bool AffinityTerm::matches(const Object& pod, const NamespaceLabels& labelsOf) const {
    if (std::ranges::find(namespaces, pod.namespace_()) == namespaces.end()) {
        if (!namespaceSelector) return false;
        if (!namespaceSelector->matchesEverything()) {
            const auto* labels = labelsOf(pod.namespace_());
            if (!labels || !namespaceSelector->matches(*labels)) return false;
        }
    }
    return selector.matches(pod.meta().labels);
}

}  // namespace armillary::scheduler
