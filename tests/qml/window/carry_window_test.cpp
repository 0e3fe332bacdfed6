#include "carry_window_test.h"

#include <QSettings>
#include <QTest>

#include "tests/qml/support/offline.h"

namespace armillary::app {

namespace {
constexpr QPointF kPlace(180, 160);  // of the canvas, where there is nothing
}

QQuickItem* CarryWindowTest::railEntry() const {
    return find(item(QStringLiteral("rail")), [](QQuickItem* each) {
        return each->inherits("QQuickAbstractButton") && each->property("text").toString() == u"Editor";
    });
}

QPoint CarryWindowTest::rowPoint(int row) const {
    return item(QStringLiteral("resourceTable"))->mapToScene(QPointF(60, 34 * row + 17)).toPoint();
}

/// Presses there, and moves as far as a drag takes, then on.
void CarryWindowTest::pick(QPoint from, QPoint over) {
    QTest::mouseMove(m_window, from);
    QTest::mousePress(m_window, Qt::LeftButton, {}, from);
    for (int step = 1; step <= 8; ++step) QTest::mouseMove(m_window, from + (over - from) * step / 8);
}

/// Over the rail, until the editor has opened, and on to the canvas: to the point that it returns.
QPoint CarryWindowTest::carryToCanvas(QPoint from) {
    const QPoint entry = centre(railEntry());
    pick(from, entry);
    const auto onCanvas = [this] { return canvas()->mapToScene(kPlace).toPoint(); };
    const auto shown = [&] { return page() == u"editor" && canvas()->isVisible() && canvas()->width() > kPlace.x(); };
    if (!QTest::qWaitFor(shown, kPatience)) return {};
    // The first move may find the page still finding its place.
    for (int step = 1; step <= 6; ++step) QTest::mouseMove(m_window, entry + (onCanvas() - entry) * step / 6);
    if (!QTest::qWaitFor([this] { return !hint().isEmpty(); }, kPatience)) return {};
    QTest::mouseMove(m_window, onCanvas());
    return onCanvas();
}

QStringList CarryWindowTest::items() const {
    QStringList all;
    for (const editor::Item& each : document()->project().items())
        all << QString::fromStdString(each.object.kind.name + "/" + each.object.name);
    return all;
}

QString CarryWindowTest::hint() const {
    const QQuickItem* shown = item(QStringLiteral("canvasDropHint"));
    return shown ? shown->property("text").toString() : QString();
}

void CarryWindowTest::carriesARow() {
    openExplorer(QStringLiteral("Deployments"), kDeployments);
    const QString name = table()->keyAt(2).section(u'/', 1);
    QPoint at = carryToCanvas(rowPoint(2));
    QTRY_VERIFY_WITH_TIMEOUT(hint().contains(name), kPatience);
    QVERIFY(document()->count() == 0);
    QTest::mouseRelease(m_window, Qt::LeftButton, {}, at);
    QTRY_COMPARE_WITH_TIMEOUT(items(), QStringList{QStringLiteral("Deployment/") + name}, kPatience);
    QCOMPARE(document()->undoTitle(), QStringLiteral("Take %1 from the cluster").arg(name));
    QTRY_VERIFY_WITH_TIMEOUT(!item(QStringLiteral("canvasDropHint")), kPatience);
    // Once more: it is there, and stays there once.
    press(Qt::Key_3, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(page(), QStringLiteral("explorer"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("resourceTable")), kPatience);
    at = carryToCanvas(rowPoint(2));
    QTest::mouseRelease(m_window, Qt::LeftButton, {}, at);
    QTRY_VERIFY_WITH_TIMEOUT(shows(name + QStringLiteral(" is here already.")), kPatience);
    QCOMPARE(document()->count(), 1);
}

void CarryWindowTest::carriesWhatIsSelected() {
    openExplorer(QStringLiteral("Deployments"), kDeployments);
    table()->toggleSelected(1);
    table()->toggleSelected(3);
    const QStringList names{table()->keyAt(1).section(u'/', 1), table()->keyAt(3).section(u'/', 1)};
    const QPoint at = carryToCanvas(rowPoint(3));
    const QPointF wanted = canvas()->toCanvas(canvas()->mapFromScene(at));
    QTest::mouseRelease(m_window, Qt::LeftButton, {}, at);
    QTRY_COMPARE_WITH_TIMEOUT(document()->count(), 2, kPatience);
    for (const QString& name : names) QVERIFY(items().contains(QStringLiteral("Deployment/") + name));
    // Where they were dropped.
    const CanvasModel& model = *canvas()->model();
    const int first = model.graph().find(static_cast<editor::ItemId>(document()->selection().first()));
    QCOMPARE(model.placeOf(first).topLeft(), wanted);
    document()->undo();
    QCOMPARE(document()->count(), 0);
}

void CarryWindowTest::carriesACardOfTheMap() {
    QSettings().setValue(QStringLiteral("topology/view"), QStringLiteral("map"));
    open(sharedStill());
    MapView* map = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT((map = part("topology")->property("mapView").value<MapView*>()), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(map->model()->nodeCount() > 10, kPatience);
    QVERIFY(map->reveal(QStringLiteral("apps/Deployment"), QStringLiteral("shop/basket")));
    QTRY_VERIFY_WITH_TIMEOUT(!map->isMoving(), kPatience);
    const QPointF origin = map->origin();
    const QPointF card = map->pointOf(QStringLiteral("apps/Deployment"), QStringLiteral("shop/basket"));
    const QPoint at = carryToCanvas(map->mapToScene(card).toPoint());
    QTest::mouseRelease(m_window, Qt::LeftButton, {}, at);
    QTRY_COMPARE_WITH_TIMEOUT(items(), QStringList{QStringLiteral("Deployment/basket")}, kPatience);
    QCOMPARE(map->origin(), origin);
}

void CarryWindowTest::carriesPodsAsTheirWorkload() {
    QSettings().setValue(QStringLiteral("topology/view"), QStringLiteral("sphere"));
    open(sharedStill());
    SphereView* sphere = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT((sphere = part("topology")->property("sphere").value<SphereView*>()), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(sphere->bodies().pods() == kPods, kPatience);
    QString pod;
    for (const PodDot& dot : topology()->dots())
        if (topology()->workloadOfPod(QString::fromStdString(dot.key))["kind"] == QStringLiteral("Deployment"))
            pod = QString::fromStdString(dot.key);
    const QString workload = topology()->workloadOfPod(pod)["key"].toString().section(u'/', 1);
    QVERIFY(sphere->reveal(QStringLiteral("/Pod"), pod));
    QTRY_VERIFY_WITH_TIMEOUT(!sphere->isMoving(), kPatience);
    const QPoint at = carryToCanvas(sphere->mapToScene(sphere->pointOf(QStringLiteral("/Pod"), pod)).toPoint());
    QTest::mouseRelease(m_window, Qt::LeftButton, {}, at);
    QTRY_COMPARE_WITH_TIMEOUT(items(), QStringList{QStringLiteral("Deployment/") + workload}, kPatience);
    // The sphere has not taken the drop for one on a machine behind.
    QVERIFY(!item(QStringLiteral("actionOptions")));
}

void CarryWindowTest::tellsThatASecretBringsItsValues() {
    openStill();
    press(Qt::Key_3, Qt::ControlModifier);
    click(QStringLiteral("Secrets"));
    QTRY_VERIFY_WITH_TIMEOUT(!table()->isLoading() && table()->shown() > 0, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("resourceTable")), kPatience);
    const QPoint at = carryToCanvas(rowPoint(0));
    QTRY_VERIFY_WITH_TIMEOUT(hint().contains(QStringLiteral("with its values")), kPatience);
    QTest::mouseRelease(m_window, Qt::LeftButton, {}, at);
    QTRY_COMPARE_WITH_TIMEOUT(document()->count(), 1, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("canvasSay")) &&
                                 item(QStringLiteral("canvasSay"))->property("text").toString().contains(u"secret"),
                             kPatience);
}

void CarryWindowTest::saysWhatCannotBeTaken() {
    openExplorer(QStringLiteral("Deployments"), kDeployments);
    QVERIFY(!document()->whyNotFromCluster(QStringLiteral("none.example/Nothing"), {QStringLiteral("a")}).isEmpty());
    QVERIFY(document()->whyNotFromCluster(QStringLiteral("apps/Deployment"), {QStringLiteral("a/b")}).isEmpty());
    QStringList many;
    for (int i = 0; i <= EditorDocument::kMostFromCluster; ++i) many << QStringLiteral("a/%1").arg(i);
    QVERIFY(!document()->whyNotFromCluster(QStringLiteral("apps/Deployment"), many).isEmpty());
    press(Qt::Key_4, Qt::ControlModifier);
    document()->addFromCluster(QStringLiteral("apps/Deployment"), many);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("canvasSay")), kPatience);
    QCOMPARE(document()->count(), 0);
}

