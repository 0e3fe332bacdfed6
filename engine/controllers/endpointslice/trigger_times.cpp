#include "engine/controllers/endpointslice/trigger_times.h"

#include <algorithm>
#include <utility>

#include "engine/controllers/framework/pods.h"

namespace armillary::controllers::endpointslice {

std::optional<schema::Time> TriggerTimes::take(const corev1::Service& service, const std::vector<ObjectRef>& pods) {
    Known now{service.metadata.creationTimestamp, {}};
    for (const ObjectRef& object : pods)
        if (const auto* ready = podCondition(object->as<corev1::Pod>(), corev1::kPodReady);
            ready && ready->lastTransitionTime.isSet())
            now.pods[object->name()] = ready->lastTransitionTime;

    const std::lock_guard lock(m_mutex);
    const auto [entry, isNew] = m_known.try_emplace(service.metadata.namespace_ + "/" + service.metadata.name);
    const Known before = std::exchange(entry->second, now);
    if (isNew) return now.created;
    std::optional<schema::Time> earliest;
    const auto note = [&](schema::Time at) { earliest = earliest ? std::min(*earliest, at) : at; };
    if (before.created < now.created) note(now.created);
    for (const auto& [name, at] : now.pods) {
        const auto known = before.pods.find(name);
        if (known == before.pods.end() || known->second < at) note(at);
    }
    return earliest;
}

void TriggerTimes::forget(const std::string& service) {
    const std::lock_guard lock(m_mutex);
    m_known.erase(service);
}

void annotate(metav1::ObjectMeta& meta, const std::optional<schema::Time>& trigger) {
    const std::string key(corev1::kEndpointsLastChangeTriggerTime);
    if (trigger)
        meta.annotations[key] = trigger->text();
    else
        meta.annotations.erase(key);
}

}  // namespace armillary::controllers::endpointslice
