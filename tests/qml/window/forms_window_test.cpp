#include "forms_window_test.h"

#include <QTest>

#include "tests/qml/support/offline.h"

namespace armillary::app {

namespace {

const QByteArray kHost = R"(
import QtQuick
import Armillary.Components
import Armillary.Editor
import Armillary.Forms
Window {
    id: host
    required property EditorDocument document
    width: 1240
    height: 780
    visible: true
    color: Theme.background
    FormPane { objectName: "form"; document: host.document; width: 480; height: parent.height }
    YamlPane { objectName: "text"; document: host.document; x: 481; width: parent.width - 481; height: parent.height }
}
)";

const QString kWeb = QStringLiteral(
    "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 2  # two\n  selector:\n"
    "    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n"
    "      containers:\n        - name: web\n          image: web:1\n          env:\n            - name: LEVEL\n"
    "              valueFrom:\n                configMapKeyRef:\n                  name: settings\n"
    "                  key: level\n          resources:\n            requests:\n              cpu: 100m\n"
    "---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  level: low\n");
const QString kImage = QStringLiteral("spec.template.spec.containers[0].image");

}  // namespace

void FormsWindowTest::openPanes(const QString& yaml, const char* kind) {
    m_engine.reset();
    m_cluster = std::make_unique<Cluster>(sharedStill());
    m_document = std::make_unique<EditorDocument>();
    m_document->setCluster(m_cluster.get());
    m_document->add(QStringLiteral("Add"), yaml);
    m_engine = std::make_unique<QQmlApplicationEngine>();
    m_engine->setInitialProperties({{QStringLiteral("document"), QVariant::fromValue(m_document.get())}});
    m_engine->loadData(kHost);
    QVERIFY(!m_engine->rootObjects().isEmpty());
    m_window = qobject_cast<QQuickWindow*>(m_engine->rootObjects().first());
    QVERIFY(m_window);
    m_window->requestActivate();
    QVERIFY(QTest::qWaitForWindowActive(m_window, kPatience));
    for (const editor::Item& each : m_document->project().items())
        if (each.object.kind.name == kind) m_document->setSelection({static_cast<int>(each.id)});
}

QString FormsWindowTest::value(const QString& objectName) const {
    const QQuickItem* found = item(objectName);
    return found ? found->property("text").toString() : QStringLiteral("absent");
}

void FormsWindowTest::put(const QByteArray& letters) {
    for (const char letter : letters) QTest::keyClick(m_window, letter);
}

void FormsWindowTest::typeInto(const QString& objectName, const QByteArray& letters) {
    QTRY_VERIFY_WITH_TIMEOUT(item(objectName), kPatience);
    click(item(objectName));
    QTRY_VERIFY_WITH_TIMEOUT(item(objectName)->hasActiveFocus(), kPatience);
    press(Qt::Key_A, Qt::ControlModifier);
    put(letters);
}

void FormsWindowTest::placeCursor(const QString& behind) {
    const qsizetype at = bytes().indexOf(behind);
    QVERIFY(at >= 0);
    area()->forceActiveFocus();
    QVERIFY(area()->setProperty("cursorPosition", static_cast<int>(at + behind.size())));
}

void FormsWindowTest::typesInTheForm() {
    openPanes(kWeb, "Deployment");
    const QString replicas = QStringLiteral("field-spec.replicas");
    QTRY_COMPARE_WITH_TIMEOUT(value(replicas), QStringLiteral("2"), kPatience);
    typeInto(replicas, "31");
    QTRY_VERIFY_WITH_TIMEOUT(area()->property("text").toString().contains("replicas: 31  # two"), kPatience);
    QCOMPARE(m_document->field(), QStringLiteral("spec.replicas"));
    // Both letters, and the selection that they took the place of, are one step.
    press(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(value(replicas), QStringLiteral("2"), kPatience);
    QCOMPARE(bytes(), kWeb);
    typeInto(QStringLiteral("field-") + kImage, "web:2");
    QTRY_VERIFY_WITH_TIMEOUT(bytes().contains("image: web:2\n"), kPatience);
    // What cannot stand there is said, and goes again with whoever typed it.
    typeInto(replicas, "2x");
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("problem-spec.replicas")), kPatience);
    click(item(QStringLiteral("formSearch")));
    QTRY_COMPARE_WITH_TIMEOUT(value(replicas), QStringLiteral("2"), kPatience);
    put("tolerat");
    const QString tolerations = QStringLiteral("spec.template.spec.tolerations");
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("open-") + tolerations), kPatience);
    click(item(QStringLiteral("open-") + tolerations));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("add-") + tolerations), kPatience);
    click(item(QStringLiteral("add-") + tolerations));
    QTRY_VERIFY_WITH_TIMEOUT(bytes().contains("tolerations:"), kPatience);
}

