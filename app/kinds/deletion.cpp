#include "deletion.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "dependents.h"
#include "reading.h"
#include "writes.h"

namespace armillary::app::kinds {

namespace {

const QString kPropagation = QStringLiteral("propagation");

bool isA(const Subject& subject, std::string_view group, std::string_view kind) {
    return subject.resource.group == group && subject.resource.kind == kind;
}

Field propagationField() {
    return {.id = kPropagation,
            .label = QObject::tr("What it owns"),
            .input = Input::Choice,
            .value = "Background",
            .options = {{.value = "Background", .title = QObject::tr("goes after it"), .detail = {}},
                        {.value = "Foreground", .title = QObject::tr("goes before it"), .detail = {}},
                        {.value = "Orphan", .title = QObject::tr("stays"), .detail = {}}},
            .hint = {}};
}

/// What a claim's or a definition's end costs beyond what it owns.
void addCosts(const Surroundings& around, std::vector<Consequence>& costs) {
    for (const Subject& subject : around.subjects) {
        const QJsonObject spec = fieldOf(*subject.object, QStringLiteral("spec")).toObject();
        if (isA(subject, "", "PersistentVolumeClaim") && !spec["volumeName"].toString().isEmpty()) {
            const QString volume = spec["volumeName"].toString();
            const auto answer = around.reader.get("/api/v1/persistentvolumes/" + volume.toStdString());
            const QJsonObject found =
                answer ? QJsonDocument::fromJson(QByteArray::fromStdString(answer->body)).object() : QJsonObject();
            if (found["spec"]["persistentVolumeReclaimPolicy"].toString() == u"Delete")
                costs.push_back({.icon = "save",
                                 .text = QObject::tr("The data on its volume"),
                                 .detail = QObject::tr("%1, which is deleted with its claim").arg(volume)});
        } else if (isA(subject, "apiextensions.k8s.io", "CustomResourceDefinition")) {
            const QString plural = spec["names"]["plural"].toString(), group = spec["group"].toString();
            for (const client::ApiResource& served : around.served) {
                if (QString::fromStdString(served.plural) != plural || QString::fromStdString(served.group) != group)
                    continue;
                const int count = countItems(around.reader, served.path());
                if (count > 0)
                    costs.push_back({.icon = "object",
                                     .text = QObject::tr("%1 %2").arg(count).arg(plural),
                                     .detail = QObject::tr("every object of this kind, in all namespaces")});
            }
        }
    }
}

QString subjectsText(const std::vector<Subject>& subjects) {
    return subjects.size() == 1 ? subjects.front().title()
                                : QObject::tr("%1 %2")
                                      .arg(subjects.size())
                                      .arg(QString::fromStdString(subjects.front().resource.plural));
}

Action looked(Action action, const Surroundings& around) {
    const Subject& first = around.subjects.front();
    const bool namespaces = isA(first, "", "Namespace");
    Dependents found;
    if (namespaces) {
        for (const Subject& subject : around.subjects) {
            Dependents content = contentOf(around, subject.object->name());
            std::ranges::move(content.consequences, std::back_inserter(found.consequences));
            found.leftOut += content.leftOut;
        }
    } else {
        found = dependentsOf(around);
    }
    std::vector<Consequence> costs;
    addCosts(around, costs);
    // Whoever takes a whole namespace, or all objects of a kind, means it when he types it.
    if (namespaces || !costs.empty())
        action.confirmation = around.subjects.size() == 1 ? QString::fromStdString(first.object->name())
                                                          : QString::number(around.subjects.size());
    action.question = QObject::tr("Deletes %1. This cannot be undone.").arg(subjectsText(around.subjects));
    // Nobody owns nothing: there is nothing to choose.
    if (namespaces || found.consequences.empty()) action.input = Input::None, action.fields.clear();
    action.consequences = std::move(costs);
    std::ranges::move(found.consequences, std::back_inserter(action.consequences));
    if (found.leftOut > 0)
        action.consequences.push_back(
            {.icon = "warning",
             .text = QObject::tr("Perhaps more"),
             .detail = QObject::tr("kinds that could not be looked at, or not to the end: %1").arg(found.leftOut)});
    return action;
}

}  // namespace

Action deleteAction(const Subject& subject) {
    Action action{.id = "delete",
                  .title = QObject::tr("Delete…"),
                  .icon = "delete",
                  .shortcut = "Ctrl+D",
                  .question = QObject::tr("Deletes %1. This cannot be undone.").arg(subject.title()),
                  .verb = QObject::tr("Delete"),
                  .input = Input::Form,
                  .write =
                      [subject](const QVariant& input) {
                          const QString chosen = input.toMap().value(kPropagation).toString();
                          const QJsonObject options{
                              {"propagationPolicy", chosen.isEmpty() ? QStringLiteral("Background") : chosen},
                              {"preconditions", QJsonObject{{"uid", QString::fromStdString(subject.object->uid())}}}};
                          return Write{.title = QObject::tr("Delete %1").arg(subject.title()),
                                       .subject = subject.title(),
                                       .calls = {remove(subject.path(), options)}};
                      },
                  .fields = {propagationField()}};
    action.look = [action](const Surroundings& around) { return looked(action, around); };
    return action;
}

Action forceDeleteAction(const Subject& subject) {
    return {.id = "force-delete",
            .title = QObject::tr("Delete without waiting…"),
            .icon = "delete",
            .question =
                QObject::tr("Takes %1 out of the cluster at once, with a grace period of zero: its containers are "
                            "killed without being told to end first. When its machine is out of reach they may go on "
                            "running there, beside the pod that takes its place.")
                    .arg(subject.title()),
            .verb = QObject::tr("Delete without waiting"),
            .write = [subject](const QVariant&) {
                const QJsonObject options{
                    {"gracePeriodSeconds", 0},
                    {"preconditions", QJsonObject{{"uid", QString::fromStdString(subject.object->uid())}}}};
                return Write{.title = QObject::tr("Delete %1 without waiting").arg(subject.title()),
                             .subject = subject.title(),
                             .calls = {remove(subject.path(), options)}};
            }};
}

QString finalizerText(const QString& name) {
    struct Known {
        const char *name, *text;
    };
    static const Known kKnown[] = {
        {"kubernetes.io/pvc-protection",
         QT_TRANSLATE_NOOP("QObject", "Kubernetes holds a claim until no pod uses it any more.")},
        {"kubernetes.io/pv-protection",
         QT_TRANSLATE_NOOP("QObject", "Kubernetes holds a volume until it is not bound to a claim any more.")},
        {"foregroundDeletion",
         QT_TRANSLATE_NOOP("QObject", "The garbage collector first deletes everything that it owns.")},
        {"orphan", QT_TRANSLATE_NOOP("QObject", "The garbage collector first lets go of what it owns.")},
        {"service.kubernetes.io/load-balancer-cleanup",
         QT_TRANSLATE_NOOP("QObject",
                           "The cloud's controller first takes the load balancer down; without it, the load "
                           "balancer stays and costs.")},
        {"batch.kubernetes.io/job-tracking",
         QT_TRANSLATE_NOOP("QObject", "The job controller first counts how the pod ended.")},
        {"customresourcecleanup.apiextensions.k8s.io",
         QT_TRANSLATE_NOOP("QObject", "Kubernetes first deletes all objects of this kind.")},
        {"resources-finalizer.argocd.argoproj.io",
         QT_TRANSLATE_NOOP("QObject", "Argo CD first deletes what the application deployed.")},
    };
    for (const Known& known : kKnown)
        if (name == QLatin1StringView(known.name)) return QObject::tr(known.text);
    const QString domain = name.section(u'/', 0, 0);
    return name.contains(u'/')
               ? QObject::tr("The controller of %1 first cleans up what belongs to it. See whether it runs.")
                     .arg(domain)
               : QObject::tr("Whoever has set it first cleans up.");
}

Action finalizersAction(const Subject& subject) {
    QStringList names;
    std::vector<Field> fields;
    for (const std::string& finalizer : subject.object->meta().finalizers) {
        const QString name = QString::fromStdString(finalizer);
        names << name;
        fields.push_back({.id = name,
                          .label = name,
                          .input = Input::Flag,
                          .value = true,
                          .options = {},
                          .hint = finalizerText(name)});
    }
    const QString version = QString::fromStdString(subject.object->meta().resourceVersion);
    return {
        .id = "remove-finalizers",
        .title = QObject::tr("Remove its finalizers…"),
        .icon = "unlock",
        .question = QObject::tr("%1 is being deleted and waits for somebody to clean up after it: %2. Without these "
                                "entries it goes at once, and what they stood for stays behind. Do this when their "
                                "owner does not exist any more.")
                        .arg(subject.title(), names.join(QStringLiteral(", "))),
        .verb = QObject::tr("Remove finalizers"),
        .input = Input::Form,
        .write =
            [subject, version, names](const QVariant& input) {
                const QVariantMap chosen = input.toMap();
                QJsonArray rest;
                for (const QString& name : names)
                    if (!chosen.value(name, true).toBool()) rest.append(name);
                // Those that were shown and no others: a newer version is refused.
                const QJsonObject metadata{{"finalizers", rest.isEmpty() ? QJsonValue() : QJsonValue(rest)},
                                           {"resourceVersion", version}};
                return Write{.title = QObject::tr("Remove finalizers of %1").arg(subject.title()),
                             .subject = subject.title(),
                             .calls = {mergePatch(subject.path(), {{"metadata", metadata}})}};
            },
        .fields = std::move(fields),
        .confirmation = QString::fromStdString(subject.object->name()),
        .single = true,
        .check = [names](const QVariant& input) -> QVariantMap {
            const QVariantMap chosen = input.toMap();
            for (const QString& name : names)
                if (chosen.value(name, true).toBool()) return {};
            return {{"", QObject::tr("Choose at least one.")}};
        }};
}

}  // namespace armillary::app::kinds
