#pragma once

#include <QObject>

namespace armillary::app {

class LogsTest : public QObject {
    Q_OBJECT

private slots:
    void readsTimes_data();
    void readsTimes();
    void readsSeverities_data();
    void readsSeverities();
    void stripsEscapes_data();
    void stripsEscapes();
    void readsJsonLines();
    void survivesHostileLines_data();
    void survivesHostileLines();
    void filtersLines_data();
    void filtersLines();
    void marksMatches();
    void selectsPods_data();
    void selectsPods();
    void boundsTheInbox();

    void ordersLinesByTime();
    void insertsManyLateLines();
    void dropsTheOldestLines();
    void filtersTheModel();
    void keepsTheSelection();
    void takesAHundredThousandLines();

    void mergesContainers();
    void followsAgainWithoutDuplicates();
    void keepsALineWithoutAnEnd();
    void followsPodsThatJoin();
    void readsThePreviousRun();
    void saysWhatIsRefused();
    void saysWhatWaits();
    void makesUpLogsOfSimulatedPods();
    void followsOnlySoMany();
    void followsACronJobsPods();
};

}  // namespace armillary::app
