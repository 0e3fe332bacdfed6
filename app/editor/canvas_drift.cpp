#include "canvas_drift.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "engine/schema/scalars.h"

namespace armillary::app {

namespace {

constexpr int kDeepest = 64;

/// What a server leaves out when it writes an object.
bool isNothing(const QJsonValue& value) {
    return value.isNull() || value.isUndefined() || (value.isBool() && !value.toBool()) ||
           (value.isDouble() && value.toDouble() == 0) || (value.isString() && value.toString().isEmpty()) ||
           (value.isArray() && value.toArray().isEmpty()) || (value.isObject() && value.toObject().isEmpty());
}

bool sameScalar(const QJsonValue& wanted, const QJsonValue& live) {
    if (wanted == live || (isNothing(wanted) && isNothing(live))) return true;
    const QString one = wanted.toVariant().toString(), other = live.toVariant().toString();
    if (one == other) return true;
    const auto left = schema::Quantity::parse(one.toStdString()), right = schema::Quantity::parse(other.toStdString());
    return left && right && *left == *right;
}

QString drift(const QJsonValue& wanted, const QJsonValue& live, const QString& path, int depth);

QString driftOfList(const QJsonArray& wanted, const QJsonArray& live, const QString& path, int depth) {
    for (qsizetype i = 0; i < wanted.size(); ++i) {
        const QString name = wanted[i]["name"].toString();
        QJsonValue other = i < live.size() ? live[i] : QJsonValue();
        if (!name.isEmpty())
            for (const QJsonValue& each : live)
                if (each["name"].toString() == name) other = each;
        const QString at =
            path + (name.isEmpty() ? QStringLiteral("[%1]").arg(i) : QStringLiteral("[name=%1]").arg(name));
        if (other.isUndefined() || other.isNull()) return at;
        if (const QString found = drift(wanted[i], other, at, depth + 1); !found.isEmpty()) return found;
    }
    return {};
}

QString drift(const QJsonValue& wanted, const QJsonValue& live, const QString& path, int depth) {
    if (depth > kDeepest) return {};
    if (wanted.isObject() && live.isObject()) {
        const QJsonObject object = wanted.toObject(), other = live.toObject();
        for (auto each = object.begin(); each != object.end(); ++each) {
            const QString at = path.isEmpty() ? each.key() : path + u'.' + each.key();
            if (const QString found = drift(each.value(), other[each.key()], at, depth + 1); !found.isEmpty())
                return found;
        }
        return {};
    }
    if (wanted.isArray() && live.isArray()) return driftOfList(wanted.toArray(), live.toArray(), path, depth);
    return sameScalar(wanted, live) ? QString() : path;
}

}  // namespace

QString firstDrift(const Object& wanted, const Object& live) {
    QJsonObject here = QJsonDocument::fromJson(QByteArray::fromStdString(wanted.json())).object();
    const QJsonObject there = QJsonDocument::fromJson(QByteArray::fromStdString(live.json())).object();
    const QJsonObject meta = here.take(QStringLiteral("metadata")).toObject();
    for (const char* member : {"apiVersion", "kind", "status", "stringData"}) here.remove(QLatin1StringView(member));
    here.insert(QStringLiteral("metadata"), QJsonObject{{QStringLiteral("labels"), meta["labels"]},
                                                        {QStringLiteral("annotations"), meta["annotations"]}});
    return drift(here, there, {}, 0);
}

}  // namespace armillary::app
