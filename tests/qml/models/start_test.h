#pragma once

#include <QObject>

namespace armillary::app {

/// The way up and down as the window shows it, on programs that are scripted.
class StartTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void showsEachStep();
    void saysWhatArmillaryctlSays();
    void takesAFreePort();
    void goesOnWithTheControlPlaneAlone();
    void cancels();
    void stops();
    void seesThatItDied();
    void changesTheFolder();
    void remembersWhatClosingDoes();
};

}  // namespace armillary::app
