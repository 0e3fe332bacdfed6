#include "engine/volumes/placement.h"

namespace armillary::volumes {

bool tolerates(const corev1::Toleration& toleration, const corev1::Taint& taint) {
    if (!toleration.effect.empty() && toleration.effect != taint.effect) return false;
    if (!toleration.key.empty() && toleration.key != taint.key) return false;
    if (toleration.operator_ == corev1::kTolerationOpExists) return true;
    return (toleration.operator_.empty() || toleration.operator_ == corev1::kTolerationOpEqual) &&
           toleration.value == taint.value;
}

bool isSelected(const corev1::PodSpec& pod, const Labels& labels, std::string_view nodeName) {
    for (const auto& [key, value] : pod.nodeSelector)
        if (const auto found = labels.find(key); found == labels.end() || found->second != value) return false;
    if (!pod.affinity || !pod.affinity->nodeAffinity) return true;
    const auto& required = pod.affinity->nodeAffinity->requiredDuringSchedulingIgnoredDuringExecution;
    return !required || matches(*required, labels, nodeName);
}

}  // namespace armillary::volumes
