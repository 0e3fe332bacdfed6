#include "editor_canvas_test.h"

#include <QAccessible>
#include <QClipboard>
#include <QDropEvent>
#include <QFile>
#include <QMimeData>
#include <QTest>

#include "tests/qml/support/offline.h"

namespace armillary::app {

namespace {

const QByteArray kDesk = R"(
import QtQuick
import Armillary.Components
import Armillary.Editor
import Armillary.Host

Window {
    id: desk
    property Cluster cluster
    property EditorDocument document
    property string folder
    property int forms: 0
    width: 1180
    height: 720
    visible: true
    color: Theme.background
    EditorPalette {
        width: 230
        height: parent.height
        cluster: desk.cluster
        onWanted: entry => page.add(entry)
    }
    EditorCanvas {
        id: page
        objectName: "page"
        anchors { fill: parent; leftMargin: 230 }
        cluster: desk.cluster
        document: desk.document
        folder: desk.folder
        onFormWanted: ++desk.forms
        Component.onCompleted: focusCanvas()
    }
}
)";
const QByteArray kWeb =
    "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels: {app: web}\n"
    "  template:\n    metadata:\n      labels: {app: web}\n    spec:\n      containers:\n        - name: web\n"
    "          image: nginx:1.27\n          ports:\n            - {name: http, containerPort: 80}\n";
const QByteArray kService =
    "apiVersion: v1\nkind: Service\nmetadata:\n  name: front\nspec:\n  ports:\n    - {name: http, port: 80}\n";
const QByteArray kConnected =
    "apiVersion: v1\nkind: Service\nmetadata:\n  name: front\nspec:\n  selector: {app: web}\n  ports:\n    - {name: "
    "http, port: 80}\n";
const QByteArray kSettings = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  LEVEL: info\n";
constexpr QPointF kDropAt(300, 300);  // of the canvas
const QByteArray kToken = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: token\nstringData:\n  token: change-me\n";

}  // namespace

void EditorCanvasTest::show(const QByteArray& yaml) {
    m_folder = std::make_unique<QTemporaryDir>();
    m_cluster = std::make_unique<Cluster>(sharedStill());
    m_document = std::make_unique<EditorDocument>();
    m_document->setCluster(m_cluster.get());
    m_cluster->start();
    QTRY_VERIFY_WITH_TIMEOUT(m_cluster->isDiscovered(), kPatience);
    m_engine = std::make_unique<QQmlApplicationEngine>();
    m_engine->setInitialProperties({{QStringLiteral("cluster"), QVariant::fromValue(m_cluster.get())},
                                    {QStringLiteral("document"), QVariant::fromValue(m_document.get())},
                                    {QStringLiteral("folder"), m_folder->path()}});
    m_engine->loadData(kDesk);
    QVERIFY(!m_engine->rootObjects().isEmpty());
    m_window = qobject_cast<QQuickWindow*>(m_engine->rootObjects().first());
    QVERIFY(m_window);
    m_window->requestActivate();
    QVERIFY(QTest::qWaitForWindowActive(m_window, kPatience));
    if (!yaml.isEmpty()) m_document->add(QStringLiteral("Add"), QString::fromUtf8(yaml));
    m_document->setSelection({});
    canvas()->forceActiveFocus();
    QTRY_VERIFY_WITH_TIMEOUT(!canvas()->isMoving(), kPatience);
}

void EditorCanvasTest::cleanup() {
    closeWindow();
    m_document.reset();
    m_cluster.reset();
    m_folder.reset();
}

CanvasView* EditorCanvasTest::canvas() const {
    return m_window->findChild<CanvasView*>(QStringLiteral("editorCanvas"));
}

int EditorCanvasTest::itemOf(const QString& kind, const QString& name) const {
    for (const CanvasNode& node : model().graph().nodes)
        if (node.kind == kind && (name.isEmpty() || node.title() == name)) return static_cast<int>(node.item);
    return 0;
}

