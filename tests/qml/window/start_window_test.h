#pragma once

#include <QTemporaryDir>

#include "local_cluster.h"
#include "tests/support/fake_programs.h"
#include "window_fixture.h"

namespace armillary::app {

/// Welcome, closing, settings, themes and torn off tabs, on programs that are scripted.
class StartWindowTest : public WindowFixture {
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
    void namesWhatIsNew();

private:
    /// The window on a data directory, with nothing in it unless `running`.
    void openLocal(bool running = false);
    void openSettings();
    QQuickWindow* tornWindow() const;
    QObject* theme() const;
    void checkNames();

    QTemporaryDir m_folder;
    std::shared_ptr<test::FakePrograms> m_programs;
    std::unique_ptr<LocalCluster> m_local;
};

}  // namespace armillary::app
