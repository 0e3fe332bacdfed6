#include "start_window_test.h"

#include <QDir>
#include <QGuiApplication>
#include <QQmlEngine>
#include <QSettings>
#include <QTest>
#include <fstream>
#include <semaphore>

#include "tests/qml/support/offline.h"

namespace armillary::app {

QQuickWindow* StartWindowTest::tornWindow() const {
    for (QWindow* window : QGuiApplication::topLevelWindows())
        if (window != m_window && window->isVisible() && window->title().endsWith(QStringLiteral("— Armillary")))
            return qobject_cast<QQuickWindow*>(window);
    return nullptr;
}

void StartWindowTest::welcomesAndStarts() {
    openLocal();
    std::binary_semaphore gate(0);
    m_programs->whileStarting = [&] { gate.acquire(); };
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Kubernetes on this machine")), kPatience);
    QVERIFY(!view());
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("createCluster")), kPatience);
    click(item(QStringLiteral("createCluster")));
    // Where it is, what comes, and how long that takes.
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Start the control plane")), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Your cluster is on its way")), kPatience);
    QVERIFY(shows(QStringLiteral("usually 3 s")));
    QVERIFY(item(QStringLiteral("cancelStart")));
    gate.release();
    QTRY_VERIFY_WITH_TIMEOUT(view() && topology()->podCount() == kPods, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("topologyView")), kPatience);
    QVERIFY(!item(QStringLiteral("welcomeTitle")));
}

void StartWindowTest::offersWhatHelps() {
    openLocal();
    m_programs->onServer = std::unexpected("armillaryd: cannot listen on 127.0.0.1:6443: the port is in use");
    m_programs->taken = true;
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("createCluster")), kPatience);
    click(item(QStringLiteral("createCluster")));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("remedy-useFreePort")), kPatience);
    QVERIFY(shows(QStringLiteral("the control plane did not start:")));
    QVERIFY(shows(QStringLiteral("armillaryd: cannot listen on 127.0.0.1:6443: the port is in use")));
    m_programs->onServer = {};
    click(item(QStringLiteral("remedy-useFreePort")));
    QTRY_VERIFY_WITH_TIMEOUT(view() && topology()->podCount() == kPods, kPatience);
    QCOMPARE(m_programs->done().at(3), std::string("server 127.0.0.1:0"));
}

void StartWindowTest::saysWhatToRunByHand() {
    openLocal();
    m_programs->means = programs::RootMeans::ByHand;
    m_programs->onRoot = std::unexpected("the node agent needs root to run containers");
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("createCluster")), kPatience);
    click(item(QStringLiteral("createCluster")));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("byHandCommand")), kPatience);
    QVERIFY(item(QStringLiteral("byHandCommand"))->property("text").toString().startsWith(QStringLiteral("sudo /")));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("copyCommand")), kPatience);
    m_programs->onRoot = {};
    click(item(QStringLiteral("remedy-runByHand")));
    QTRY_VERIFY_WITH_TIMEOUT(view() && topology()->podCount() == kPods, kPatience);
}

void StartWindowTest::showsTheLog() {
    openLocal();
    QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral("log")));
    std::ofstream((m_folder.path() + "/log/armillaryd.log").toStdString()) << "its last words\n";
    m_programs->onServer = std::unexpected("armillaryd: no");
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("createCluster")), kPatience);
    click(item(QStringLiteral("createCluster")));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("remedy-retry")), kPatience);
    click(item(QStringLiteral("showLog")));
    QTRY_VERIFY_WITH_TIMEOUT(
        item(QStringLiteral("startLog")) &&
            item(QStringLiteral("startLog"))->property("text").toString() == QStringLiteral("its last words"),
        kPatience);
    press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!item(QStringLiteral("startLog")), kPatience);
    click(item(QStringLiteral("startBack")));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("createCluster")), kPatience);
}

void StartWindowTest::triesItSimulated() {
    openLocal();
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("trySimulated")), kPatience);
    click(item(QStringLiteral("trySimulated")));
    QTRY_VERIFY_WITH_TIMEOUT(view() && topology()->podCount() == kPods, kPatience);
    QCOMPARE(m_clusters->currentName(), QStringLiteral("simulated"));
    QVERIFY(m_programs->done().empty());
}

