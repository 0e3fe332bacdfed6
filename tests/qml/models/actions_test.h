#pragma once

#include <QObject>

namespace armillary::app {

class ActionsTest : public QObject {
    Q_OBJECT

private slots:
    void checksNamesOfLabels();
    void changesTaints();
    void setsLimits();
    void explainsFinalizers();
    void evictsAndForces();
    void tellsWhatFalls();
    void plansADrain();
    void takesManyBackAtOnce();
    void tellsPartialFailures();
    void offersNoChangeUnderTheLock();
    void findsActionsByTheirKeys();
    void showsNoChangeBeforeThereIsOne();
    void rollsADeploymentBack();
    void rollsAStatefulSetBack();
    void namesWhatElseGoes();
    void drainsRoundABudget();
};

}  // namespace armillary::app
