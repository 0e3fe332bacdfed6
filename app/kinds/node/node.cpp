#include "node.h"

#include "../workload.h"
#include "../writes.h"
#include "engine/schema/api/corev1.h"
#include "taints.h"

namespace armillary::app::kinds {

namespace {

bool isReady(const corev1::Node& node) {
    return std::ranges::any_of(node.status.conditions, [](const corev1::NodeCondition& condition) {
        return condition.type == corev1::kNodeReady && condition.status == corev1::kConditionTrue;
    });
}

Row row(const Object& object) {
    const auto& node = object.as<corev1::Node>();
    if (!isReady(node)) return {.status = QObject::tr("Not ready"), .tone = Tone::Bad};
    if (node.spec.unschedulable) return {.status = QObject::tr("Cordoned"), .tone = Tone::Warning};
    return {.status = QObject::tr("Ready"), .tone = Tone::Good};
}

void summarise(const Object& object, Summary& summary) {
    const auto& node = object.as<corev1::Node>();
    const Row state = row(object);
    summary.add(QObject::tr("Status"), state.status, state.tone);
    for (const corev1::NodeAddress& address : node.status.addresses)
        summary.add(QString::fromStdString(address.type), address.address);
    summary.add(QObject::tr("Version"), node.status.nodeInfo.kubeletVersion);
    summary.add(QObject::tr("Runtime"), node.status.nodeInfo.containerRuntimeVersion);
    summary.add(QObject::tr("System"), node.status.nodeInfo.osImage);
    summary.heading(QObject::tr("Allocatable"));
    for (const auto& [name, quantity] : node.status.allocatable)
        summary.add(QString::fromStdString(name), std::string(quantity.text()));
}

std::vector<Action> actions(const Subject& subject) {
    const bool cordoned = subject.object->as<corev1::Node>().spec.unschedulable;
    Action cordon{.id = cordoned ? "uncordon" : "cordon",
                  .title = cordoned ? QObject::tr("Uncordon") : QObject::tr("Cordon"),
                  .icon = cordoned ? "play" : "pause",
                  .shortcut = cordoned ? "U" : "C",
                  .write = [subject, cordoned](const QVariant&) {
                      // Null takes the field away, as kubectl does.
                      const auto to = [&](bool unschedulable) {
                          return mergePatch(subject.path(), nested(QStringLiteral("spec.unschedulable"),
                                                                   unschedulable ? QJsonValue(true) : QJsonValue()));
                      };
                      const QString cordon = QObject::tr("Cordon %1").arg(subject.title()),
                                    uncordon = QObject::tr("Uncordon %1").arg(subject.title());
                      return Write{.title = cordoned ? uncordon : cordon,
                                   .subject = subject.title(),
                                   .calls = {to(!cordoned)},
                                   .undoTitle = cordoned ? cordon : uncordon,
                                   .undo = {to(cordoned)}};
                  }};
    Action drain{.id = "drain",
                 .title = QObject::tr("Drain…"),
                 .icon = "drain",
                 .shortcut = "R",
                 .view = "drain",
                 .changes = true};
    Action shell{.id = "node-shell",
                 .title = QObject::tr("Shell on the node…"),
                 .icon = "terminal",
                 .shortcut = "S",
                 .view = "nodeShell",
                 .changes = true};
    return {std::move(cordon), std::move(drain), std::move(shell), taintsAction(subject)};
}

}  // namespace

constexpr Kind kNode{
    .group = "", .name = "Node", .icon = "machine", .row = row, .summarise = summarise, .actions = actions};

}  // namespace armillary::app::kinds
