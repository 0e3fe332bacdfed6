#pragma once

#include <QJsonArray>
#include <QString>
#include <optional>
#include <string>
#include <vector>

#include "engine/schema/api/metav1.h"
#include "engine/schema/selector.h"

/// What draining a node would do to its pods, as `kubectl drain --ignore-daemonsets` decides it. Pure functions.
/// Source: k8s.io/kubectl/pkg/drain/filters.go.
namespace armillary::app {

struct DrainOptions {
    bool force = false;     ///< pods that nobody makes anew, too
    bool emptyDir = true;   ///< pods whose data in an emptyDir goes with them, too
    int graceSeconds = -1;  ///< -1: as each pod says
};

enum class PodFate { Evict, Stays, InTheWay };

struct DrainPod {
    QString namespace_, name, uid;
    QString owner;  ///< "ReplicaSet web-5d4"; "" when it has no controller
    PodFate fate = PodFate::Evict;
    QString reason;        ///< why it stays, or what would have to be allowed
    bool leaving = false;  ///< it is being deleted already
    schema::StringMap<std::string> labels;

    QString key() const { return namespace_ + u'/' + name; }
};
/// `pods` are those of the node, as JSON.
std::vector<DrainPod> drainPlan(const QJsonArray& pods, const DrainOptions& options);

/// How many pods may go, as a PodDisruptionBudget's controller last said.
struct Budget {
    QString namespace_, name;
    LabelSelector selector;
    int allowed = 0, expected = 0, healthy = 0, needed = 0;

    /// "The budget web lets 0 of 3 pods go: it needs 3 healthy ones and has 3."
    QString text() const;
};
std::vector<Budget> readBudgets(const QJsonArray& budgets);
/// The one that is about this pod; null when none is.
const Budget* budgetOf(const DrainPod& pod, const std::vector<Budget>& budgets);

}  // namespace armillary::app
