#pragma once

#include <QObject>

namespace armillary::app {

class KindsTest : public QObject {
    Q_OBJECT

private slots:
    void everyKindNamesItself();
    void scalesAndBack();
    void restarts();
    void setsImagesByContainer();
    void pausesAndResumes();
    void suspendsAndRunsCronJobs();
    void cordons();
    void changesLabels();
    void removesFinalizersOfWhatIsDeleted();
    void offersNothingTheServerHasNot();
    void leavesOwnedReplicaSetsAlone();
    void hidesSecrets();
    void survivesOddObjects_data();
    void survivesOddObjects();
};

}  // namespace armillary::app
