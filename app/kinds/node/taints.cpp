#include "taints.h"

#include <QSet>

#include "../writes.h"
#include "engine/schema/label_syntax.h"

namespace armillary::app::kinds {

namespace {

const QStringList kEffects = {"NoSchedule", "PreferNoSchedule", "NoExecute"};

QString brief(const std::string& finding) {
    return QString::fromStdString(finding.substr(0, finding.find(" (e.g.")));
}

QString text(const QVariant& row, const char* name) {
    return row.toMap().value(QLatin1StringView(name)).toString().trimmed();
}

/// As the API has them; one that was there before keeps the time since when it has been.
QJsonArray taintsOf(const QVariant& rows, const QJsonArray& now) {
    QJsonArray taints;
    for (const QVariant& row : rows.toList()) {
        if (text(row, "key").isEmpty()) continue;
        QJsonObject taint{{"key", text(row, "key")}, {"effect", text(row, "effect")}};
        if (!text(row, "value").isEmpty()) taint["value"] = text(row, "value");
        for (const QJsonValue before : now) {
            QJsonObject known = before.toObject();
            known.remove("timeAdded");
            if (known == taint) taint = before.toObject();
        }
        taints.append(taint);
    }
    return taints;
}

QVariantMap problemsOf(const QVariant& rows) {
    QVariantMap problems;
    QSet<QString> seen;
    const QVariantList list = rows.toList();
    for (qsizetype at = 0; at < list.size(); ++at) {
        const QString key = text(list[at], "key"), value = text(list[at], "value"), effect = text(list[at], "effect");
        const auto wrong = [&](const QString& sentence) { problems[QString::number(at)] = sentence; };
        if (key.isEmpty()) {
            if (!value.isEmpty()) wrong(QObject::tr("It has no key."));
            continue;
        }
        const std::string keyFinding = schema::labelKeyFinding(key.toStdString());
        const std::string valueFinding = schema::labelValueFinding(value.toStdString());
        if (!keyFinding.empty())
            wrong(QObject::tr("Key: %1").arg(brief(keyFinding)));
        else if (!valueFinding.empty())
            wrong(QObject::tr("Value: %1").arg(brief(valueFinding)));
        else if (!kEffects.contains(effect))
            wrong(QObject::tr("Choose what it does."));
        else if (seen.contains(key + u':' + effect))
            wrong(QObject::tr("This key stands above already, with the same effect."));
        seen.insert(key + u':' + effect);
    }
    return problems;
}

}  // namespace

Action taintsAction(const Subject& subject) {
    const QJsonArray now = fieldOf(*subject.object, QStringLiteral("spec.taints")).toArray();
    QVariantList rows;
    for (const QJsonValue taint : now)
        rows.append(QVariantMap{{"key", taint["key"].toString()},
                                {"value", taint["value"].toString()},
                                {"effect", taint["effect"].toString()}});
    return {.id = "taint",
            .title = QObject::tr("Taints…"),
            .icon = "taint",
            .verb = QObject::tr("Save"),
            .input = Input::Pairs,
            .prompt = QObject::tr("Taint"),
            .value = rows,
            .choices = kEffects,
            .write =
                [subject, now](const QVariant& input) {
                    const auto to = [&](const QJsonArray& taints) {
                        return mergePatch(subject.path(), nested(QStringLiteral("spec.taints"),
                                                                 taints.isEmpty() ? QJsonValue() : QJsonValue(taints)));
                    };
                    return Write{.title = QObject::tr("Change the taints of %1").arg(subject.title()),
                                 .subject = subject.title(),
                                 .calls = {to(taintsOf(input, now))},
                                 .undoTitle = QObject::tr("Change the taints of %1 back").arg(subject.title()),
                                 .undo = {to(now)}};
                },
            .single = true,
            .check = [now](const QVariant& input) -> QVariantMap {
                QVariantMap problems = problemsOf(input);
                if (problems.isEmpty() && taintsOf(input, now) == now)
                    problems[""] = QObject::tr("Nothing is changed yet.");
                return problems;
            }};
}

}  // namespace armillary::app::kinds
