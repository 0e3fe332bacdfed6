#pragma once

#include <QJsonObject>
#include <QString>
#include <vector>

#include "engine/schema/status.h"

/// Who owns the fields that a server-side apply was refused for, and the document without them. Pure functions.
/// Source: https://kubernetes.io/docs/reference/using-api/server-side-apply/, "Conflicts".
namespace armillary::app {

/// A field that another manager owns and that would become something else.
struct OwnedField {
    QString field;  ///< as the server writes it: `.spec.template.spec.containers[name="web"].image`
    QString owner;  ///< the manager's name
    bool operator==(const OwnedField&) const = default;
};

/// None when it was refused for another reason.
std::vector<OwnedField> ownedFields(const Status& refusal);

/// The document without what is at a field of that form. As it is where there is no such field.
QJsonObject withoutField(const QJsonObject& document, const QString& field);

}  // namespace armillary::app
