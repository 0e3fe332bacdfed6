#pragma once

#include <QJsonArray>

#include "kind.h"

/// Back to an earlier revision, as `kubectl rollout undo --to-revision` does it.
namespace armillary::app::kinds {

/// One earlier state of a workload's pods.
struct Revision {
    qint64 number = 0;
    QString since;  ///< "2d"
    QString cause, images;
    QJsonObject podTemplate;
    QJsonObject annotations;  ///< of its replica set
    bool now = false;         ///< the workload's present template is this one
};

/// Those of a deployment, from its replica sets; of a stateful or daemon set, from its ControllerRevisions. The newest
/// first; `items` may belong to others, too.
std::vector<Revision> revisionsOf(const Object& workload, const QJsonArray& items);

/// Of a deployment, a stateful set or a daemon set: looks for its revisions, and asks which.
Action rollbackAction();

}  // namespace armillary::app::kinds
