#pragma once

#include <QObject>

namespace armillary::app {

class GateTest : public QObject {
    Q_OBJECT

private slots:
    void writesAndNamesTheManager();
    void sendsNothingWhileLocked();
    void unlocksByNameAlone();
    void forgetsAnUnlockWithItsCluster();
    void undoes();
    void stopsAtTheFirstFailure();
    void triesOutWithoutDoing();
    void refusesWithoutAConnection();
    void dropsAnswersNobodyWaitsFor();
    void reportsEachOfMany();
    void stopsBetweenTwo();
    void undoesWhatTheServerMade();
    void asksAgainForWhatIsDefined();
};

}  // namespace armillary::app
