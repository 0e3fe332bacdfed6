#include "terminal_window_test.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QTcpSocket>
#include <QTest>

#include "engine/schema/api/corev1.h"
#include "tests/qml/support/offline.h"

namespace armillary::app {

/// In the explorer's first pod of one that runs.
void TerminalWindowTest::openShell() {
    openExplorer(QStringLiteral("Pods"), kPods);
    table()->setFilter(QStringLiteral("basket"));
    QTRY_COMPARE_WITH_TIMEOUT(table()->shown(), 6, kPatience);
    press(Qt::Key_Home);
    press(Qt::Key_S);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("terminalView")), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(shown().contains(QStringLiteral(":/#")), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("terminalView"))->hasActiveFocus(), kPatience);
}

void TerminalWindowTest::type(const QString& text) {
    for (const QChar letter : text) QTest::keyClick(m_window, letter.toLatin1());
    press(Qt::Key_Return);
}

QString TerminalWindowTest::shown() const {
    const QQuickItem* terminal = item(QStringLiteral("terminalView"));
    return terminal ? terminal->property("visibleText").toString() : QString();
}

void TerminalWindowTest::opensAShell() {
    openShell();
    // Letters that are shortcuts of the window are the program's here.
    type(QStringLiteral("echo why : / ?"));
    QTRY_VERIFY_WITH_TIMEOUT(shown().contains(QStringLiteral("\nwhy : / ?\n")), kPatience);
    press(Qt::Key_Up);
    press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(shown().count(QStringLiteral("\nwhy : / ?\n")), 2, kPatience);
    type(QStringLiteral("top"));
    QTRY_VERIFY_WITH_TIMEOUT(shown().contains(QStringLiteral("Press q to leave.")), kPatience);
    QVERIFY(!shown().contains(QStringLiteral("why")));
    press(Qt::Key_Q);
    QTRY_VERIFY_WITH_TIMEOUT(shown().contains(QStringLiteral("why : / ?")), kPatience);
    // What goes on without end is stopped as ever.
    type(QStringLiteral("yes"));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("terminalView"))->property("historyLines").toInt() > 5000, kPatience);
    press(Qt::Key_C, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(shown().endsWith(QStringLiteral(":/#")), kPatience);
    type(QStringLiteral("exit 3"));
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("The shell ended with 3.")), kPatience);
    click(item(QStringLiteral("terminalAgain")));
    QTRY_VERIFY_WITH_TIMEOUT(
        !shows(QStringLiteral("The shell ended with 3.")) && shown().trimmed().endsWith(QStringLiteral(":/#")),
        kPatience);
    // And the keyboard finds out of it.
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("terminalView"))->hasActiveFocus(), kPatience);
    press(Qt::Key_Tab, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(!item(QStringLiteral("terminalView"))->hasActiveFocus(), kPatience);
}

