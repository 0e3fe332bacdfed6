#pragma once

#include <QObject>

namespace armillary::app {

class ClusterChecksTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void saysWhatFindsNoPlace();
    void keepsFindingsWhileItLooksAgain();
    void hearsOfTheClustersChanges();
    void asksTheServer();
    void sendsNothingToALockedContext();
    void keepsWhatASecretHolds();
    void saysNothingWithoutACluster();
    void leavesAloneWhatIsThereAlready();
    void passesOverHeartbeats();
};

}  // namespace armillary::app
