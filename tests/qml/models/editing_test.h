#pragma once

#include <QObject>

namespace armillary::app {

class EditingTest : public QObject {
    Q_OBJECT

private slots:
    void joins_data();
    void joins();
    void decides();
    void makesPatches_data();
    void makesPatches();
    void refusesHostileText_data();
    void refusesHostileText();
    void readsBackWhatItWrites();
    void keepsSecretsHidden();
    void refusesAnotherObject();
    void savesAndTakesBack();
    void joinsWhatOthersChanged();
    void asksWhereBothChanged();
    void saysWhatTheServerSays();
    void readsUnderTheLock();
    void bearsBigObjects();
};

}  // namespace armillary::app