QPoint EditorCanvasTest::card(const QString& kind, const QString& name) const {
    return inWindow(canvas()->cardOf(itemOf(kind, name)).center());
}

QPoint EditorCanvasTest::handle(const QString& kind) const {
    return inWindow(canvas()->handleOf(itemOf(kind)));
}

void EditorCanvasTest::drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers) {
    QTest::mousePress(m_window, Qt::LeftButton, modifiers, from);
    for (int step = 1; step <= 8; ++step) QTest::mouseMove(m_window, from + (to - from) * step / 8);
    QTest::mouseRelease(m_window, Qt::LeftButton, modifiers, to);
}

void EditorCanvasTest::type(const QString& text) {
    for (const QChar letter : text) QTest::keyClick(m_window, letter.toLatin1());
}

QString EditorCanvasTest::text(const QString& objectName, const char* property) const {
    const QQuickItem* found = item(objectName);
    return found ? found->property(property).toString() : QString();
}

void EditorCanvasTest::drawsAWebService() {
    show();
    QTest::mouseDClick(m_window, Qt::LeftButton, {}, inWindow({500, 300}));
    QTRY_VERIFY_WITH_TIMEOUT(
        item(QStringLiteral("quickAddField")) && item(QStringLiteral("quickAddField"))->hasActiveFocus(), kPatience);
    type(QStringLiteral("deploy"));
    press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(model().count(), 1, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(canvas()->hasActiveFocus() && !canvas()->isMoving(), kPatience);
    QTest::mouseDClick(m_window, Qt::LeftButton, {}, inWindow({120, 500}));
    QTRY_VERIFY_WITH_TIMEOUT(
        item(QStringLiteral("quickAddField")) && item(QStringLiteral("quickAddField"))->hasActiveFocus(), kPatience);
    type(QStringLiteral("service"));
    press(Qt::Key_Down);
    press(Qt::Key_Up);
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(itemOf(QStringLiteral("Service")) != 0, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(canvas()->hasActiveFocus() && !canvas()->isMoving(), kPatience);
    const QString before = m_document->textOf({});
    drag(handle(QStringLiteral("Service")), card(QStringLiteral("Deployment")));
    QTRY_COMPARE_WITH_TIMEOUT(edges(), 1, kPatience);
    QVERIFY2(m_document->textOf({}).count(QStringLiteral("app.kubernetes.io/name")) == 4,
             qPrintable(m_document->textOf({})));
    press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(m_document->textOf({}), before);
    press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(edges(), 1);
}

void EditorCanvasTest::drawsAWebServiceByKeyboard() {
    show();
    for (const char* what : {"deploy", "config"}) {
        press(Qt::Key_Escape);
        press(Qt::Key_Tab);
        QTRY_VERIFY_WITH_TIMEOUT(
            item(QStringLiteral("quickAddField")) && item(QStringLiteral("quickAddField"))->hasActiveFocus(),
            kPatience);
        type(QString::fromUtf8(what));
        press(Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(canvas()->hasActiveFocus(), kPatience);
    }
    QCOMPARE(model().count(), 2);
    QCOMPARE(edges(), 0);
    press(Qt::Key_Backtab, Qt::ShiftModifier);
    QCOMPARE(m_document->current(), itemOf(QStringLiteral("Deployment")));
    press(Qt::Key_C);
    QTRY_VERIFY_WITH_TIMEOUT(
        item(QStringLiteral("connectSearch")) && item(QStringLiteral("connectSearch"))->hasActiveFocus(), kPatience);
    type(QStringLiteral("conf"));
    press(Qt::Key_Return);
    // A config map can be read in more than one way.
    QTRY_VERIFY_WITH_TIMEOUT(
        item(QStringLiteral("connectWays")) && item(QStringLiteral("connectWays"))->hasActiveFocus(), kPatience);
    press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(edges(), 1, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(canvas()->hasActiveFocus(), kPatience);
    press(Qt::Key_Return);
    QCOMPARE(m_window->property("forms").toInt(), 1);
    press(Qt::Key_E);
    QVERIFY(canvas()->isEdgeSelected());
    press(Qt::Key_Delete);
    QCOMPARE(edges(), 0);
}

void EditorCanvasTest::takesFromThePalette() {
    show();
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("editorPalette")), kPatience);
    const auto row = [&] { return item(QStringLiteral("palette-template:three-tiers")); };
    QTRY_VERIFY_WITH_TIMEOUT(row(), kPatience);
    drag(centre(row()), inWindow({300, 200}));
    QTRY_VERIFY_WITH_TIMEOUT(model().count() > 6, kPatience);
    QVERIFY(edges() >= 6);
    press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(model().count(), 0);
    click(item(QStringLiteral("editorPaletteSearch")));
    type(QStringLiteral("cron"));
    press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(model().count(), 1, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(canvas()->hasActiveFocus(), kPatience);
}

void EditorCanvasTest::movesCards() {
    show(kWeb + "---\n" + kSettings);
    const QPointF before = canvas()->cardOf(itemOf(QStringLiteral("Deployment"))).topLeft();
    drag(card(QStringLiteral("Deployment")), card(QStringLiteral("Deployment")) + QPoint(40, 170), Qt::AltModifier);
    const QPointF moved = canvas()->cardOf(itemOf(QStringLiteral("Deployment"))).topLeft();
    QCOMPARE((moved - before).toPoint(), QPoint(40, 170));
    QVERIFY(!m_document->undoTitle().isEmpty());
    press(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(canvas()->cardOf(itemOf(QStringLiteral("Deployment"))).topLeft().toPoint(),
                              before.toPoint(), kPatience);
    press(Qt::Key_Right, Qt::AltModifier);
    QTRY_COMPARE_WITH_TIMEOUT(canvas()->cardOf(itemOf(QStringLiteral("Deployment"))).topLeft().toPoint(),
                              (before + QPointF(8, 0)).toPoint(), kPatience);
    // The ground goes with the pointer.
    drag(inWindow({700, 560}), inWindow({660, 520}));
    QCOMPARE(canvas()->cardOf(itemOf(QStringLiteral("Deployment"))).topLeft().toPoint(),
             (before + QPointF(-32, -40)).toPoint());
    press(Qt::Key_Period);
    QTRY_VERIFY_WITH_TIMEOUT(!canvas()->isMoving(), kPatience);
    press(Qt::Key_T, Qt::ShiftModifier | Qt::AltModifier);
    QTRY_VERIFY_WITH_TIMEOUT(!model().isArranging() && !canvas()->isMoving(), kPatience);
    QVERIFY(canvas()->cardOf(itemOf(QStringLiteral("Deployment"))).right() <
            canvas()->cardOf(itemOf(QStringLiteral("ConfigMap"))).left());
}

void EditorCanvasTest::choosesMany() {
    show(kWeb + "---\n" + kSettings + "---\n" + kService);
    QTest::mouseClick(m_window, Qt::LeftButton, {}, card(QStringLiteral("Deployment")));
    QCOMPARE(m_document->selection(), QList<int>{itemOf(QStringLiteral("Deployment"))});
    QTest::mouseClick(m_window, Qt::LeftButton, Qt::ControlModifier, card(QStringLiteral("ConfigMap")));
    QCOMPARE(m_document->selection().size(), 2);
    QTest::mouseClick(m_window, Qt::LeftButton, Qt::ControlModifier, card(QStringLiteral("Deployment")));
    QCOMPARE(m_document->selection(), QList<int>{itemOf(QStringLiteral("ConfigMap"))});
    press(Qt::Key_Escape);
    QVERIFY(m_document->selection().isEmpty());
    drag(inWindow({2, 2}), inWindow({canvas()->width() - 4, canvas()->height() - 4}), Qt::ShiftModifier);
    QCOMPARE(m_document->selection().size(), 3);
    press(Qt::Key_Delete);
    QCOMPARE(model().count(), 0);
    press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(model().count(), 3);
    press(Qt::Key_A, Qt::ControlModifier);
    press(Qt::Key_D, Qt::ControlModifier);
    QCOMPARE(model().count(), 6);
}

void EditorCanvasTest::saysWhyNot() {
    show(kSettings + "---\n" + kToken);
    const QPoint from = handle(QStringLiteral("ConfigMap")), to = card(QStringLiteral("Secret"));
    QTest::mousePress(m_window, Qt::LeftButton, {}, from);
    for (int step = 1; step <= 8; ++step) QTest::mouseMove(m_window, from + (to - from) * step / 8);
    const QVariantMap tip = canvas()->hovered();
    QCOMPARE(tip["title"].toString(), QStringLiteral("Cannot be connected"));
    QVERIFY(!tip["status"].toString().isEmpty());
    QTest::mouseRelease(m_window, Qt::LeftButton, {}, to);
    QCOMPARE(edges(), 0);
    QVERIFY(!item(QStringLiteral("connectWays")));
}

void EditorCanvasTest::makesNewWhereALineEnds() {
    show(kWeb);
    drag(handle(QStringLiteral("Deployment")), handle(QStringLiteral("Deployment")) + QPoint(160, 120));
    QTRY_VERIFY_WITH_TIMEOUT(
        item(QStringLiteral("quickAddField")) && item(QStringLiteral("quickAddField"))->hasActiveFocus(), kPatience);
    type(QStringLiteral("settings"));
    press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(model().count(), 2, kPatience);
    QCOMPARE(edges(), 1);
    press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(m_document->textOf({}), QString::fromUtf8(kWeb));
}

void EditorCanvasTest::takesLinesAway() {
    show(kWeb + "---\n" + kConnected);
    QCOMPARE(edges(), 1);
    const QRectF from = canvas()->cardOf(itemOf(QStringLiteral("Service"))),
                 to = canvas()->cardOf(itemOf(QStringLiteral("Deployment")));
    const QPointF middle((from.right() + to.left()) / 2, (from.center().y() + to.center().y()) / 2);
    QVERIFY(from.right() < to.left());
    QTest::mouseMove(m_window, inWindow(middle));
    QTRY_COMPARE_WITH_TIMEOUT(canvas()->hovered()["detail"].toString(), QStringLiteral("spec.selector"), kPatience);
    QTest::mouseClick(m_window, Qt::LeftButton, {}, inWindow(middle));
    QVERIFY(canvas()->isEdgeSelected());
    press(Qt::Key_Delete);
    QCOMPARE(edges(), 0);
    QCOMPARE(model().count(), 2);
    press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(edges(), 1);
}

void EditorCanvasTest::showsTheSameAsATable() {
    show(kWeb + "---\n" + kConnected);
    click(item(QStringLiteral("canvasTableToggle")));
    QTRY_VERIFY_WITH_TIMEOUT(
        item(QStringLiteral("canvasTable")) && item(QStringLiteral("canvasTable"))->hasActiveFocus(), kPatience);
    QVERIFY(shows(QStringLiteral("front")));
    press(Qt::Key_End);
    QCOMPARE(m_document->current(), itemOf(QStringLiteral("Service")));
    press(Qt::Key_Return);
    QCOMPARE(m_window->property("forms").toInt(), 1);
    press(Qt::Key_Delete);
    QCOMPARE(model().count(), 1);
    click(item(QStringLiteral("canvasTableToggle")));
    QTRY_VERIFY_WITH_TIMEOUT(canvas()->hasActiveFocus(), kPatience);
}

void EditorCanvasTest::renamesAndFinds() {
    show(kWeb + "          envFrom:\n            - configMapRef: {name: settings}\n---\n" + kSettings);
    press(Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("canvasFind"))->hasActiveFocus(), kPatience);
    type(QStringLiteral("sett"));
    QCOMPARE(m_document->current(), itemOf(QStringLiteral("ConfigMap")));
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(canvas()->hasActiveFocus(), kPatience);
    press(Qt::Key_F2);
    QTRY_VERIFY_WITH_TIMEOUT(
        item(QStringLiteral("renameField")) && item(QStringLiteral("renameField"))->hasActiveFocus(), kPatience);
    type(QStringLiteral("options"));
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(itemOf(QStringLiteral("ConfigMap"), QStringLiteral("options")) != 0, kPatience);
    QVERIFY(m_document->textOf({}).contains(QStringLiteral("configMapRef: {name: options}")));
    QCOMPARE(edges(), 1);
}

void EditorCanvasTest::offersAMenu() {
    show(kWeb);
    QTest::mouseClick(m_window, Qt::RightButton, {}, card(QStringLiteral("Deployment")));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("menu-duplicate")), kPatience);
    click(item(QStringLiteral("menu-duplicate")));
    QTRY_COMPARE_WITH_TIMEOUT(model().count(), 2, kPatience);
    press(Qt::Key_Escape);
    press(Qt::Key_Menu);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("menu-all")), kPatience);
    press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!item(QStringLiteral("menu-all")) && canvas()->hasActiveFocus(), kPatience);
}

