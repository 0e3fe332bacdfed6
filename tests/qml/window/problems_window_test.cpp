#include "problems_window_test.h"

#include <QTest>

#include "tests/qml/support/offline.h"

namespace armillary::app {

namespace {

const QByteArray kDesk = R"(
import QtQuick
import Armillary.Components
import Armillary.Editor
import Armillary.Forms
import Armillary.Shell
Window {
    id: desk
    required property EditorDocument document
    width: 1100
    height: 620
    visible: true
    color: Theme.background
    ProblemList { id: list; document: desk.document; onPlaceWanted: (line, column) => text.goTo(line, column) }
    YamlPane {
        id: text
        objectName: "text"
        document: desk.document
        width: parent.width
        height: parent.height / 2
        onFixesWanted: (line, at) => menu.start(at, list.fixesAt(line))
    }
    FixMenu { id: menu; parent: text; problems: list }
    ProblemView {
        objectName: "problems"
        problems: list
        y: text.height
        width: parent.width
        height: parent.height - y
    }
}
)";

const QString kWeb = QStringLiteral(
    "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicaz: 2  # two\n  selector:\n"
    "    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: wep\n    spec:\n"
    "      containers:\n        - name: web\n          image: web:1\n");

}  // namespace

void ProblemsWindowTest::cleanup() {
    closeWindow();
    m_document.reset();
    m_cluster.reset();
}

void ProblemsWindowTest::openDesk(const QString& yaml) {
    m_cluster = std::make_unique<Cluster>(sharedStill());
    m_document = std::make_unique<EditorDocument>();
    m_document->setCluster(m_cluster.get());
    m_document->add(QStringLiteral("Add"), yaml);
    m_engine = std::make_unique<QQmlApplicationEngine>();
    m_engine->setInitialProperties({{QStringLiteral("document"), QVariant::fromValue(m_document.get())}});
    m_engine->loadData(kDesk);
    QVERIFY(!m_engine->rootObjects().isEmpty());
    m_window = qobject_cast<QQuickWindow*>(m_engine->rootObjects().first());
    QVERIFY(m_window);
    m_window->requestActivate();
    QVERIFY(QTest::qWaitForWindowActive(m_window, kPatience));
    QTRY_VERIFY_WITH_TIMEOUT(m_document->isChecked() && problems()->count() > 0, kPatience);
}

int ProblemsWindowTest::rowOf(const QString& rule) const {
    for (int row = 0; row < problems()->count(); ++row)
        if (problems()->index(row, 0).data(ProblemList::RuleRole).toString() == rule) return row;
    return -1;
}

void ProblemsWindowTest::focusRow(const QString& rule) {
    QTRY_VERIFY_WITH_TIMEOUT(rowOf(rule) >= 0, kPatience);
    QMetaObject::invokeMethod(item(QStringLiteral("problems")), "focusList");
    press(Qt::Key_Home);
    item(QStringLiteral("problemList"))->setProperty("currentIndex", 0);
    for (int row = 0; row < rowOf(rule); ++row) press(Qt::Key_Down);
}

void ProblemsWindowTest::fixesByMouse() {
    openDesk(kWeb);
    const QString before = text();
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Write replicas")), kPatience);
    click(QStringLiteral("Write replicas"));
    QVERIFY(text().contains(QStringLiteral("\n  replicas: 2  # two\n")));
    m_document->undo();
    QCOMPARE(text(), before);
    QTRY_VERIFY_WITH_TIMEOUT(m_document->isChecked() && shows(QStringLiteral("2 fixes…")), kPatience);
    click(QStringLiteral("2 fixes…"));
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Select app: wep")), kPatience);
    click(QStringLiteral("Select app: wep"));
    QVERIFY(text().contains(QStringLiteral("matchLabels:\n      app: wep\n")));
}