void StartWindowTest::asksOnceWhatClosingDoes() {
    openLocal(true);
    m_window->close();
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("goOnOnClose")), kPatience);
    QVERIFY(m_window->isVisible());
    press(Qt::Key_Escape);  // and one can think again
    QTRY_VERIFY_WITH_TIMEOUT(!item(QStringLiteral("goOnOnClose")), kPatience);
    QVERIFY(m_window->isVisible());
    m_window->close();
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("goOnOnClose")), kPatience);
    click(item(QStringLiteral("goOnOnClose")));
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->isVisible(), kPatience);
    QVERIFY(m_programs->serverRuns());
    QCOMPARE(m_local->whenClosed(), QStringLiteral("goOn"));
    m_engine.reset();
    m_clusters.reset();
    openLocal(true);
    m_window->close();
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->isVisible(), kPatience);
}

void StartWindowTest::stopsAndQuits() {
    openLocal(true);
    m_programs->agentObeys = false;
    m_window->close();
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("stopOnClose")), kPatience);
    click(item(QStringLiteral("stopOnClose")));
    // It says what is in the way, and goes on.
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("the node agent does not stop")), kPatience);
    QVERIFY(m_window->isVisible());
    m_programs->agentObeys = true;
    click(item(QStringLiteral("remedy-retry")));
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->isVisible(), kPatience);
    QVERIFY(!m_programs->serverRuns() && !m_programs->agentRuns());
}

void StartWindowTest::closesWithoutAskingWhatIsNotOurs() {
    openStill();
    m_window->close();
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->isVisible(), kPatience);
}

void StartWindowTest::startsAgainWhatDied() {
    openLocal(true);
    m_programs->kill();
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("startAgain")), kPatience);
    QVERIFY(item(QStringLiteral("topologyView")));  // what was known stays
    click(item(QStringLiteral("startAgain")));
    QTRY_COMPARE_WITH_TIMEOUT(m_local->state(), LocalCluster::Running, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!item(QStringLiteral("startAgain")), kPatience);
    QVERIFY(m_programs->serverRuns());
}

void StartWindowTest::changesTheTheme() {
    openStill();
    openSettings();
    click(item(QStringLiteral("theme-light")));
    QTRY_COMPARE_WITH_TIMEOUT(m_window->color(), QColor("#f3f5f9"), kPatience);
    click(item(QStringLiteral("highContrast")));
    QTRY_COMPARE_WITH_TIMEOUT(m_window->color(), QColor("#ffffff"), kPatience);
    click(item(QStringLiteral("theme-dark")));
    QTRY_COMPARE_WITH_TIMEOUT(m_window->color(), QColor("#000000"), kPatience);
    click(item(QStringLiteral("reducedMotion")));
    QTRY_COMPARE_WITH_TIMEOUT(theme()->property("calm").toInt(), 0, kPatience);
    press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!item(QStringLiteral("settingsScroll")) && item(QStringLiteral("topologyView")),
                             kPatience);
    // It is remembered.
    m_engine.reset();
    m_clusters.reset();
    openStill();
    QCOMPARE(m_window->color(), QColor("#000000"));
    QCOMPARE(theme()->property("calm").toInt(), 0);
    QCOMPARE(page(), QStringLiteral("topology"));
}

void StartWindowTest::drawsLarger() {
    openStill();
    const auto widthOf = [](QQuickItem* item) {
        return item->mapToScene(QPointF(item->width(), 0)).x() - item->mapToScene(QPointF()).x();
    };
    const double rail = widthOf(item(QStringLiteral("rail")));
    openSettings();
    click(item(QStringLiteral("scale-150")));
    QTRY_COMPARE_WITH_TIMEOUT(widthOf(item(QStringLiteral("rail"))), 1.5 * rail, kPatience);
    press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("namespacePicker")), kPatience);
    // What opens over the page grows with it, and is where it belongs.
    QQuickItem* picker = item(QStringLiteral("namespacePicker"));
    click(picker);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("namespaceField")), kPatience);
    QQuickItem* field = item(QStringLiteral("namespaceField"));
    QCOMPARE(widthOf(field), 1.5 * field->width());
    QVERIFY(std::abs(field->mapToScene(QPointF()).x() - picker->mapToScene(QPointF()).x()) < 40);
    for (const char letter : {'d', 'a', 't'}) QTest::keyClick(m_window, letter);
    press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(topology()->podCount(), 12, kPatience);
}