void CarryWindowTest::takesWhatIsDroppedOnTheRail() {
    openExplorer(QStringLiteral("Deployments"), kDeployments);
    const QString name = table()->keyAt(0).section(u'/', 1);
    const QPoint entry = centre(railEntry());
    pick(rowPoint(0), entry);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("carried")), kPatience);
    QTest::mouseRelease(m_window, Qt::LeftButton, {}, entry);
    QTRY_COMPARE_WITH_TIMEOUT(items(), QStringList{QStringLiteral("Deployment/") + name}, kPatience);
    QCOMPARE(page(), QStringLiteral("editor"));
    QTRY_VERIFY_WITH_TIMEOUT(canvas()->hasActiveFocus(), kPatience);
}

void CarryWindowTest::letsGoOfIt() {
    openExplorer(QStringLiteral("Deployments"), kDeployments);
    const QPoint at = carryToCanvas(rowPoint(0));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("carried")), kPatience);
    press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!item(QStringLiteral("carried")) && !item(QStringLiteral("canvasDropHint")), kPatience);
    QTest::mouseRelease(m_window, Qt::LeftButton, {}, at);
    QCOMPARE(document()->count(), 0);
    // A click is none.
    press(Qt::Key_3, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("resourceTable")), kPatience);
    QTest::mouseClick(m_window, Qt::LeftButton, {}, rowPoint(0));
    QTRY_VERIFY_WITH_TIMEOUT(details()->property("open").toBool(), kPatience);
    QVERIFY(!item(QStringLiteral("carried")));
}

}  // namespace armillary::app
