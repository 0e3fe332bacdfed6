#pragma once

#include <QObject>

namespace armillary::app {

class ApplyTest : public QObject {
    Q_OBJECT

private slots:
    void createsChangesAndTakesBack();
    void bringsWhatItStandsOn();
    void appliesNothingThatIsRefused();
    void takesOverWhenAsked();
    void saysWhatIsWrongWithTheText_data();
    void saysWhatIsWrongWithTheText();
    void keepsSecretsHidden();
    void waitsForTheLock();
    void readsFilesAndStarters();
};

}  // namespace armillary::app
