#include "pod.h"

#include "../deletion.h"
#include "../text.h"
#include "../workload.h"
#include "../writes.h"
#include "engine/schema/api/corev1.h"
#include "pod_state.h"

namespace armillary::app::kinds {

namespace {

Tone toneOf(PodState state) {
    switch (state) {
        case PodState::Running:
            return Tone::Good;
        case PodState::Failing:
            return Tone::Bad;
        case PodState::Starting:
        case PodState::Waiting:
            return Tone::Warning;
        case PodState::Ended:
        case PodState::Terminating:
            return Tone::Quiet;
    }
    return Tone::None;
}

Row row(const Object& object) {
    const auto& pod = object.as<corev1::Pod>();
    const auto ready = std::ranges::count_if(pod.status.containerStatuses, &corev1::ContainerStatus::ready);
    Row row = replicaRow(static_cast<int>(ready), static_cast<int>(pod.spec.containers.size()), pod.spec);
    row.status = podStatusText(object);
    row.tone = toneOf(podState(object));
    return row;
}

void summarise(const Object& object, Summary& summary) {
    const auto& pod = object.as<corev1::Pod>();
    summary.add(QObject::tr("Status"), podStatusText(object), toneOf(podState(object)));
    summary.add(QObject::tr("Node"), pod.spec.nodeName);
    summary.add(QObject::tr("Address"), pod.status.podIP);
}

/// Through the eviction API, so that disruption budgets are respected.
Action evictAction(const Subject& subject) {
    return {
        .id = "evict",
        .title = QObject::tr("Evict…"),
        .icon = "evict",
        .question = QObject::tr("Ends %1 unless a disruption budget forbids it. Its controller makes another one, on "
                                "any machine.")
                        .arg(subject.title()),
        .verb = QObject::tr("Evict"),
        .write = [subject](const QVariant&) {
            const Object& pod = *subject.object;
            return Write{.title = QObject::tr("Evict %1").arg(subject.title()),
                         .subject = subject.title(),
                         .calls = {evict(subject.path("eviction"), QString::fromStdString(pod.namespace_()),
                                         QString::fromStdString(pod.name()), QString::fromStdString(pod.uid()))}};
        }};
}

std::vector<Action> actions(const Subject& subject) {
    std::vector<Action> actions;
    if (subject.resource.has("eviction")) actions.push_back(evictAction(subject));
    if (subject.resource.can("delete")) actions.push_back(forceDeleteAction(subject));
    return actions;
}

}  // namespace

constexpr Kind kPod{
    .group = "", .name = "Pod", .icon = "pod", .row = row, .summarise = summarise, .actions = actions, .logs = true};

}  // namespace armillary::app::kinds
