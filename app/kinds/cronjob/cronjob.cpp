#include "cronjob.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>

#include "../text.h"
#include "../workload.h"
#include "../writes.h"
#include "engine/schema/api/batchv1.h"

namespace armillary::app::kinds {

namespace {

// A job's name is the prefix of its pods', which end in a dash and five letters.
constexpr qsizetype kLongestJobName = 52;

Row row(const Object& object) {
    const auto& cron = object.as<batchv1::CronJob>();
    Row row = replicaRow(0, 0, cron.spec.jobTemplate.spec.template_.spec);
    row.status = cron.spec.suspend.value_or(false) ? QObject::tr("Suspended") : QObject::tr("Scheduled");
    row.ready = QString::fromStdString(cron.spec.schedule);
    row.tone = Tone::Quiet;
    return row;
}

void summarise(const Object& object, Summary& summary) {
    const auto& cron = object.as<batchv1::CronJob>();
    summary.add(QObject::tr("Schedule"), cron.spec.schedule);
    if (cron.status.lastScheduleTime)
        summary.add(QObject::tr("Last run"), QObject::tr("%1 ago").arg(age(*cron.status.lastScheduleTime)));
    summary.add(QObject::tr("Running"), QString::number(cron.status.active.size()));
}

/// The job that `kubectl create job --from=cronjob/NAME` makes.
QJsonObject jobOf(const Object& object) {
    const QJsonObject cron = QJsonDocument::fromJson(QByteArray::fromStdString(object.json())).object();
    const QJsonObject jobTemplate = cron["spec"]["jobTemplate"].toObject();
    QJsonObject annotations = jobTemplate["metadata"]["annotations"].toObject();
    annotations["cronjob.kubernetes.io/instantiate"] = "manual";
    const QString stamp = QString::number(QDateTime::currentSecsSinceEpoch(), 36);
    const QJsonObject owner{{"apiVersion", "batch/v1"},
                            {"kind", "CronJob"},
                            {"name", QString::fromStdString(object.name())},
                            {"uid", QString::fromStdString(object.uid())},
                            {"controller", true}};
    const QJsonObject metadata{{"name", QString::fromStdString(object.name()).left(kLongestJobName) + u'-' + stamp},
                               {"namespace", QString::fromStdString(object.namespace_())},
                               {"labels", jobTemplate["metadata"]["labels"]},
                               {"annotations", annotations},
                               {"ownerReferences", QJsonArray{owner}}};
    return {{"apiVersion", "batch/v1"}, {"kind", "Job"}, {"metadata", metadata}, {"spec", jobTemplate["spec"]}};
}

Action runAction(const Subject& subject) {
    return {.id = "run", .title = QObject::tr("Run now"), .icon = "play", .write = [subject](const QVariant&) {
                const QJsonObject job = jobOf(*subject.object);
                const std::string jobs = "/apis/batch/v1/namespaces/" + subject.object->namespace_() + "/jobs";
                const std::string made = job["metadata"]["name"].toString().toStdString();
                return Write{.title = QObject::tr("Run %1 now").arg(subject.title()),
                             .subject = subject.title(),
                             .calls = {post(jobs, job)},
                             .undoTitle = QObject::tr("Delete the job that was run"),
                             .undo = {remove(jobs + "/" + made, {{"propagationPolicy", "Background"}})}};
            }};
}

std::vector<Action> actions(const Subject& subject) {
    return {runAction(subject),
            suspendAction(subject, subject.object->as<batchv1::CronJob>().spec.suspend.value_or(false))};
}

}  // namespace

constexpr Kind kCronJob{.group = "batch",
                        .name = "CronJob",
                        .icon = "clock",
                        .row = row,
                        .summarise = summarise,
                        .actions = actions,
                        .logs = true};

}  // namespace armillary::app::kinds
