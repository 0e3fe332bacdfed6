#pragma once

#include <QObject>

namespace armillary::app {

class ApplyTest : public QObject {
    Q_OBJECT

private slots:
    void createsChangesAndTakesBack();
    void bringsWhatItStandsOn();
    void appliesNothingThatIsRefused();
    void takesOverOrLeavesWhatOthersOwn();
    void decidesForAllAtOnce();
    void takesItsOwnFieldsBackUnasked();
    void appliesUnderAName();
    void saysWhatItDoes();
    void saysWhatUndoDoesNotBringBack();
    void reviewsUnderTheLock();
    void savesAPatch();
    void followsWhatItHasApplied();
    void readsRollouts();
    void leavesFieldsOut_data();
    void leavesFieldsOut();
    void saysWhatIsWrongWithTheText_data();
    void saysWhatIsWrongWithTheText();
    void keepsSecretsHidden();
    void waitsForTheLock();
    void readsFilesAndStarters();
};

}  // namespace armillary::app
