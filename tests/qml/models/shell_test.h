#pragma once

#include <QObject>

namespace armillary::app {

class ShellTest : public QObject {
    Q_OBJECT

private slots:
    void goesBackAndForward();
    void forgetsTheOldestPlaces();
    void scoresLetters_data();
    void scoresLetters();
    void findsByTyping();
    void speaksAsK9sDoes();
    void remembersNamespaces();
    void keepsWhatWasDone();
    void listsContextsWithColours();
    void marksProduction();
    void switchesClusters();
};

}  // namespace armillary::app
