#include "engine/controllers/statefulset/identity.h"

#include <algorithm>
#include <charconv>
#include <format>

#include "engine/controllers/framework/pods.h"

namespace armillary::controllers::statefulset {

namespace {

std::string claimName(const appsv1::StatefulSet& set, const corev1::PersistentVolumeClaim& claim,
                      std::int32_t ordinal) {
    return std::format("{}-{}-{}", claim.metadata.name, set.metadata.name, ordinal);
}

std::string labelOf(const metav1::ObjectMeta& meta, std::string_view key) {
    const auto found = meta.labels.find(key);
    return found == meta.labels.end() ? std::string() : found->second;
}

}  // namespace

std::optional<PodName> parsePodName(std::string_view name) {
    const auto dash = name.rfind('-');
    if (dash == std::string_view::npos || dash + 1 == name.size()) return std::nullopt;
    PodName parsed{name.substr(0, dash)};
    const std::string_view digits = name.substr(dash + 1);
    if (!std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), parsed.ordinal);
    if (read.ec != std::errc()) return std::nullopt;
    return parsed;
}

std::string podName(const appsv1::StatefulSet& set, std::int32_t ordinal) {
    return std::format("{}-{}", set.metadata.name, ordinal);
}

std::int32_t firstOrdinal(const appsv1::StatefulSet& set) {
    return set.spec.ordinals ? set.spec.ordinals->start : 0;
}

std::int32_t replicasOf(const appsv1::StatefulSet& set) {
    return std::max(0, set.spec.replicas.value_or(1));
}

bool inRange(const appsv1::StatefulSet& set, std::int32_t ordinal) {
    return ordinal >= firstOrdinal(set) && ordinal - firstOrdinal(set) < replicasOf(set);
}

std::string revisionOf(const metav1::ObjectMeta& pod) {
    return labelOf(pod, appsv1::kControllerRevisionHashLabelKey);
}

corev1::Pod newPod(const Object& set, const corev1::PodTemplateSpec& podTemplate, const std::string& revision,
                   std::int32_t ordinal) {
    const auto& spec = set.as<appsv1::StatefulSet>();
    corev1::Pod pod = podFromTemplate(podTemplate, set);
    setIdentity(spec, pod, ordinal);
    pod.spec.hostname = pod.metadata.name;
    pod.spec.subdomain = spec.spec.serviceName;
    setStorage(spec, pod, ordinal);
    pod.metadata.labels[std::string(appsv1::kControllerRevisionHashLabelKey)] = revision;
    return pod;
}

void setIdentity(const appsv1::StatefulSet& set, corev1::Pod& pod, std::int32_t ordinal) {
    pod.metadata.name = podName(set, ordinal);
    pod.metadata.namespace_ = set.metadata.namespace_;
    pod.metadata.labels[std::string(appsv1::kStatefulSetPodNameLabel)] = pod.metadata.name;
    pod.metadata.labels[std::string(appsv1::kPodIndexLabel)] = std::to_string(ordinal);
}

void setStorage(const appsv1::StatefulSet& set, corev1::Pod& pod, std::int32_t ordinal) {
    std::vector<corev1::Volume> volumes;
    for (const auto& claim : set.spec.volumeClaimTemplates) {
        auto& volume = volumes.emplace_back();
        volume.name = claim.metadata.name;
        volume.persistentVolumeClaim.emplace().claimName = claimName(set, claim, ordinal);
    }
    for (auto& volume : pod.spec.volumes)
        if (!std::ranges::contains(set.spec.volumeClaimTemplates, volume.name,
                                   [](const auto& claim) { return claim.metadata.name; }))
            volumes.push_back(std::move(volume));
    pod.spec.volumes = std::move(volumes);
}

bool identityMatches(const appsv1::StatefulSet& set, const corev1::Pod& pod) {
    const auto name = parsePodName(pod.metadata.name);
    return name && name->set == set.metadata.name && pod.metadata.name == podName(set, name->ordinal) &&
           labelOf(pod.metadata, appsv1::kStatefulSetPodNameLabel) == pod.metadata.name;
}

bool storageMatches(const appsv1::StatefulSet& set, const corev1::Pod& pod) {
    const auto name = parsePodName(pod.metadata.name);
    if (!name) return false;
    return std::ranges::all_of(set.spec.volumeClaimTemplates, [&](const auto& claim) {
        const auto found = std::ranges::find(pod.spec.volumes, claim.metadata.name, &corev1::Volume::name);
        return found != pod.spec.volumes.end() && found->persistentVolumeClaim &&
               found->persistentVolumeClaim->claimName == claimName(set, claim, name->ordinal);
    });
}

std::vector<corev1::PersistentVolumeClaim> claimsOf(const appsv1::StatefulSet& set, std::int32_t ordinal) {
    std::vector<corev1::PersistentVolumeClaim> claims;
    for (corev1::PersistentVolumeClaim claim : set.spec.volumeClaimTemplates) {
        claim.metadata.name = claimName(set, claim, ordinal);
        claim.metadata.namespace_ = set.metadata.namespace_;
        if (set.spec.selector)
            for (const auto& [key, value] : set.spec.selector->matchLabels) claim.metadata.labels[key] = value;
        claim.status = {};
        claims.push_back(std::move(claim));
    }
    return claims;
}

}  // namespace armillary::controllers::statefulset
