#include "pod_state.h"

#include <QDateTime>
#include <algorithm>

#include "engine/resources/resource.h"
#include "engine/schema/api/corev1.h"

namespace armillary::app {

namespace {

constexpr std::string_view kHashLabel = "pod-template-hash";

bool isTrouble(const corev1::ContainerStatus& status) {
    if (status.state.terminated) return status.state.terminated->exitCode != 0;
    if (!status.state.waiting) return false;
    const std::string& reason = status.state.waiting->reason;
    return !reason.empty() && reason != "ContainerCreating" && reason != "PodInitializing";
}

bool isReady(const corev1::Pod& pod) {
    return std::ranges::any_of(pod.status.conditions, [](const corev1::PodCondition& condition) {
        return condition.type == corev1::kPodReady && condition.status == corev1::kConditionTrue;
    });
}

/// A JSON cell as plain text.
QString cellText(const std::string& cell) {
    if (cell.size() >= 2 && cell.front() == '"')
        return QString::fromUtf8(cell.data() + 1, static_cast<qsizetype>(cell.size()) - 2);
    return QString::fromStdString(cell);
}

}  // namespace

PodState podState(const Object& object) {
    const auto& pod = object.as<corev1::Pod>();
    if (pod.metadata.deletionTimestamp) return PodState::Terminating;
    if (pod.status.phase == corev1::kPodSucceeded) return PodState::Ended;
    if (pod.status.phase == corev1::kPodFailed) return PodState::Failing;
    if (pod.spec.nodeName.empty()) return PodState::Waiting;
    if (std::ranges::any_of(pod.status.containerStatuses, isTrouble) ||
        std::ranges::any_of(pod.status.initContainerStatuses, isTrouble))
        return PodState::Failing;
    return isReady(pod) ? PodState::Running : PodState::Starting;
}

QString podStateName(PodState state) {
    switch (state) {
        case PodState::Running:
            return QObject::tr("Running");
        case PodState::Starting:
            return QObject::tr("Starting");
        case PodState::Waiting:
            return QObject::tr("Waiting for a node");
        case PodState::Failing:
            return QObject::tr("Failing");
        case PodState::Ended:
            return QObject::tr("Completed");
        case PodState::Terminating:
            return QObject::tr("Terminating");
    }
    return {};
}

QString podStatusText(const Object& pod) {
    const auto& resource = resources::resourceOf<corev1::Pod>();
    const auto columns = resource.rules->columns();
    const auto status = std::ranges::find(columns, std::string_view("Status"), &resources::Column::name);
    if (status == columns.end()) return podStateName(podState(pod));
    const auto cells = resource.rules->cells(pod.decoded(*resource.type), {QDateTime::currentSecsSinceEpoch()});
    const auto index = static_cast<std::size_t>(status - columns.begin());
    return index < cells.size() ? cellText(cells[index]) : podStateName(podState(pod));
}

Workload workloadOf(const Object& pod) {
    const QString space = QString::fromStdString(pod.namespace_());
    for (const metav1::OwnerReference& owner : pod.meta().ownerReferences) {
        if (!owner.controller.value_or(false)) continue;
        if (owner.kind == "ReplicaSet")
            if (const auto hash = pod.meta().labels.find(kHashLabel);
                hash != pod.meta().labels.end() && owner.name.ends_with("-" + hash->second))
                return {QStringLiteral("Deployment"), space,
                        QString::fromStdString(owner.name.substr(0, owner.name.size() - hash->second.size() - 1))};
        return {QString::fromStdString(owner.kind), space, QString::fromStdString(owner.name)};
    }
    return {QStringLiteral("Pod"), space, QString::fromStdString(pod.name())};
}

}  // namespace armillary::app
