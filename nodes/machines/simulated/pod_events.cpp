#include <algorithm>
#include <format>

#include "nodes/machines/simulated/pod_life.h"

namespace armillary::machines {

namespace {

using corev1::ContainerStatus;

/// One container's part of the story.
class Teller {
public:
    Teller(const corev1::Pod& pod, std::string_view list, std::vector<PodEvent>& events)
        : m_pod(pod), m_list(list), m_events(events) {}

    void tell(const ContainerStatus* before, const ContainerStatus& after) {
        if (after.state.running && (!before || before->containerID != after.containerID)) {
            say(after, corev1::kEventTypeNormal, "Pulled",
                std::format("Container image \"{}\" already present on machine", after.image));
            say(after, corev1::kEventTypeNormal, "Created", "Created container: " + after.name);
            say(after, corev1::kEventTypeNormal, "Started", "Started container " + after.name);
            if (m_list == "containers" && !after.ready)
                say(after, corev1::kEventTypeWarning, "Unhealthy",
                    "Readiness probe failed: HTTP probe failed with statuscode: 503");
        }
        if (!after.state.waiting) return;
        const auto& waiting = *after.state.waiting;
        if (before && before->state.waiting && *before->state.waiting == waiting) return;
        if (waiting.reason == "CrashLoopBackOff") {
            say(after, corev1::kEventTypeWarning, "BackOff",
                std::format("Back-off restarting failed container {} in pod {}_{}({})", after.name, m_pod.metadata.name,
                            m_pod.metadata.namespace_, m_pod.metadata.uid));
        } else if (waiting.reason == "ErrImagePull") {
            say(after, corev1::kEventTypeNormal, "Pulling", std::format("Pulling image \"{}\"", after.image));
            say(after, corev1::kEventTypeWarning, "Failed",
                std::format("Failed to pull image \"{}\": {}", after.image, waiting.message));
            say(after, corev1::kEventTypeWarning, "Failed", "Error: ErrImagePull");
        } else if (waiting.reason == "ImagePullBackOff") {
            say(after, corev1::kEventTypeNormal, "BackOff", std::format("Back-off pulling image \"{}\"", after.image));
            say(after, corev1::kEventTypeWarning, "Failed", "Error: ImagePullBackOff");
        }
    }

    void say(const ContainerStatus& container, std::string_view type, std::string_view reason, std::string message) {
        m_events.push_back({type, reason, std::move(message), std::format("spec.{}{{{}}}", m_list, container.name)});
    }

private:
    const corev1::Pod& m_pod;
    const std::string_view m_list;
    std::vector<PodEvent>& m_events;
};

const ContainerStatus* find(const std::vector<ContainerStatus>& statuses, const std::string& name) {
    const auto found = std::ranges::find(statuses, name, &ContainerStatus::name);
    return found == statuses.end() ? nullptr : &*found;
}

}  // namespace

std::vector<PodEvent> eventsOf(const corev1::Pod& before, const corev1::PodStatus& after) {
    std::vector<PodEvent> events;
    for (const ContainerStatus& container : after.initContainerStatuses)
        Teller(before, "initContainers", events)
            .tell(find(before.status.initContainerStatuses, container.name), container);
    for (const ContainerStatus& container : after.containerStatuses)
        Teller(before, "containers", events).tell(find(before.status.containerStatuses, container.name), container);
    return events;
}

std::vector<PodEvent> killingsOf(const corev1::Pod& pod) {
    std::vector<PodEvent> events;
    for (const ContainerStatus& container : pod.status.containerStatuses)
        if (container.state.running)
            Teller(pod, "containers", events)
                .say(container, corev1::kEventTypeNormal, "Killing", "Stopping container " + container.name);
    return events;
}

}  // namespace armillary::machines
