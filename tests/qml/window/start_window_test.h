#pragma once

#include "local_window_fixture.h"

namespace armillary::app {

/// Welcome, closing, settings, themes and torn off tabs, on programs that are scripted.
class StartWindowTest : public LocalWindowFixture {
    Q_OBJECT

private slots:
    void welcomesAndStarts();
    void offersWhatHelps();
    void saysWhatToRunByHand();
    void showsTheLog();
    void triesItSimulated();
    void asksOnceWhatClosingDoes();
    void stopsAndQuits();
    void closesWithoutAskingWhatIsNotOurs();
    void startsAgainWhatDied();
    void changesTheTheme();
    void drawsLarger();
    void rebindsAKey();
    void coloursACluster();
    void searchesAndSwaps();
    void tearsATabOff();

private:
    QQuickWindow* tornWindow() const;
};

}  // namespace armillary::app