void FormsWindowTest::typesInTheText() {
    openPanes(kWeb, "Deployment");
    placeCursor(QStringLiteral("image: web:1"));
    put("23");
    QTRY_VERIFY_WITH_TIMEOUT(bytes().contains("image: web:123\n"), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(value(QStringLiteral("field-") + kImage), QStringLiteral("web:123"), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(m_document->field(), kImage, kPatience);
    press(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(bytes(), kWeb, kPatience);
    QCOMPARE(area()->property("text").toString(), kWeb);
    press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY_WITH_TIMEOUT(bytes().contains("image: web:123\n"), kPatience);
    press(Qt::Key_Z, Qt::ControlModifier);
    // Where it is no YAML, the form shows what was before and lets nobody change it.
    placeCursor(QStringLiteral("replicas: 2"));
    put(": [");
    QTRY_VERIFY_WITH_TIMEOUT(value(QStringLiteral("yamlPaneFault")).startsWith("Line "), kPatience);
    QVERIFY(item(QStringLiteral("formReadOnly")));
    press(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(value(QStringLiteral("yamlPaneFault")), QStringLiteral("Reads as YAML"), kPatience);
    // To what the field names.
    placeCursor(QStringLiteral("configMapKeyRef:\n                  name: set"));
    press(Qt::Key_F12);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("ConfigMap")), kPatience);
    QCOMPARE(area()->property("cursorPosition").toInt(), static_cast<int>(bytes().lastIndexOf("apiVersion")));
}

void FormsWindowTest::completesAndExplains() {
    openPanes(kWeb, "Deployment");
    placeCursor(QStringLiteral("replicas: 2  # two"));
    press(Qt::Key_Return);
    put("minR");
    // The list is above all, and no child of the panes.
    QObject* list = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT((list = m_window->findChild<QObject*>(QStringLiteral("completions"))), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(list->property("visible").toBool(), kPatience);
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(bytes().contains("# two\n  minReadySeconds:"), kPatience);
    put("5");
    QTRY_VERIFY_WITH_TIMEOUT(bytes().contains("minReadySeconds: 5\n"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!list->property("visible").toBool(), kPatience);
    // What the field may name is offered when it is asked for.
    placeCursor(QStringLiteral("name: settings"));
    press(Qt::Key_Space, Qt::ControlModifier);
    press(Qt::Key_Escape);
    QVERIFY(!list->property("visible").toBool());
    placeCursor(QStringLiteral("  repl"));
    press(Qt::Key_F1);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("spec.replicas")), kPatience);
    press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!shows(QStringLiteral("spec.replicas")), kPatience);
}

void FormsWindowTest::asksForEveryWidget() {
    openPanes(kWeb, "Deployment");
    // Everything unfolded, from end to end: no widget complains.
    QObject* form = item(QStringLiteral("form"))->property("model").value<QObject*>();
    QVERIFY(form);
    auto* rows = qobject_cast<QAbstractItemModel*>(form);
    const auto names = rows->roleNames();
    const int canOpen = names.key("canOpen"), open = names.key("open"), depth = names.key("depth");
    for (int i = 0; i < rows->rowCount() && rows->rowCount() < 900; ++i) {
        const QModelIndex row = rows->index(i, 0);
        if (row.data(canOpen).toBool() && !row.data(open).toBool() && row.data(depth).toInt() < 5)
            QMetaObject::invokeMethod(form, "toggle", Q_ARG(int, i));
    }
    QVERIFY(rows->rowCount() > 100);
    QQuickItem* list = item(QStringLiteral("formRows"));
    for (int i = 0; i < rows->rowCount(); i += 8) {
        QMetaObject::invokeMethod(list, "positionViewAtIndex", Q_ARG(int, i), Q_ARG(int, 0));
        QVERIFY(QTest::qWaitForWindowExposed(m_window));
    }
    QMetaObject::invokeMethod(list, "positionViewAtIndex", Q_ARG(int, rows->rowCount() - 1), Q_ARG(int, 1));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("row-spec.revisionHistoryLimit")) || list->property("atYEnd").toBool(),
                             kPatience);
}

}  // namespace armillary::app