void ProblemsWindowTest::fixesByKeyboard() {
    openDesk(kWeb);
    focusRow(QStringLiteral("unknown-field"));
    press(Qt::Key_Return, Qt::AltModifier);
    QVERIFY(text().contains(QStringLiteral("\n  replicas: 2  # two\n")));
    QTRY_VERIFY_WITH_TIMEOUT(m_document->isChecked() && rowOf(QStringLiteral("unknown-field")) < 0, kPatience);
    focusRow(QStringLiteral("selector-not-own"));
    press(Qt::Key_Return, Qt::AltModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("fixMenu")) && item(QStringLiteral("fixMenu"))->hasActiveFocus(),
                             kPatience);
    press(Qt::Key_Down);
    press(Qt::Key_Return);
    QVERIFY(text().contains(QStringLiteral("matchLabels:\n      app: wep\n")));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("problemList"))->hasActiveFocus(), kPatience);
}

void ProblemsWindowTest::fixesAll() {
    openDesk(kWeb);
    const QString before = text();
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("problemFixAll")), kPatience);
    item(QStringLiteral("problemFixAll"))->forceActiveFocus();
    press(Qt::Key_Return);
    QVERIFY(text().contains(QStringLiteral("\n  replicas: 2  # two\n")));
    QVERIFY(text().contains(QStringLiteral("cpu: 100m")));
    QTRY_VERIFY_WITH_TIMEOUT(!item(QStringLiteral("problemFixAll")), kPatience);
    // What has two ways waits for whoever chooses.
    QVERIFY(rowOf(QStringLiteral("selector-not-own")) >= 0);
    m_document->undo();
    QCOMPARE(text(), before);
}

void ProblemsWindowTest::fixesInTheText() {
    openDesk(kWeb);
    QMetaObject::invokeMethod(item(QStringLiteral("text")), "goTo", Q_ARG(int, 6), Q_ARG(int, 5));
    press(Qt::Key_Return, Qt::AltModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("fixMenu")) && item(QStringLiteral("fixMenu"))->hasActiveFocus(),
                             kPatience);
    press(Qt::Key_Return);
    QVERIFY(text().contains(QStringLiteral("\n  replicas: 2  # two\n")));
    QTRY_VERIFY_WITH_TIMEOUT(m_document->isChecked() && !item(QStringLiteral("fixMenu")), kPatience);
    // Where nothing is wrong it says so, and changes nothing.
    const QString before = text();
    QMetaObject::invokeMethod(item(QStringLiteral("text")), "goTo", Q_ARG(int, 2), Q_ARG(int, 1));
    press(Qt::Key_Return, Qt::AltModifier);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("No fix for this line")), kPatience);
    press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!shows(QStringLiteral("No fix for this line")), kPatience);
    QCOMPARE(text(), before);
}

void ProblemsWindowTest::tellsWhy() {
    openDesk(kWeb);
    focusRow(QStringLiteral("unknown-field"));
    press(Qt::Key_F1);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("# armillary:ignore unknown-field")), kPatience);
    QVERIFY(shows(QStringLiteral("Why it matters")));
    press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!shows(QStringLiteral("Why it matters")), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("problemList"))->hasActiveFocus(), kPatience);
}

/// Pictures for who wants to see them; and that drawing all of it makes no complaint.
void ProblemsWindowTest::looksRight() {
    const QString folder = qEnvironmentVariable("ARMILLARY_PICTURES");
    const auto picture = [&](const QString& name) {
        const QImage image = m_window->grabWindow();
        QVERIFY(!image.isNull());
        if (!folder.isEmpty()) image.save(folder + u'/' + name + QStringLiteral(".png"));
    };
    openDesk(kWeb);
    picture(QStringLiteral("problems"));
    focusRow(QStringLiteral("selector-not-own"));
    press(Qt::Key_Return, Qt::AltModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("fixMenu")), kPatience);
    picture(QStringLiteral("problems-menu"));
    press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!item(QStringLiteral("fixMenu")), kPatience);
    focusRow(QStringLiteral("missing-requests"));
    press(Qt::Key_F1);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Why it matters")), kPatience);
    picture(QStringLiteral("problems-why"));
}

}  // namespace armillary::app
