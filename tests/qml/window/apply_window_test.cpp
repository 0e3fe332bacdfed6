#include "apply_window_test.h"

#include <QTest>

#include "tests/qml/support/offline.h"

namespace armillary::app {

QString ApplyWindowTest::text(const QString& objectName) const {
    const QQuickItem* found = item(objectName);
    return found ? found->property("text").toString() : QString();
}

void ApplyWindowTest::appliesAStarter() {
    openExplorer(QStringLiteral("Deployments"), kDeployments, true);
    click(item(QStringLiteral("newButton")));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("starter-web")), kPatience);
    QVERIFY(!item(QStringLiteral("applyLook"))->isEnabled());
    click(item(QStringLiteral("starter-web")));
    QTRY_COMPARE_WITH_TIMEOUT(text(QStringLiteral("applyFault")), QStringLiteral("2 objects"), kPatience);
    click(item(QStringLiteral("applyLook")));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("applyGo")) && item(QStringLiteral("applyGo"))->isEnabled(),
                             kPatience);
    QCOMPARE(text(QStringLiteral("applyWhere")), QStringLiteral("2 to create, 0 to change, 0 as they are"));
    QVERIFY(shows(QStringLiteral("Service default/web")) && shows(QStringLiteral("Deployment default/web")));
    click(QStringLiteral("Deployment default/web"));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("diffAdded")), kPatience);
    click(item(QStringLiteral("applyGo")));
    QTRY_COMPARE_WITH_TIMEOUT(text(QStringLiteral("applyWhere")), QStringLiteral("2 objects applied"), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(table()->shown(), kDeployments + 1, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(text(QStringLiteral("toastText")).contains(QStringLiteral("Apply 2 object")), kPatience);
    // And back.
    item(QStringLiteral("resourceTable"))->forceActiveFocus();
    press(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(table()->shown(), kDeployments, kPatience);
}

void ApplyWindowTest::appliesByKeyboardAlone() {
    openExplorer(QStringLiteral("Deployments"), kDeployments, true);
    press(Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("yamlEditor")) && item(QStringLiteral("yamlEditor"))->hasActiveFocus(),
                             kPatience);
    for (const char letter : QByteArrayLiteral("apiVersion: v1\nkind: ConfigMap\nmetadata:\nname: keys\n")) {
        if (letter == '\0') continue;
        if (letter == '\n')
            press(Qt::Key_Return);
        else
            QTest::keyClick(m_window, letter);
    }
    press(Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("applySteps")) && item(QStringLiteral("applySteps"))->hasActiveFocus(),
                             kPatience);
    press(Qt::Key_Escape);  // to the text once more
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("yamlEditor"))->hasActiveFocus(), kPatience);
    press(Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("applyGo")) && item(QStringLiteral("applyGo"))->isEnabled(),
                             kPatience);
    press(Qt::Key_S, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(text(QStringLiteral("applyWhere")), QStringLiteral("1 object applied"), kPatience);
    press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(details()->property("name").toString(), QStringLiteral("keys"), kPatience);
}

void ApplyWindowTest::asksBeforeTextIsLost() {
    openStill();
    press(Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("starter-job")), kPatience);
    click(item(QStringLiteral("starter-job")));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("yamlEditor"))->property("length").toInt() > 0, kPatience);
    // What can be had again is not asked for.
    click(item(QStringLiteral("closeTab")));
    QTRY_COMPARE_WITH_TIMEOUT(part("dock")->property("count").toInt(), 0, kPatience);
    press(Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("yamlEditor")) && item(QStringLiteral("yamlEditor"))->hasActiveFocus(),
                             kPatience);
    QTest::keyClick(m_window, 'x');
    click(item(QStringLiteral("closeTab")));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("discardTab")), kPatience);
    click(item(QStringLiteral("discardTab")));
    QTRY_COMPARE_WITH_TIMEOUT(part("dock")->property("count").toInt(), 0, kPatience);
}

}  // namespace armillary::app
