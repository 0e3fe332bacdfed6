#include "workload.h"

#include <QDateTime>

#include "writes.h"

namespace armillary::app::kinds {

Row replicaRow(int ready, int wanted, const corev1::PodSpec& spec) {
    Row row;
    row.ready = QObject::tr("%1/%2").arg(ready).arg(wanted);
    row.readyShare = wanted > 0 ? static_cast<double>(ready) / wanted : 1;
    row.status = wanted == 0       ? QObject::tr("Scaled to zero")
                 : ready >= wanted ? QObject::tr("Available")
                 : ready > 0       ? QObject::tr("Degraded")
                                   : QObject::tr("Unavailable");
    row.tone = wanted == 0 ? Tone::Quiet : ready >= wanted ? Tone::Good : ready > 0 ? Tone::Warning : Tone::Bad;
    QStringList images;
    for (const corev1::Container& container : spec.containers) images << QString::fromStdString(container.image);
    row.images = images.join(QStringLiteral(", "));
    return row;
}

void summariseReplicas(int ready, int wanted, Summary& summary) {
    summary.add(QObject::tr("Ready"), QObject::tr("%1 of %2").arg(ready).arg(wanted),
                ready >= wanted ? Tone::Good : Tone::Warning);
}

Action scaleAction(const Subject& subject, int replicas) {
    return {.id = "scale",
            .title = QObject::tr("Scale…"),
            .icon = "scale",
            .shortcut = "S",
            .verb = QObject::tr("Scale"),
            .input = Input::Number,
            .prompt = QObject::tr("Replicas"),
            .value = replicas,
            .write = [subject, replicas](const QVariant& input) {
                const auto to = [&](int count) {
                    return mergePatch(subject.path("scale"), nested(QStringLiteral("spec.replicas"), count));
                };
                return Write{.title = QObject::tr("Scale %1 to %2").arg(subject.title()).arg(input.toInt()),
                             .subject = subject.title(),
                             .calls = {to(input.toInt())},
                             .undoTitle = QObject::tr("Scale %1 back to %2").arg(subject.title()).arg(replicas),
                             .undo = {to(replicas)}};
            }};
}

Action restartAction(const Subject& subject) {
    return {.id = "restart",
            .title = QObject::tr("Restart"),
            .icon = "restart",
            .shortcut = "R",
            .question = QObject::tr("Replaces the pods of %1 by new ones, a few at a time.").arg(subject.title()),
            .verb = QObject::tr("Restart"),
            .write = [subject](const QVariant&) {
                // The annotation that kubectl sets.
                const QJsonObject annotation{
                    {"kubectl.kubernetes.io/restartedAt", QDateTime::currentDateTimeUtc().toString(Qt::ISODate)}};
                return Write{
                    .title = QObject::tr("Restart %1").arg(subject.title()),
                    .subject = subject.title(),
                    .calls = {mergePatch(subject.path(),
                                         nested(QStringLiteral("spec.template.metadata.annotations"), annotation))}};
            }};
}

Action suspendAction(const Subject& subject, bool suspended) {
    return {.id = suspended ? "resume" : "suspend",
            .title = suspended ? QObject::tr("Resume") : QObject::tr("Suspend"),
            .icon = suspended ? "play" : "pause",
            .write = [subject, suspended](const QVariant&) {
                const auto to = [&](bool suspend) {
                    return mergePatch(subject.path(), nested(QStringLiteral("spec.suspend"), suspend));
                };
                const QString suspend = QObject::tr("Suspend %1").arg(subject.title()),
                              resume = QObject::tr("Resume %1").arg(subject.title());
                return Write{.title = suspended ? resume : suspend,
                             .subject = subject.title(),
                             .calls = {to(!suspended)},
                             .undoTitle = suspended ? suspend : resume,
                             .undo = {to(suspended)}};
            }};
}

}  // namespace armillary::app::kinds
