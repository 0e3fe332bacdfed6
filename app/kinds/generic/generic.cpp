#include "generic.h"

#include <algorithm>

#include "../text.h"
#include "../writes.h"

namespace armillary::app::kinds {

namespace {

Row row(const Object& object) {
    if (object.meta().deletionTimestamp) return {.status = QObject::tr("Terminating"), .tone = Tone::Quiet};
    return {};
}

void summarise(const Object& object, Summary& summary) {
    summary.heading(QObject::tr("Object"));
    summary.add(QObject::tr("Age"), age(object.meta().creationTimestamp));
    QStringList finalizers;
    for (const std::string& name : object.meta().finalizers) finalizers << QString::fromStdString(name);
    summary.add(QObject::tr("Finalizers"), finalizers.join(u'\n'));
}

QVariantMap asMap(const schema::StringMap<std::string>& pairs) {
    QVariantMap map;
    for (const auto& [key, value] : pairs) map[QString::fromStdString(key)] = QString::fromStdString(value);
    return map;
}

/// What turns one set of pairs into another: null for those that go.
QJsonObject difference(const QVariantMap& from, const QVariantMap& to) {
    QJsonObject patch;
    for (const QString& key : from.keys())
        if (!to.contains(key)) patch[key] = QJsonValue();
    for (const QString& key : to.keys())
        if (from.value(key) != to.value(key)) patch[key] = to.value(key).toString();
    return patch;
}

Action pairsAction(const Subject& subject, const QString& id, const QString& title, const QString& field,
                   const QVariantMap& now) {
    return {.id = id,
            .title = title,
            .icon = "label",
            .verb = QObject::tr("Save"),
            .input = Input::Pairs,
            .prompt = field,
            .value = now,
            .write = [subject, field, now](const QVariant& input) {
                const QVariantMap wanted = input.toMap();
                const auto to = [&](const QVariantMap& before, const QVariantMap& after) {
                    return mergePatch(subject.path(),
                                      nested(QStringLiteral("metadata.") + field, difference(before, after)));
                };
                return Write{.title = QObject::tr("Change the %1 of %2").arg(field, subject.title()),
                             .subject = subject.title(),
                             .calls = {to(now, wanted)},
                             .undoTitle = QObject::tr("Change the %1 of %2 back").arg(field, subject.title()),
                             .undo = {to(wanted, now)}};
            }};
}

Action finalizersAction(const Subject& subject) {
    QStringList names;
    for (const std::string& name : subject.object->meta().finalizers) names << QString::fromStdString(name);
    const QString version = QString::fromStdString(subject.object->meta().resourceVersion);
    return {
        .id = "remove-finalizers",
        .title = QObject::tr("Remove its finalizers"),
        .icon = "unlock",
        .question = QObject::tr("%1 is being deleted and waits for somebody to clean up after it: %2. Without these "
                                "entries it goes at once, and what they stood for stays behind. Do this when their "
                                "owner does not exist any more.")
                        .arg(subject.title(), names.join(QStringLiteral(", "))),
        .verb = QObject::tr("Remove the finalizers"),
        .write = [subject, version](const QVariant&) {
            // Those that were shown and no others: a newer version is refused.
            const QJsonObject metadata{{"finalizers", QJsonValue()}, {"resourceVersion", version}};
            return Write{.title = QObject::tr("Remove the finalizers of %1").arg(subject.title()),
                         .subject = subject.title(),
                         .calls = {mergePatch(subject.path(), {{"metadata", metadata}})}};
        }};
}

Action deleteAction(const Subject& subject) {
    return {
        .id = "delete",
        .title = QObject::tr("Delete"),
        .icon = "delete",
        .shortcut = "Ctrl+D",
        .question = QObject::tr("Deletes %1 and everything that it owns. This cannot be undone.").arg(subject.title()),
        .verb = QObject::tr("Delete"),
        .write = [subject](const QVariant&) {
            const QJsonObject options{
                {"propagationPolicy", "Background"},
                {"preconditions", QJsonObject{{"uid", QString::fromStdString(subject.object->uid())}}}};
            return Write{.title = QObject::tr("Delete %1").arg(subject.title()),
                         .subject = subject.title(),
                         .calls = {remove(subject.path(), options)}};
        }};
}

std::vector<Action> actions(const Subject& subject) {
    std::vector<Action> actions;
    const metav1::ObjectMeta& meta = subject.object->meta();
    if (subject.resource.can("patch")) {
        // Under the lock it is for reading.
        actions.push_back(
            {.id = "edit", .title = QObject::tr("Edit YAML"), .icon = "edit", .shortcut = "E", .view = "yaml"});
        actions.push_back(pairsAction(subject, "label", QObject::tr("Labels…"), "labels", asMap(meta.labels)));
        actions.push_back(
            pairsAction(subject, "annotate", QObject::tr("Annotations…"), "annotations", asMap(meta.annotations)));
        if (meta.deletionTimestamp && !meta.finalizers.empty()) actions.push_back(finalizersAction(subject));
    }
    if (subject.resource.can("delete") && !meta.deletionTimestamp) actions.push_back(deleteAction(subject));
    return actions;
}

}  // namespace

constexpr Kind kGeneric{
    .group = "", .name = "", .icon = "object", .row = row, .summarise = summarise, .actions = actions};

}  // namespace armillary::app::kinds