void StartWindowTest::rebindsAKey() {
    openStill();
    openSettings();
    const QColor before = m_window->color();
    item(QStringLiteral("key-theme"))->forceActiveFocus();
    press(Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Press the keys")), kPatience);
    press(Qt::Key_J, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Ctrl+J is “Show or hide the dock” already.")), kPatience);
    press(Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Press the keys")), kPatience);
    press(Qt::Key_Y, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Ctrl+Shift+Y")), kPatience);
    press(Qt::Key_T, Qt::ControlModifier);
    QCOMPARE(m_window->color(), before);
    press(Qt::Key_Y, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->color() != before, kPatience);
    // Who lists the keys says so.
    press(Qt::Key_Escape);
    press(Qt::Key_F1);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Ctrl+Shift+Y")), kPatience);
}

void StartWindowTest::coloursACluster() {
    openStill();
    openSettings();
    item(QStringLiteral("color-simulated"))->forceActiveFocus();
    press(Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("swatch-4")), kPatience);
    click(item(QStringLiteral("swatch-4")));
    QTRY_COMPARE_WITH_TIMEOUT(m_clusters->currentColor(), QColor(ClusterList::colors()[4]), kPatience);
    item(QStringLiteral("production-simulated"))->forceActiveFocus();
    press(Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(m_clusters->current()->gate()->isLocked(), kPatience);
}

void StartWindowTest::searchesAndSwaps() {
    openStill();
    press(Qt::Key_5, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(page(), QStringLiteral("forwards"), kPatience);
    press(Qt::Key_Slash);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("paletteField")), kPatience);
    press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!item(QStringLiteral("paletteField")), kPatience);
    press(Qt::Key_1, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(page(), QStringLiteral("topology"), kPatience);
    press(Qt::Key_2, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(page(), QStringLiteral("workloads"), kPatience);
    press(Qt::Key_Slash);  // a page's own filter comes first
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("workloadSearch"))->hasActiveFocus(), kPatience);
    press(Qt::Key_Tab, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(page(), QStringLiteral("topology"), kPatience);
    press(Qt::Key_Tab, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(page(), QStringLiteral("workloads"), kPatience);
}

void StartWindowTest::tearsATabOff() {
    openExplorer(QStringLiteral("Deployments"), kDeployments);
    press(Qt::Key_Down);
    press(Qt::Key_L);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("logState")) && item(QStringLiteral("tearTab")), kPatience);
    const QQuickItem* same = item(QStringLiteral("logState"));
    click(item(QStringLiteral("tearTab")));
    QTRY_VERIFY_WITH_TIMEOUT(tornWindow(), kPatience);
    const auto in = [](QQuickWindow* window, const QString& name) {
        return find(window->contentItem(), [&](QQuickItem* item) { return item->objectName() == name; });
    };
    // The very view, not another one of the same.
    QTRY_COMPARE_WITH_TIMEOUT(in(tornWindow(), QStringLiteral("logState")), same, kPatience);
    QVERIFY(!item(QStringLiteral("logState")));
    QVERIFY(!part("dock")->property("shown").toBool());  // nothing is left in it
    QVERIFY(QTest::qWaitForWindowExposed(tornWindow(), kPatience));
    QQuickItem* back = in(tornWindow(), QStringLiteral("putBack"));
    QVERIFY(back);
    QTest::mouseClick(tornWindow(), Qt::LeftButton, {}, centre(back));
    QTRY_VERIFY_WITH_TIMEOUT(!tornWindow(), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(item(QStringLiteral("logState")), same, kPatience);
    // Drawn out of the strip it is a window again; closing that closes the tab.
    QQuickItem* tab = item(QStringLiteral("closeTab"))->parentItem();
    const QPoint at = centre(tab) - QPoint(20, 0);
    QTest::mousePress(m_window, Qt::LeftButton, {}, at);
    for (int step = 1; step <= 12; ++step) QTest::mouseMove(m_window, at - QPoint(0, 10 * step));
    QTest::mouseRelease(m_window, Qt::LeftButton, {}, at - QPoint(0, 120));
    QTRY_VERIFY_WITH_TIMEOUT(tornWindow(), kPatience);
    tornWindow()->close();
    QTRY_VERIFY_WITH_TIMEOUT(!tornWindow(), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(part("dock")->property("count").toInt(), 0, kPatience);
}

}  // namespace armillary::app