void TerminalWindowTest::selectsAndCopies() {
    openShell();
    type(QStringLiteral("clear"));
    type(QStringLiteral("cat /etc/os-release"));
    QTRY_VERIFY_WITH_TIMEOUT(shown().contains(QStringLiteral("ID=simulated")), kPatience);
    QQuickItem* terminal = item(QStringLiteral("terminalView"));
    const QStringList lines = shown().split(u'\n');
    const int row = static_cast<int>(lines.indexOf(QStringLiteral("ID=simulated")));
    QVERIFY(row > 0);
    const auto placeOf = [&](int column) {
        QRectF place;
        QMetaObject::invokeMethod(terminal, "rectOf", Q_RETURN_ARG(QRectF, place), Q_ARG(int, row), Q_ARG(int, column));
        return terminal->mapToScene(place.center()).toPoint();
    };
    QTest::mouseDClick(m_window, Qt::LeftButton, {}, placeOf(4));
    QTRY_VERIFY_WITH_TIMEOUT(terminal->property("hasSelection").toBool(), kPatience);
    press(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE_WITH_TIMEOUT(QGuiApplication::clipboard()->text(), QStringLiteral("ID=simulated"), kPatience);
    QTest::mousePress(m_window, Qt::LeftButton, {}, placeOf(3));
    QTest::mouseMove(m_window, placeOf(5));
    QTest::mouseMove(m_window, placeOf(8) - QPoint(3, 0));
    QTest::mouseRelease(m_window, Qt::LeftButton, {}, placeOf(8) - QPoint(3, 0));
    press(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE_WITH_TIMEOUT(QGuiApplication::clipboard()->text(), QStringLiteral("simul"), kPatience);
    QGuiApplication::clipboard()->setText(QStringLiteral("echo pas\033[201~ted"));
    press(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY_WITH_TIMEOUT(shown().endsWith(QStringLiteral("echo pas[201~ted")), kPatience);
}

void TerminalWindowTest::scrollsAndResizes() {
    openShell();
    type(QStringLiteral("seq 300"));
    QTRY_VERIFY_WITH_TIMEOUT(shown().contains(QStringLiteral("\n300\n")), kPatience);
    QQuickItem* terminal = item(QStringLiteral("terminalView"));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("terminalScrollBar")), kPatience);
    press(Qt::Key_PageUp, Qt::ShiftModifier);
    QTRY_VERIFY_WITH_TIMEOUT(!shown().contains(QStringLiteral("\n300\n")) && terminal->property("offset").toInt() > 0,
                             kPatience);
    press(Qt::Key_Home, Qt::ShiftModifier);
    QTRY_VERIFY_WITH_TIMEOUT(shown().contains(QStringLiteral("\n1\n2\n")), kPatience);
    // Typing comes back to the end.
    type(QStringLiteral("clear"));
    QTRY_COMPARE_WITH_TIMEOUT(terminal->property("offset").toInt(), 0, kPatience);
    const auto answers = [&] {
        return QStringLiteral("\n%1 %2\n")
            .arg(terminal->property("rows").toInt())
            .arg(terminal->property("columns").toInt());
    };
    const int columns = terminal->property("columns").toInt();
    m_window->resize(m_window->width() - 200, m_window->height());
    QTRY_VERIFY_WITH_TIMEOUT(terminal->property("columns").toInt() < columns, kPatience);
    type(QStringLiteral("stty size"));
    QTRY_VERIFY_WITH_TIMEOUT(shown().contains(answers()), kPatience);
    const int rows = terminal->property("rows").toInt();
    press(Qt::Key_Plus, Qt::ControlModifier);
    press(Qt::Key_Plus, Qt::ControlModifier);
    press(Qt::Key_Plus, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(terminal->property("rows").toInt() < rows, kPatience);
}

void TerminalWindowTest::endsWithTheLock() {
    openShell();
    m_clusters->setProduction(0, true);
    QTRY_VERIFY_WITH_TIMEOUT(
        item(QStringLiteral("terminalMessage")) &&
            item(QStringLiteral("terminalMessage"))->property("text").toString().contains(QStringLiteral("locked")),
        kPatience);
    // Nor does a key open another one, or the menu offer it.
    item(QStringLiteral("resourceTable"))->forceActiveFocus();
    press(Qt::Key_Down);
    press(Qt::Key_S);
    press(Qt::Key_Menu);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Logs")), kPatience);
    QVERIFY(!shows(QStringLiteral("Shell")));
    QCOMPARE(part("dock")->property("count").toInt(), 1);
}

void TerminalWindowTest::offersADebugContainer() {
    const auto cluster = makeOfflineCluster(kStill).value();
    corev1::Pod pod;
    pod.metadata.namespace_ = "shop";
    pod.metadata.name = "bare";
    corev1::Container& container = pod.spec.containers.emplace_back();
    container.name = "bare";
    container.image = "armillary.dev/distroless:1";
    QVERIFY(client::create(cluster->client(), pod));
    open([cluster] { return connectionToSample(cluster, *cluster); });
    press(Qt::Key_3, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(table()->shown(), kPods + 1, kPatience);
    table()->setFilter(QStringLiteral("bare running"));
    QTRY_COMPARE_WITH_TIMEOUT(table()->shown(), 1, kPatience);
    item(QStringLiteral("resourceTable"))->forceActiveFocus();
    press(Qt::Key_Home);
    press(Qt::Key_S);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("The image has no shell")), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("debugImage"))->hasActiveFocus(), kPatience);
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(shown().contains(QStringLiteral("root@bare:/#")), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("terminalContainer"))
                                 ->property("displayText")
                                 .toString()
                                 .startsWith(QStringLiteral("debugger-")),
                             kPatience);
    m_engine.reset();
    m_clusters.reset();
}

void TerminalWindowTest::forwardsAService() {
    openExplorer(QStringLiteral("Pods"), kPods);
    click(QStringLiteral("Services"));
    QTRY_VERIFY_WITH_TIMEOUT(!table()->isLoading() && table()->shown() > 0, kPatience);
    table()->setFilter(QStringLiteral("storefront"));
    QTRY_VERIFY_WITH_TIMEOUT(table()->shown() >= 1, kPatience);
    item(QStringLiteral("resourceTable"))->forceActiveFocus();
    press(Qt::Key_Home);
    press(Qt::Key_F, Qt::ShiftModifier);
    QTRY_VERIFY_WITH_TIMEOUT(
        item(QStringLiteral("forwardPort")) &&
            item(QStringLiteral("forwardPort"))->property("displayText").toString() == QStringLiteral("80 http"),
        kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(item(QStringLiteral("forwardLocalPort"))->property("text").toString(),
                              QStringLiteral("8080"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("forwardLocalPort"))->hasActiveFocus(), kPatience);
    press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(page(), QStringLiteral("forwards"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("1 of 1 active; only this machine can use them")), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("forwardLink")), kPatience);
    const QUrl url(item(QStringLiteral("forwardLink"))->property("text").toString());
    QTcpSocket socket;
    socket.connectToHost(url.host(), static_cast<quint16>(url.port()));
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    QByteArray answer;
    const auto answered = [&] {
        answer += socket.readAll();
        return answer.contains("Hello from storefront-") && answer.contains("port 8080");
    };
    QTRY_VERIFY_WITH_TIMEOUT(answered(), kPatience);
    click(item(QStringLiteral("forwardToggle")));
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Stopped")), kPatience);
    click(item(QStringLiteral("forwardRemove")));
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Nothing is forwarded")), kPatience);
}

}  // namespace armillary::app
