#pragma once

#include <QObject>

namespace armillary::app {

class FormsTest : public QObject {
    Q_OBJECT

private slots:
    void mapsTextToBytes();
    void findsTheSmallestChange();
    void typesIntoTheFile();
    void showsWhatOthersChange();
    void undoesTypingAsOneStep();
    void followsTheCursor();
    void saysWhatIsNotYaml();
    void goesToTheDefinition();
    void beginsAnEmptyFile();
    void asksForWhatIsCommon();
    void setsResetsAndUndoes();
    void keepsADraftThatCannotStand();
    void picksOneOfAUnion();
    void addsItemsAndEntries();
    void hidesSecrets();
    void findsEveryField();
    void showsProblemsAtTheirField();
    void suggestsWhatCanBeNamed();
    void keepsRowsThatStay();
    void completesAndExplains();
    void knowsDefinitionsOfTheProject();
};

}  // namespace armillary::app