void EditorCanvasTest::hangOver(const QMimeData& data) {
    QDragEnterEvent enter(inWindow(kDropAt), Qt::CopyAction, &data, Qt::LeftButton, {});
    QGuiApplication::sendEvent(m_window, &enter);
}

void EditorCanvasTest::drop(const QMimeData& data) {
    if (!item(QStringLiteral("canvasDropHint"))) hangOver(data);
    QDropEvent event(inWindow(kDropAt), Qt::CopyAction, &data, Qt::LeftButton, {});
    QGuiApplication::sendEvent(m_window, &event);
}

QUrl EditorCanvasTest::fileWith(const QString& name, const QByteArray& bytes) {
    QFile file(m_folder->filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) return {};
    return QUrl::fromLocalFile(file.fileName());
}

void EditorCanvasTest::takesWhatIsDropped() {
    show();
    QMimeData yaml;
    yaml.setText(QString::fromUtf8(kSettings));
    hangOver(yaml);
    QVERIFY(text(QStringLiteral("canvasDropHint")).startsWith(QStringLiteral("1 object")));
    // The first card is brought into the middle of the view; on the canvas it stands where it was dropped.
    const QPointF place = canvas()->toCanvas(kDropAt);
    drop(yaml);
    QTRY_COMPARE_WITH_TIMEOUT(model().count(), 1, kPatience);
    QCOMPARE(model().placeOf(0).topLeft(), place);
    QVERIFY(!item(QStringLiteral("canvasDropHint")));
    QMimeData words;
    words.setText(QStringLiteral("no manifest at all"));
    hangOver(words);
    QVERIFY(text(QStringLiteral("canvasDropHint")).contains(QStringLiteral("no Kubernetes object")));
    drop(words);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("canvasSay")), kPatience);
    QCOMPARE(model().count(), 1);
}

