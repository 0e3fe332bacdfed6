#include "engine/controllers/deployment/revision.h"

#include <algorithm>
#include <charconv>
#include <format>

#include "engine/controllers/framework/history.h"
#include "engine/schema/json_codec.h"

namespace armillary::controllers::deployment {

namespace {

constexpr std::size_t kMaxHistoryCharacters = 2000;

template <class T>
std::optional<T> readNumber(std::string_view text) {
    T number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
    return number;
}

bool staysBehind(std::string_view key) {
    return key == "kubectl.kubernetes.io/last-applied-configuration" || key == kRevisionAnnotation ||
           key == kRevisionHistoryAnnotation || key == kDesiredReplicasAnnotation || key == kMaxReplicasAnnotation ||
           key == appsv1::kDeprecatedRollbackTo;
}

bool setAnnotation(metav1::ObjectMeta& meta, std::string_view key, std::string value) {
    std::string& slot = meta.annotations[std::string(key)];
    if (slot == value) return false;
    slot = std::move(value);
    return true;
}

/// Appends a revision to the list of those that a set had before, dropping the first ones when it grows too long.
void rememberRevision(appsv1::ReplicaSet& set, const std::string& revision) {
    std::string& history = set.metadata.annotations[std::string(kRevisionHistoryAnnotation)];
    if (!history.empty()) history += ',';
    history += revision;
    while (history.size() > kMaxHistoryCharacters) {
        const std::size_t comma = history.find(',');
        if (comma == std::string::npos) break;
        history.erase(0, comma + 1);
    }
}

}  // namespace

std::int64_t revisionOf(const metav1::ObjectMeta& meta) {
    const auto found = meta.annotations.find(kRevisionAnnotation);
    return found == meta.annotations.end() ? 0 : readNumber<std::int64_t>(found->second).value_or(0);
}

std::optional<std::int32_t> numberAnnotation(const metav1::ObjectMeta& meta, std::string_view key) {
    const auto found = meta.annotations.find(key);
    return found == meta.annotations.end() ? std::nullopt : readNumber<std::int32_t>(found->second);
}

std::string templateHash(const corev1::PodTemplateSpec& podTemplate, std::optional<std::int32_t> collisionCount) {
    return stableHash(schema::toJson(podTemplate), collisionCount);
}

bool sameTemplate(const corev1::PodTemplateSpec& left, const corev1::PodTemplateSpec& right) {
    const auto withoutHash = [](corev1::PodTemplateSpec copy) {
        copy.metadata.labels.erase(std::string(appsv1::kDefaultDeploymentUniqueLabelKey));
        return copy;
    };
    return schema::operator==(withoutHash(left), withoutHash(right));
}

bool annotateSet(const appsv1::Deployment& deployment, appsv1::ReplicaSet& set, std::int64_t revision, bool exists) {
    bool changed = false;
    for (const auto& [key, value] : deployment.metadata.annotations)
        if (!staysBehind(key)) changed |= setAnnotation(set.metadata, key, value);
    const std::int64_t old = revisionOf(set.metadata);
    if (old < revision) {
        setAnnotation(set.metadata, kRevisionAnnotation, std::to_string(revision));
        if (old > 0) rememberRevision(set, std::to_string(old));
        changed = true;
    }
    return changed || !exists;
}

bool annotateSizes(appsv1::ReplicaSet& set, std::int32_t desired, std::int32_t maximum) {
    const bool desiredChanged = setAnnotation(set.metadata, kDesiredReplicasAnnotation, std::to_string(desired));
    return setAnnotation(set.metadata, kMaxReplicasAnnotation, std::to_string(maximum)) || desiredChanged;
}

appsv1::ReplicaSet newReplicaSet(const appsv1::Deployment& deployment) {
    const std::string hash = templateHash(deployment.spec.template_, deployment.status.collisionCount);
    const std::string label(appsv1::kDefaultDeploymentUniqueLabelKey);
    appsv1::ReplicaSet set;
    set.metadata.name = deployment.metadata.name + "-" + hash;
    set.metadata.namespace_ = deployment.metadata.namespace_;
    set.spec.minReadySeconds = deployment.spec.minReadySeconds;
    set.spec.selector = deployment.spec.selector;
    set.spec.selector.ensure().matchLabels[label] = hash;
    set.spec.template_ = deployment.spec.template_;
    set.spec.template_.metadata.labels[label] = hash;
    set.metadata.labels = set.spec.template_.metadata.labels;
    return set;
}

}  // namespace armillary::controllers::deployment
