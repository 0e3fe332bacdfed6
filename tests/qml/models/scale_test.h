#pragma once

#include <QObject>

namespace armillary::app {

/// What a change costs where there are many objects: counted, never timed. (How long it takes is for tests/bench.)
class ScaleTest : public QObject {
    Q_OBJECT

private slots:
    void changesTouchWhatTheyChange();
    void changesAreTakenInTogether();
    void changesAreKeptWhileNobodyCanLook();
    void manyChangesAreNotNamed();
    void whatLeavesUnseenIsGone();
    void legendsChangeWithTheirNumbers();
    void mapsThatLookTheSameAreNotShownAgain();
    void namesAreFollowed();
    void secretsStayWhereTheyAre();
    void tablesFilterAndGrowWithoutAReset();
    void workloadsComeTogether();
};

}  // namespace armillary::app