/// They stay files of their own, and are saved where they came from.
void EditorCanvasTest::takesFilesBesideWhatIsEdited() {
    show(kSettings);
    const QUrl web = fileWith(QStringLiteral("web.yaml"), kWeb), front = fileWith(QStringLiteral("front"), kConnected),
               words = fileWith(QStringLiteral("words.txt"), "nothing to see"),
               picture = fileWith(QStringLiteral("picture.png"), QByteArray("\x89PNG\r\n\0\0\0", 9));
    QMimeData files;
    files.setUrls({web, front});
    hangOver(files);
    QVERIFY(text(QStringLiteral("canvasDropHint")).startsWith(QStringLiteral("2 files")));
    drop(files);
    QTRY_COMPARE_WITH_TIMEOUT(model().count(), 3, kPatience);
    QCOMPARE(edges(), 1);
    QCOMPARE(m_document->files().size(), 3);
    QCOMPARE(m_document->files()[1].toMap()[QStringLiteral("path")].toString(), web.toLocalFile());
    QVERIFY(!m_document->files()[1].toMap()[QStringLiteral("changed")].toBool());
    QCOMPARE(m_document->selection().size(), 2);
    drop(files);
    QTRY_VERIFY_WITH_TIMEOUT(text(QStringLiteral("canvasSay")).contains(QStringLiteral("open already")), kPatience);
    for (const QUrl& wrong : {words, picture}) {
        files.setUrls({wrong});
        drop(files);
        QTRY_VERIFY_WITH_TIMEOUT(text(QStringLiteral("canvasSay")).contains(wrong.fileName()), kPatience);
    }
    QCOMPARE(m_document->files().size(), 3);
    QCOMPARE(m_document->count(), 3);
}

