#include "field_owners.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <optional>

namespace armillary::app {

namespace {

/// A server that lists more is not believed.
constexpr std::size_t kMostFields = 1000;

/// What stands between quotes: `conflict with "kubectl" using apps/v1`.
QString quotedIn(const QString& text) {
    const auto begin = text.indexOf(u'"'), end = text.indexOf(u'"', begin + 1);
    return begin < 0 || end < 0 ? QString() : text.sliced(begin + 1, end - begin - 1);
}

/// Length of the `[…]` that `path` begins with; 0 when it does not end.
qsizetype bracketed(QStringView path) {
    bool quoted = false;
    for (qsizetype at = 1; at < path.size(); ++at) {
        if (quoted && path[at] == u'\\') {
            ++at;
        } else if (path[at] == u'"') {
            quoted = !quoted;
        } else if (path[at] == u']' && !quoted) {
            return at + 1;
        }
    }
    return 0;
}

/// `"web"`, `80`, `true`.
QJsonValue scalarOf(QStringView text) {
    return QJsonDocument::fromJson("[" + text.toUtf8() + "]").array().at(0);
}

/// `name="web",port=80` as what an item has to have.
std::optional<QJsonObject> keysOf(QStringView text) {
    static const QRegularExpression kPair(QStringLiteral(R"(\G,?([A-Za-z0-9_-]+)=("(?:[^"\\]|\\.)*"|[^,"]+))"));
    QJsonObject keys;
    auto found = kPair.globalMatch(text.toString());
    qsizetype end = 0;
    while (found.hasNext()) {
        const auto match = found.next();
        keys[match.captured(1)] = scalarOf(match.captured(2));
        end = match.capturedEnd();
    }
    return keys.isEmpty() || end != text.size() ? std::nullopt : std::optional(keys);
}

/// Which item an element of a path means; -1 for none.
qsizetype itemOf(const QJsonArray& list, QStringView element) {
    bool isIndex = false;
    const qsizetype index = element.toLongLong(&isIndex);
    if (isIndex) return index >= 0 && index < list.size() ? index : -1;
    const std::optional<QJsonValue> value =
        element.startsWith(u'=') ? std::optional(scalarOf(element.sliced(1))) : std::nullopt;
    const auto keys = value ? std::nullopt : keysOf(element);
    for (qsizetype at = 0; at < list.size(); ++at) {
        if (value && list[at] == *value) return at;
        if (!keys || !list[at].isObject()) continue;
        const QJsonObject item = list[at].toObject();
        bool fits = true;
        for (auto key = keys->begin(); key != keys->end() && fits; ++key)
            // What the item leaves out has been defaulted: `protocol`.
            fits = !item.contains(key.key()) || item[key.key()] == key.value();
        if (fits) return at;
    }
    return -1;
}

/// The member that `.path` begins with. A key may have dots in it: the longest that there is counts.
QString memberOf(const QJsonObject& object, QStringView path) {
    QString best;
    for (const QString& key : object.keys()) {
        if (!path.sliced(1).startsWith(key) || key.size() < best.size()) continue;
        const QStringView rest = path.sliced(1 + key.size());
        if (rest.isEmpty() || rest[0] == u'.' || rest[0] == u'[') best = key;
    }
    return best;
}

/// The value without what is at `path`; nothing when it is that itself.
std::optional<QJsonValue> without(const QJsonValue& value, QStringView path) {
    if (path.isEmpty()) return std::nullopt;
    if (path[0] == u'.' && value.isObject()) {
        QJsonObject object = value.toObject();
        const QString key = memberOf(object, path);
        if (key.isEmpty()) return value;
        if (const auto rest = without(object[key], path.sliced(1 + key.size())))
            object[key] = *rest;
        else
            object.remove(key);
        return object;
    }
    if (path[0] != u'[' || !value.isArray()) return value;
    const qsizetype length = bracketed(path);
    QJsonArray list = value.toArray();
    const qsizetype at = length > 2 ? itemOf(list, path.sliced(1, length - 2)) : -1;
    if (at < 0) return value;
    if (const auto rest = without(list[at], path.sliced(length)))
        list[at] = *rest;
    else
        list.removeAt(at);
    return list;
}

}  // namespace

std::vector<OwnedField> ownedFields(const Status& refusal) {
    std::vector<OwnedField> fields;
    if (!status::isConflict(refusal) || !refusal.details) return fields;
    for (const auto& cause : refusal.details->causes)
        if (cause.reason == "FieldManagerConflict" && fields.size() < kMostFields)
            fields.push_back({QString::fromStdString(cause.field), quotedIn(QString::fromStdString(cause.message))});
    return fields;
}

QJsonObject withoutField(const QJsonObject& document, const QString& field) {
    // Without these it is no object any more.
    if (field == u".metadata.name" || field == u".metadata.namespace" || field == u".kind" || field == u".apiVersion")
        return document;
    return without(document, field).value_or(document).toObject();
}

}  // namespace armillary::app
