#include "labels.h"

#include <QSet>

#include "engine/schema/label_syntax.h"
#include "writes.h"

namespace armillary::app::kinds {

namespace {

// Of all annotations of an object together, as upstream limits them.
constexpr qsizetype kMostAnnotationBytes = 256 * 1024;

QVariantMap asMap(const schema::StringMap<std::string>& pairs) {
    QVariantMap map;
    for (const auto& [key, value] : pairs) map[QString::fromStdString(key)] = QString::fromStdString(value);
    return map;
}

/// A finding without the expression that it ends with.
QString brief(const std::string& finding) {
    return QString::fromStdString(finding.substr(0, finding.find(" (e.g.")));
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
    const bool labels = field == u"labels";
    return {.id = id,
            .title = title,
            .icon = "label",
            .verb = QObject::tr("Save"),
            .input = Input::Pairs,
            .prompt = labels ? QObject::tr("Label") : QObject::tr("Annotation"),
            .value = now,
            .write =
                [subject, field, now](const QVariant& input) {
                    const QVariantMap wanted = pairsOf(input);
                    const auto to = [&](const QVariantMap& before, const QVariantMap& after) {
                        return mergePatch(subject.path(),
                                          nested(QStringLiteral("metadata.") + field, difference(before, after)));
                    };
                    return Write{.title = QObject::tr("Change the %1 of %2").arg(field, subject.title()),
                                 .subject = subject.title(),
                                 .calls = {to(now, wanted)},
                                 .undoTitle = QObject::tr("Change the %1 of %2 back").arg(field, subject.title()),
                                 .undo = {to(wanted, now)}};
                },
            .single = true,
            .check = [labels, now](const QVariant& input) -> QVariantMap {
                QVariantMap problems = pairProblems(input, labels);
                if (problems.isEmpty() && pairsOf(input) == now) problems[""] = QObject::tr("Nothing is changed yet.");
                return problems;
            }};
}

}  // namespace

QVariantMap pairsOf(const QVariant& input) {
    if (input.metaType() == QMetaType::fromType<QVariantMap>()) return input.toMap();
    QVariantMap map;
    for (const QVariant& row : input.toList()) {
        const QString key = row.toMap().value("key").toString().trimmed();
        if (!key.isEmpty()) map[key] = row.toMap().value("value").toString();
    }
    return map;
}

QVariantMap pairProblems(const QVariant& rows, bool labels) {
    QVariantMap problems;
    QSet<QString> seen;
    qsizetype bytes = 0;
    const QVariantList list = rows.toList();
    for (qsizetype at = 0; at < list.size(); ++at) {
        const QString key = list[at].toMap().value("key").toString().trimmed(),
                      value = list[at].toMap().value("value").toString();
        const auto wrong = [&](const QString& sentence) { problems[QString::number(at)] = sentence; };
        if (key.isEmpty()) {
            if (!value.isEmpty()) wrong(QObject::tr("It has no key."));
            continue;
        }
        bytes += key.toUtf8().size() + value.toUtf8().size();
        const std::string keyFinding = schema::labelKeyFinding(key.toStdString());
        const std::string valueFinding = labels ? schema::labelValueFinding(value.toStdString()) : std::string();
        if (!keyFinding.empty())
            wrong(QObject::tr("Key: %1").arg(brief(keyFinding)));
        else if (!valueFinding.empty())
            wrong(QObject::tr("Value: %1").arg(brief(valueFinding)));
        else if (seen.contains(key))
            wrong(QObject::tr("This key stands above already."));
        seen.insert(key);
    }
    if (!labels && bytes > kMostAnnotationBytes)
        problems[""] = QObject::tr("Together they are larger than 256 KiB, which Kubernetes refuses.");
    return problems;
}

Action labelsAction(const Subject& subject) {
    return pairsAction(subject, "label", QObject::tr("Labels…"), "labels", asMap(subject.object->meta().labels));
}

Action annotationsAction(const Subject& subject) {
    return pairsAction(subject, "annotate", QObject::tr("Annotations…"), "annotations",
                       asMap(subject.object->meta().annotations));
}

}  // namespace armillary::app::kinds
