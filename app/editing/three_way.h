#pragma once

#include <QJsonObject>
#include <QMap>
#include <QString>
#include <vector>

/// What two people have made of one document, joined field by field. Pure functions of JSON.
namespace armillary::app {

enum class Side { Mine, Theirs };

/// A field that both have changed, each to something else. What is not there is Undefined.
struct Conflict {
    QString path;  ///< "spec.template.spec.containers[0].image", "metadata.labels[\"app.kubernetes.io/name\"]"
    QJsonValue base, mine, theirs;
};

struct Merged {
    QJsonObject document;             ///< theirs where a conflict is open
    std::vector<Conflict> conflicts;  ///< those that `choices` does not decide
};

/// Joins mine and theirs, both made from base. Objects are joined member by member. A list that both have changed is
/// joined element by element where it has the same elements in all three, told by their names; otherwise it is one
/// conflict. `choices`: by path, how conflicts were decided.
Merged mergeThreeWay(const QJsonObject& base, const QJsonObject& mine, const QJsonObject& theirs,
                     const QMap<QString, Side>& choices = {});

/// The merge patch (RFC 7386) that makes `to` of `from`. Neither has null members.
QJsonObject mergePatchBetween(const QJsonObject& from, const QJsonObject& to);

}  // namespace armillary::app
