#pragma once

#include <QObject>

namespace armillary::app {

class CanvasTest : public QObject {
    Q_OBJECT

private slots:
    void showsAProject();
    void showsWhatIsReferredTo();
    void saysNothingOfSecrets();
    void movesAndTakesBack();
    void tidiesUpBackstage();
    void usesTheRoom();
    void remembersPlaces();
    void keepsThePlaceOfWhatIsRenamed();
    void givesNewNames();
    void copiesPastesAndDuplicates();
    void refusesWhatIsNoManifest();
    void alignsAndSpreads();
    void offersAPalette();
    void addsEveryTemplateWithoutErrors();
    void connectsInOneStep();
    void makesWhatIsConnected();
    void sortsTheTable();
    void findsObjects();
    void seesDrift();
    void followsTheCluster();
};

}  // namespace armillary::app
