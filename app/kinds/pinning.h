#pragma once

#include <QJsonObject>
#include <map>

#include "kind.h"

namespace armillary::app::kinds {

/// A pod template whose pods run on this machine alone, by a required node affinity on kubernetes.io/hostname; with ""
/// on any machine again. What else the affinity asks for stays.
QJsonObject pinned(QJsonObject podTemplate, const QString& hostname);
/// The hostname that all of a template's pods need; "" when they may run on several.
QString pinnedTo(const QJsonObject& podTemplate);

/// Keeps a workload's pods on one machine, chosen from those that there are; the input is its name.
Action pinAction(const Subject& subject);

}  // namespace armillary::app::kinds
