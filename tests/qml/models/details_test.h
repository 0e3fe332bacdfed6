#pragma once

#include <QObject>

namespace armillary::app {

class DetailsTest : public QObject {
    Q_OBJECT

private slots:
    void explainsAnewWhenItsPodsChange();
    void findsRelations();
    void findsOwners();
    void marksWhatIsBroken();
    void foldsWhatOwnersStandFor();
    void saysWhatCannotBeTold();
    void staysWithinBounds();
    void tellsOneTimeline();
    void countsRepeats();
    void hidesSecretsUntilAsked();
    void picturesReplicas();
    void putsConditionsIntoWords();
    void readsMeasures();
    void keepsMeasuresWithinBounds();
    void saysWhyNothingIsMeasured();
    void measures();
};

}  // namespace armillary::app
