#include "pod_containers.h"

#include <QCoreApplication>
#include <algorithm>

#include "node_shell_pod.h"

namespace armillary::app {

namespace {

constexpr std::string_view kDefaultContainer = "kubectl.kubernetes.io/default-container";

struct Ends {
    Q_DECLARE_TR_FUNCTIONS(PodContainers)
};

/// Of init, own and ephemeral containers; null when it has none yet.
const corev1::ContainerStatus* statusOf(const corev1::Pod& pod, const std::string& name) {
    for (const auto* statuses :
         {&pod.status.initContainerStatuses, &pod.status.containerStatuses, &pod.status.ephemeralContainerStatuses}) {
        const auto found = std::ranges::find(*statuses, name, &corev1::ContainerStatus::name);
        if (found != statuses->end()) return &*found;
    }
    return nullptr;
}

bool runs(const corev1::Pod& pod, const std::string& name) {
    const auto* status = statusOf(pod, name);
    return status && status->state.running;
}

}  // namespace

PodContainers PodContainers::of(const corev1::Pod& pod) {
    PodContainers made;
    const auto add = [&](const auto& container, bool ifItRuns) {
        const QString name = QString::fromStdString(container.name);
        const bool isRunning = runs(pod, container.name);
        if (isRunning || !ifItRuns) made.names << name;
        if (isRunning) made.running << name;
    };
    for (const corev1::Container& container : pod.spec.initContainers) add(container, true);
    for (const corev1::Container& container : pod.spec.containers) {
        add(container, false);
        // Made to end with whoever talks to it.
        if (pod.metadata.labels.contains(std::string(kNodeShellLabel)))
            made.attached << QString::fromStdString(container.name);
    }
    for (const corev1::EphemeralContainer& container : pod.spec.ephemeralContainers) {
        add(container, true);
        if (container.stdin && container.tty) made.attached << QString::fromStdString(container.name);
    }
    if (pod.spec.containers.empty()) return made;
    const auto named = pod.metadata.annotations.find(std::string(kDefaultContainer));
    made.preferred =
        QString::fromStdString(named == pod.metadata.annotations.end() ? pod.spec.containers[0].name : named->second);
    return made;
}

QString endOf(const corev1::Pod& pod, const QString& container) {
    const auto* status = statusOf(pod, container.toStdString());
    if (status && status->state.running) return {};
    if (!pod.status.reason.empty())  // the pod as a whole: Evicted, DeadlineExceeded
        return Ends::tr("The pod has ended: %1. %2")
            .arg(QString::fromStdString(pod.status.reason), QString::fromStdString(pod.status.message))
            .trimmed();
    if (!status) return {};
    const auto& ended = status->state.terminated ? status->state.terminated : status->lastState.terminated;
    if (!ended) return {};
    return Ends::tr("The container %1 has ended: %2, with %3.")
        .arg(container, QString::fromStdString(ended->reason))
        .arg(ended->exitCode);
}

bool isOver(const corev1::Pod& pod) {
    return pod.status.phase == corev1::kPodSucceeded || pod.status.phase == corev1::kPodFailed;
}

QString waitOf(const corev1::Pod& pod, const QString& container) {
    QStringList parts{Ends::tr("Waiting until the container %1 runs.").arg(container)};
    const auto* status = statusOf(pod, container.toStdString());
    if (status && status->state.waiting)
        parts << QString::fromStdString(status->state.waiting->reason)
              << QString::fromStdString(status->state.waiting->message);
    parts.removeAll(QString());
    return parts.join(u' ');
}

}  // namespace armillary::app
