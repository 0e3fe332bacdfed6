#include "three_way.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QStringList>

namespace armillary::app {

namespace {

QString memberPath(const QString& path, const QString& key) {
    static const QRegularExpression kPlain(QStringLiteral("^[A-Za-z_$][A-Za-z0-9_$-]*$"));
    if (!kPlain.match(key).hasMatch()) return path + QStringLiteral("[\"") + key + QStringLiteral("\"]");
    return path.isEmpty() ? key : path + u'.' + key;
}

/// What tells an element of a list from the others; Undefined for what nothing does.
/// Source: the patchMergeKey of Kubernetes' own lists.
QJsonValue identityOf(const QJsonValue& element) {
    const QJsonObject object = element.toObject();
    for (const auto key : {QLatin1StringView("name"), QLatin1StringView("mountPath"),
                           QLatin1StringView("containerPort"), QLatin1StringView("port"), QLatin1StringView("key"),
                           QLatin1StringView("devicePath"), QLatin1StringView("uid"), QLatin1StringView("ip"),
                           QLatin1StringView("topologyKey"), QLatin1StringView("host"), QLatin1StringView("type")})
        if (object.contains(key)) return object[key];
    return QJsonValue(QJsonValue::Undefined);
}

/// Whether the lists have the same elements at the same places.
bool areAlike(const QJsonArray& left, const QJsonArray& right) {
    if (left.size() != right.size()) return false;
    for (qsizetype i = 0; i < left.size(); ++i) {
        const QJsonValue identity = identityOf(left[i]);
        if (identity.isUndefined() || identity != identityOf(right[i])) return false;
    }
    return true;
}

class Merger {
public:
    explicit Merger(const QMap<QString, Side>& choices) : m_choices(choices) {}

    QJsonValue merge(const QJsonValue& base, const QJsonValue& mine, const QJsonValue& theirs, const QString& path) {
        if (mine == theirs || theirs == base) return mine;
        if (mine == base) return theirs;
        if (mine.isObject() && theirs.isObject())
            return mergeObjects(base.toObject(), mine.toObject(), theirs.toObject(), path);
        if (base.isArray() && mine.isArray() && theirs.isArray() && areAlike(base.toArray(), mine.toArray()) &&
            areAlike(base.toArray(), theirs.toArray()))
            return mergeArrays(base.toArray(), mine.toArray(), theirs.toArray(), path);
        if (const auto choice = m_choices.find(path); choice != m_choices.end())
            return *choice == Side::Mine ? mine : theirs;
        m_conflicts.push_back({path, base, mine, theirs});
        return theirs;
    }

    std::vector<Conflict> takeConflicts() { return std::move(m_conflicts); }

private:
    QJsonObject mergeObjects(const QJsonObject& base, const QJsonObject& mine, const QJsonObject& theirs,
                             const QString& path) {
        QJsonObject merged;
        QStringList keys = mine.keys();
        for (const QString& key : theirs.keys())
            if (!mine.contains(key)) keys << key;
        keys.sort();
        for (const QString& key : std::as_const(keys)) {
            const QJsonValue value = merge(base.value(key), mine.value(key), theirs.value(key), memberPath(path, key));
            if (!value.isUndefined()) merged[key] = value;
        }
        return merged;
    }

    QJsonArray mergeArrays(const QJsonArray& base, const QJsonArray& mine, const QJsonArray& theirs,
                           const QString& path) {
        QJsonArray merged;
        for (qsizetype i = 0; i < base.size(); ++i)
            merged.append(merge(base[i], mine[i], theirs[i], path + QStringLiteral("[%1]").arg(i)));
        return merged;
    }

    const QMap<QString, Side>& m_choices;
    std::vector<Conflict> m_conflicts;
};

}  // namespace

Merged mergeThreeWay(const QJsonObject& base, const QJsonObject& mine, const QJsonObject& theirs,
                     const QMap<QString, Side>& choices) {
    Merger merger(choices);
    Merged merged;
    merged.document = merger.merge(base, mine, theirs, {}).toObject();
    merged.conflicts = merger.takeConflicts();
    return merged;
}

QJsonObject mergePatchBetween(const QJsonObject& from, const QJsonObject& to) {
    QJsonObject patch;
    for (const QString& key : from.keys())
        if (!to.contains(key)) patch[key] = QJsonValue();
    for (auto member = to.begin(); member != to.end(); ++member) {
        const QJsonValue before = from.value(member.key()), after = member.value();
        if (before == after) continue;
        patch[member.key()] = before.isObject() && after.isObject()
                                  ? QJsonValue(mergePatchBetween(before.toObject(), after.toObject()))
                                  : after;
    }
    return patch;
}

}  // namespace armillary::app