void EditorCanvasTest::opensWhatIsDroppedOnNothing() {
    show();
    QMimeData files;
    files.setUrls({fileWith(QStringLiteral("web.yaml"), kWeb)});
    hangOver(files);
    QCOMPARE(text(QStringLiteral("canvasDropHint")), QStringLiteral("web.yaml is opened."));
    drop(files);
    QTRY_COMPARE_WITH_TIMEOUT(model().count(), 1, kPatience);
    QCOMPARE(m_document->title(), QStringLiteral("web.yaml"));
    // What was removed and not saved is not thrown away for another file.
    m_document->setSelection({itemOf(QStringLiteral("Deployment"))});
    press(Qt::Key_Delete);
    QCOMPARE(m_document->count(), 0);
    files.setUrls({fileWith(QStringLiteral("settings.yaml"), kSettings)});
    drop(files);
    QTRY_COMPARE_WITH_TIMEOUT(m_document->count(), 1, kPatience);
    QVERIFY(m_document->isModified());
    press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(m_document->count(), 2);
}

void EditorCanvasTest::pastesWhatOthersCopied() {
    show();
    QGuiApplication::clipboard()->setText(QString::fromUtf8(kWeb + "---\n" + kConnected));
    press(Qt::Key_V, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(model().count(), 2, kPatience);
    QCOMPARE(edges(), 1);
    auto* files = new QMimeData;
    files->setUrls({fileWith(QStringLiteral("settings.yaml"), kSettings)});
    files->setText(files->urls().first().toString());
    QGuiApplication::clipboard()->setMimeData(files);
    press(Qt::Key_V, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(model().count(), 3, kPatience);
    QCOMPARE(m_document->files().size(), 2);
    QGuiApplication::clipboard()->clear();
}

void EditorCanvasTest::tellsAScreenReader() {
    QAccessible::setActive(true);
    show(kWeb + "          envFrom:\n            - configMapRef: {name: absent}\n---\n" + kConnected + "---\n" +
         kToken);
    QTRY_VERIFY_WITH_TIMEOUT(m_document->isChecked(), kPatience);
    QAccessibleInterface* const picture = QAccessible::queryAccessibleInterface(canvas());
    QVERIFY(picture && picture->role() == QAccessible::Graphic);
    QVERIFY(picture->text(QAccessible::Name).startsWith(QStringLiteral("Canvas of 4")));
    QVERIFY(picture->parent() && picture->parent()->indexOfChild(picture) >= 0);
    const auto partNamed = [&](const QString& name) -> QAccessibleInterface* {
        for (int i = 0; i < picture->childCount(); ++i)
            if (picture->child(i)->text(QAccessible::Name).startsWith(name)) return picture->child(i);
        return nullptr;
    };
    QAccessibleInterface* const web = partNamed(QStringLiteral("Deployment web"));
    QVERIFY(web && web->isValid());
    QCOMPARE(web->role(), QAccessible::ListItem);
    QVERIFY2(web->text(QAccessible::Name).contains(QStringLiteral("Not in the cluster yet")),
             qPrintable(web->text(QAccessible::Name)));
    QVERIFY(web->text(QAccessible::Description).contains(QStringLiteral("nginx:1.27")));
    QCOMPARE(web->parent(), picture);
    QCOMPARE(picture->child(picture->indexOfChild(web)), web);
    const QPoint at = m_window->mapToGlobal(card(QStringLiteral("Deployment")));
    QVERIFY(web->rect().contains(at));
    QCOMPARE(picture->childAt(at.x(), at.y()), web);
    // A line has a name of its own; the buttons on the canvas are there, too.
    QAccessibleInterface* const line = partNamed(QStringLiteral("From Service front to Deployment web"));
    QVERIFY(line && line->role() == QAccessible::Link);
    QVERIFY(partNamed(QStringLiteral("All of it")));
    // Put there, and pressed.
    web->actionInterface()->doAction(QAccessibleActionInterface::setFocusAction());
    QCOMPARE(m_document->current(), itemOf(QStringLiteral("Deployment")));
    QVERIFY(web->state().focused && web->state().selected && !line->state().selected);
    QCOMPARE(picture->focusChild(), web);
    web->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QCOMPARE(m_window->property("forms").toInt(), 1);
    line->actionInterface()->doAction(QAccessibleActionInterface::setFocusAction());
    QVERIFY(canvas()->isEdgeSelected() && line->state().focused);
    // It is known by what it is, not by where it stood; and gone when it is gone.
    m_document->setSelection({itemOf(QStringLiteral("Service"))});
    m_document->removeSelection();
    QVERIFY(web->isValid() && !line->isValid());
    QVERIFY(!partNamed(QStringLiteral("Service front")));
    // No value of a secret is told.
    for (int i = 0; i < picture->childCount(); ++i)
        QVERIFY(!picture->child(i)->text(QAccessible::Description).contains(QStringLiteral("change-me")));
}

/// Pictures for who wants to see them; and that drawing all of it makes no complaint.
void EditorCanvasTest::looksRight() {
    const QString folder = qEnvironmentVariable("ARMILLARY_PICTURES");
    const auto picture = [&](const QString& name) {
        QTRY_VERIFY_WITH_TIMEOUT(!canvas()->isVisible() || !canvas()->isMoving(), kPatience);
        const QImage image = m_window->grabWindow();
        QVERIFY(!image.isNull());
        if (!folder.isEmpty()) image.save(folder + u'/' + name + QStringLiteral(".png"));
    };
    show();
    picture(QStringLiteral("canvas-empty"));
    QMetaObject::invokeMethod(item(QStringLiteral("page")), "add",
                              Q_ARG(QString, QStringLiteral("template:three-tiers")));
    QMetaObject::invokeMethod(item(QStringLiteral("page")), "add",
                              Q_ARG(QString, QStringLiteral("template:worker-queue")));
    m_document->add(QStringLiteral("Add"),
                    QString::fromUtf8(kWeb + "          envFrom:\n            - configMapRef: {name: absent}\n"));
    QTRY_VERIFY_WITH_TIMEOUT(!m_document->project().findings().empty() || model().count() > 8, kPatience);
    const_cast<CanvasModel&>(model()).tidyUp();
    QTRY_VERIFY_WITH_TIMEOUT(!model().isArranging(), kPatience);
    press(Qt::Key_Period);
    picture(QStringLiteral("canvas-full"));
    m_document->setSelection({itemOf(QStringLiteral("StatefulSet"))});
    canvas()->zoomBy(2.2);
    canvas()->reveal(itemOf(QStringLiteral("StatefulSet")));
    picture(QStringLiteral("canvas-near"));
    press(Qt::Key_C);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("connectSearch")), kPatience);
    picture(QStringLiteral("canvas-connect"));
    press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!item(QStringLiteral("connectSearch")), kPatience);
    click(item(QStringLiteral("canvasTableToggle")));
    picture(QStringLiteral("canvas-table"));
}

}  // namespace armillary::app
