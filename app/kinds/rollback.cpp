#include "rollback.h"

#include <QJsonDocument>
#include <algorithm>

#include "engine/schema/json_codec.h"
#include "engine/schema/percent.h"
#include "engine/schema/selector.h"
#include "reading.h"
#include "text.h"
#include "writes.h"

namespace armillary::app::kinds {

namespace {

constexpr std::size_t kMostRevisions = 500;
const QString kHashLabel = QStringLiteral("pod-template-hash");
const QString kRevision = QStringLiteral("deployment.kubernetes.io/revision");
const QString kCause = QStringLiteral("kubernetes.io/change-cause");
/// What a deployment keeps of its own when it takes a replica set's annotations. Source: kubectl's history viewer and
/// rollbacker (k8s.io/kubectl/pkg/polymorphichelpers/rollback.go, annotationsToSkip).
const QStringList kKept = {"kubectl.kubernetes.io/last-applied-configuration",
                           kRevision,
                           "deployment.kubernetes.io/revision-history",
                           "deployment.kubernetes.io/desired-replicas",
                           "deployment.kubernetes.io/max-replicas",
                           "deprecated.deployment.rollback.to"};

bool isDeployment(const Object& object) {
    return object.kind() == "Deployment";
}

QJsonObject templateOf(const Object& workload) {
    return fieldOf(workload, QStringLiteral("spec.template")).toObject();
}

QJsonObject withoutHash(QJsonObject podTemplate) {
    QJsonObject meta = podTemplate["metadata"].toObject(), labels = meta["labels"].toObject();
    labels.remove(kHashLabel);
    meta["labels"] = labels;
    podTemplate["metadata"] = meta;
    return podTemplate;
}

/// As far as it says how pods are: the server writes a time that is not set in one place and leaves it out in another.
QJsonObject comparable(QJsonObject podTemplate) {
    QJsonObject meta = podTemplate["metadata"].toObject();
    if (meta["creationTimestamp"].isNull()) meta.remove("creationTimestamp");
    for (const auto* field : {"labels", "annotations"})
        if (meta[QLatin1StringView(field)].toObject().isEmpty()) meta.remove(QLatin1StringView(field));
    podTemplate["metadata"] = meta;
    podTemplate.remove("$patch");
    return podTemplate;
}

QString imagesOf(const QJsonObject& podTemplate) {
    QStringList images;
    for (const QJsonValue container : podTemplate["spec"]["containers"].toArray())
        images << container["image"].toString();
    return images.join(QStringLiteral(", "));
}

bool belongsTo(const QJsonObject& meta, const Object& workload) {
    for (const QJsonValue owner : meta["ownerReferences"].toArray())
        if (owner["controller"].toBool() && owner["uid"].toString().toStdString() == workload.uid()) return true;
    return false;
}

/// Where the revisions of a workload are kept.
std::string historyPath(const Object& workload) {
    std::string path = "/apis/apps/v1/namespaces/" + workload.namespace_() +
                       (isDeployment(workload) ? "/replicasets" : "/controllerrevisions");
    const QByteArray wanted =
        QJsonDocument(fieldOf(workload, QStringLiteral("spec.selector")).toObject()).toJson(QJsonDocument::Compact);
    const auto selector = schema::fromJson<metav1::LabelSelector>(wanted.toStdString());
    const auto compiled = selector ? LabelSelector::from(*selector) : LabelSelector();
    if (compiled && !compiled->matchesEverything())
        path += "?labelSelector=" + schema::percentEncoded(compiled->text());
    return path;
}

client::Call replaceTemplate(const Subject& subject, const QJsonObject& podTemplate, const QJsonObject& annotations) {
    return jsonPatch(subject.path(),
                     {QJsonObject{{"op", "replace"}, {"path", "/spec/template"}, {"value", podTemplate}},
                      QJsonObject{{"op", "add"}, {"path", "/metadata/annotations"}, {"value", annotations}}});
}

client::Call patchTemplate(const Subject& subject, QJsonObject podTemplate) {
    podTemplate["$patch"] = "replace";
    return strategicPatch(subject.path(), nested(QStringLiteral("spec.template"), podTemplate));
}

Write writeOf(const Subject& subject, const Revision& revision) {
    Write write{.title = QObject::tr("Roll %1 back to revision %2").arg(subject.title()).arg(revision.number),
                .subject = subject.title(),
                .calls = {},
                .undoTitle = QObject::tr("Take the rollback of %1 back").arg(subject.title()),
                .undo = {}};
    const QJsonObject now = templateOf(*subject.object);
    if (isDeployment(*subject.object)) {
        const QJsonObject own = fieldOf(*subject.object, QStringLiteral("metadata.annotations")).toObject();
        QJsonObject annotations;
        for (const QString& key : kKept)
            if (own.contains(key)) annotations[key] = own[key];
        for (auto at = revision.annotations.begin(); at != revision.annotations.end(); ++at)
            if (!kKept.contains(at.key())) annotations[at.key()] = at.value();
        write.calls = {replaceTemplate(subject, revision.podTemplate, annotations)};
        write.undo = {replaceTemplate(subject, now, own)};
    } else {
        write.calls = {patchTemplate(subject, revision.podTemplate)};
        write.undo = {patchTemplate(subject, now)};
    }
    return write;
}

Option optionOf(const Revision& revision) {
    QStringList details;
    if (!revision.since.isEmpty()) details << QObject::tr("%1 ago").arg(revision.since);
    details << revision.images;
    if (!revision.cause.isEmpty()) details << revision.cause;
    return {.value = QString::number(revision.number),
            .title = revision.now ? QObject::tr("Revision %1, now").arg(revision.number)
                                  : QObject::tr("Revision %1").arg(revision.number),
            .detail = details.join(QStringLiteral(" · ")),
            .enabled = !revision.now};
}

Action looked(Action action, const Surroundings& around) {
    const Subject subject = around.subjects.front();
    if (fieldOf(*subject.object, QStringLiteral("spec.paused")).toBool()) {
        action.obstacle = QObject::tr("Its rollout is paused. Resume it first, then roll it back.");
        return action;
    }
    const Items read = readItems(around.reader, historyPath(*subject.object), kMostRevisions);
    if (!read.problem.empty()) {
        action.obstacle = QObject::tr("Its revisions cannot be read: %1").arg(QString::fromStdString(read.problem));
        return action;
    }
    const auto revisions = std::make_shared<const std::vector<Revision>>(revisionsOf(*subject.object, read.items));
    for (const Revision& revision : *revisions) {
        action.options.push_back(optionOf(revision));
        if (!revision.now && !action.value.isValid()) action.value = QString::number(revision.number);
    }
    if (!action.value.isValid()) {
        action.obstacle = QObject::tr("No earlier revision is kept. How many are is its revisionHistoryLimit.");
        return action;
    }
    const auto chosen = [revisions](const QVariant& input) -> const Revision* {
        const auto found = std::ranges::find(*revisions, input.toLongLong(), &Revision::number);
        return found == revisions->end() || found->now ? nullptr : &*found;
    };
    action.check = [chosen](const QVariant& input) -> QVariantMap {
        if (chosen(input)) return {};
        return {{"", QObject::tr("Choose a revision.")}};
    };
    action.preview = [subject, chosen](const QVariant& input) -> Preview {
        const Revision* revision = chosen(input);
        const QJsonObject now = comparable(templateOf(*subject.object));
        return previewOf(now, revision ? comparable(revision->podTemplate) : now);
    };
    action.write = [subject, chosen](const QVariant& input) {
        const Revision* revision = chosen(input);
        return revision ? writeOf(subject, *revision) : Write{};
    };
    return action;
}

}  // namespace

std::vector<Revision> revisionsOf(const Object& workload, const QJsonArray& items) {
    std::vector<Revision> revisions;
    const QJsonObject now = comparable(templateOf(workload));
    for (const QJsonValue item : items) {
        const QJsonObject meta = item["metadata"].toObject();
        if (!belongsTo(meta, workload)) continue;
        const QJsonObject annotations = meta["annotations"].toObject();
        Revision revision{.number = isDeployment(workload) ? annotations[kRevision].toString().toLongLong()
                                                           : item["revision"].toInteger(),
                          .since = age(meta["creationTimestamp"].toString()),
                          .cause = annotations[kCause].toString(),
                          .images = {},
                          .podTemplate = isDeployment(workload) ? withoutHash(item["spec"]["template"].toObject())
                                                                : item["data"]["spec"]["template"].toObject(),
                          .annotations = annotations};
        revision.images = imagesOf(revision.podTemplate);
        revision.now = comparable(revision.podTemplate) == now;
        if (revision.number > 0 && !revision.podTemplate.isEmpty()) revisions.push_back(std::move(revision));
    }
    std::ranges::sort(revisions, std::ranges::greater(), &Revision::number);
    return revisions;
}

Action rollbackAction() {
    Action action{.id = "rollback",
                  .title = QObject::tr("Roll back…"),
                  .icon = "history",
                  .verb = QObject::tr("Roll back"),
                  .input = Input::Choice,
                  .prompt = QObject::tr("Revision"),
                  .single = true};
    action.look = [action](const Surroundings& around) { return looked(action, around); };
    return action;
}

}  // namespace armillary::app::kinds
