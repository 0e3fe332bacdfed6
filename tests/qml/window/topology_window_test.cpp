#include "topology_window_test.h"

#include <QAccessible>
#include <QSettings>
#include <QTest>
#include <cmath>

#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/corev1.h"
#include "tests/qml/support/offline.h"

namespace armillary::app {

namespace {
const QString kPodResource = QStringLiteral("/Pod"), kNodeResource = QStringLiteral("/Node"),
              kDeployment = QStringLiteral("apps/Deployment"), kBasket = QStringLiteral("shop/basket");
}

void TopologyWindowTest::openView(const QString& view, bool own) {
    QSettings().setValue(QStringLiteral("topology/view"), view);
    open(own ? canned(kStill) : sharedStill());
    QTRY_VERIFY_WITH_TIMEOUT(!topology()->isLoading() && topology()->podCount() == kPods, kPatience);
    if (view == u"sphere") QTRY_VERIFY_WITH_TIMEOUT(sphere()->bodies().pods() == kPods, kPatience);
    if (view == u"map") QTRY_VERIFY_WITH_TIMEOUT(map()->model()->nodeCount() > 10, kPatience);
}

void TopologyWindowTest::drag(QPoint from, QPoint to) {
    QTest::mouseMove(m_window, from);
    QTest::mousePress(m_window, Qt::LeftButton, {}, from);
    for (int step = 1; step <= 6; ++step) QTest::mouseMove(m_window, from + (to - from) * step / 6);
    QTest::mouseRelease(m_window, Qt::LeftButton, {}, to);
}

void TopologyWindowTest::type(const QString& text) {
    for (const QChar letter : text) QTest::keyClick(m_window, letter.toLatin1());
}

void TopologyWindowTest::switchesViewsAndKeepsTheSelection() {
    openView(QStringLiteral("sphere"));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("sphereView")) && sphere()->hasActiveFocus(), kPatience);
    const QString pod = QString::fromStdString(topology()->dots()[5].key);
    QVERIFY(sphere()->reveal(kPodResource, pod));
    QCOMPARE(selected(), pod);
    press(Qt::Key_3);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("topologyView")) && !item(QStringLiteral("sphereView")), kPatience);
    QCOMPARE(item(QStringLiteral("topologyView"))->property("selectedKey").toString(), pod);
    press(Qt::Key_2);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("mapView")) && map()->model()->nodeCount() > 10, kPatience);
    QCOMPARE(map()->selectedKey(), pod);
    press(Qt::Key_V);
    press(Qt::Key_V);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("mapView")) == nullptr, kPatience);
    click(item(QStringLiteral("view-sphere")));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("sphereView")), kPatience);
    QCOMPARE(sphere()->selectedKey(), pod);
    QCOMPARE(selected(), pod);
}

void TopologyWindowTest::remembersTheView() {
    openView(QStringLiteral("sphere"));
    click(item(QStringLiteral("view-map")));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("mapView")), kPatience);
    m_engine.reset();
    m_clusters.reset();
    open(sharedStill());
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("mapView")), kPatience);
}

void TopologyWindowTest::turnsTheSphere() {
    openView(QStringLiteral("sphere"));
    QTRY_VERIFY_WITH_TIMEOUT(sphere()->hasActiveFocus(), kPatience);
    const double yaw = sphere()->yaw(), pitch = sphere()->pitch(), zoom = sphere()->zoom();
    // From a corner, where nothing is that could be dragged.
    const QPoint corner = onWindow(sphere(), {60, 60});
    drag(corner, corner + QPoint(150, 40));
    QTRY_VERIFY_WITH_TIMEOUT(sphere()->yaw() > yaw + 0.2 && sphere()->pitch() > pitch + 0.05, kPatience);
    // It comes to rest.
    double last = 0;
    const auto rests = [&] { return std::exchange(last, sphere()->yaw()) == sphere()->yaw(); };
    QTRY_VERIFY_WITH_TIMEOUT(rests(), kPatience);
    const double before = sphere()->yaw();
    press(Qt::Key_Left);
    QTRY_VERIFY_WITH_TIMEOUT(sphere()->yaw() < before - 0.2, kPatience);
    press(Qt::Key_Plus);
    QTRY_VERIFY_WITH_TIMEOUT(sphere()->zoom() > zoom * 1.2, kPatience);
    const QPointF at = sphere()->mapToScene(QPointF(60, 60));
    QWheelEvent wheel(at, m_window->mapToGlobal(at), {}, QPoint(0, -240), Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QGuiApplication::sendEvent(m_window, &wheel);
    QTRY_VERIFY_WITH_TIMEOUT(sphere()->zoom() < zoom * 1.2, kPatience);
    press(Qt::Key_Home);
    QTRY_VERIFY_WITH_TIMEOUT(std::abs(sphere()->zoom() - 1) < 1e-9 && std::abs(sphere()->pitch() - pitch) < 1e-9,
                             kPatience);
}

void TopologyWindowTest::opensOnTheSphere() {
    openView(QStringLiteral("sphere"));
    QTRY_VERIFY_WITH_TIMEOUT(sphere()->hasActiveFocus(), kPatience);
    press(Qt::Key_Tab);
    QTRY_COMPARE_WITH_TIMEOUT(selected(), QStringLiteral("node-1"), kPatience);
    press(Qt::Key_Tab);
    QTRY_COMPARE_WITH_TIMEOUT(selected(), QStringLiteral("node-2"), kPatience);
    press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(details()->property("name").toString(), QStringLiteral("node-2"), kPatience);
    press(Qt::Key_J);
    QTRY_VERIFY_WITH_TIMEOUT(selected().contains(u'/'), kPatience);
    const QString pod = selected();
    press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(details()->property("key").toString(), pod, kPatience);
    press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!details()->property("open").toBool(), kPatience);
    auto* pane = qobject_cast<QQuickItem*>(part("detailPane"));
    QTRY_COMPARE_WITH_TIMEOUT(pane->mapToScene(QPointF()).x(), static_cast<double>(m_window->width()), kPatience);
    // By mouse: the one in front, once it has come to rest there.
    QPointF last;
    const auto rests = [&] {
        const QPointF at = sphere()->pointOf(kPodResource, pod);
        return !at.isNull() && std::exchange(last, at) == at;
    };
    QTRY_VERIFY_WITH_TIMEOUT(rests(), kPatience);
    QTest::mouseClick(m_window, Qt::LeftButton, {}, onWindow(sphere(), last));
    QTRY_VERIFY_WITH_TIMEOUT(details()->property("open").toBool(), kPatience);
    QCOMPARE(details()->property("key").toString(), pod);
}

void TopologyWindowTest::opensOnTheMap() {
    openView(QStringLiteral("map"));
    QTRY_VERIFY_WITH_TIMEOUT(map()->hasActiveFocus(), kPatience);
    QVERIFY(map()->reveal(kDeployment, kBasket));
    QTRY_VERIFY_WITH_TIMEOUT(map()->zoom() > 0.99, kPatience);
    press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(details()->property("key").toString(), kBasket, kPatience);
    press(Qt::Key_Right);
    QTRY_VERIFY_WITH_TIMEOUT(selected().startsWith(QStringLiteral("shop/basket-")), kPatience);
    const QString pod = selected();
    press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!details()->property("open").toBool(), kPatience);
    auto* pane = qobject_cast<QQuickItem*>(part("detailPane"));
    QTRY_COMPARE_WITH_TIMEOUT(pane->mapToScene(QPointF()).x(), static_cast<double>(m_window->width()), kPatience);
    // Its cell in the strip.
    QPointF last;
    const auto rests = [&] {
        const QPointF at = map()->pointOf(kPodResource, pod);
        return !at.isNull() && std::exchange(last, at) == at;
    };
    QTRY_VERIFY_WITH_TIMEOUT(rests(), kPatience);
    QTest::mouseClick(m_window, Qt::LeftButton, {}, onWindow(map(), last));
    QTRY_COMPARE_WITH_TIMEOUT(details()->property("key").toString(), pod, kPatience);
}

void TopologyWindowTest::findsByTyping() {
    openView(QStringLiteral("sphere"));
    const QString pod = QString::fromStdString(topology()->dots()[7].key);
    press(Qt::Key_Slash);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("topologySearch"))->hasActiveFocus(), kPatience);
    type(pod.section(u'/', 1));
    QTRY_COMPARE_WITH_TIMEOUT(selected(), pod, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!sphere()->pointOf(kPodResource, pod).isNull(), kPatience);
    press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(details()->property("key").toString(), pod, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(sphere()->hasActiveFocus(), kPatience);
}

void TopologyWindowTest::scalesByTheHandle() {
    openView(QStringLiteral("map"), true);
    QVERIFY(map()->reveal(kDeployment, kBasket));
    QPointF last;
    const auto rests = [&] {
        const QPointF at = map()->handleOf(kDeployment, kBasket);
        return !at.isNull() && map()->zoom() > 0.99 && !map()->isMoving() && std::exchange(last, at) == at;
    };
    QTRY_VERIFY_WITH_TIMEOUT(rests(), kPatience);
    const QPoint handle = onWindow(map(), last);
    drag(handle, handle - QPoint(0, 32));  // two more
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("actionNumber")), kPatience);
    QCOMPARE(item(QStringLiteral("actionNumber"))->property("value").toInt(), 8);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("confirmAction"))->isEnabled(), kPatience);
    click(item(QStringLiteral("confirmAction")));
    QTRY_COMPARE_WITH_TIMEOUT(topology()->podCount(), kPods + 2, kPatience);
}

void TopologyWindowTest::pinsByDropping() {
    openView(QStringLiteral("flat"));
    QTRY_VERIFY_WITH_TIMEOUT(topology()->cellSize() > 0, kPatience);
    // A pod of a deployment, from its card to another machine's.
    int dot = 0;
    const auto& dots = topology()->dots();
    while (dots[static_cast<std::size_t>(dot)].machine() != "node-1") ++dot;
    const QPoint from = dotCentre(dot);
    int other = 0;
    while (dots[static_cast<std::size_t>(other)].machine() != "node-3") ++other;
    const QString workload =
        topology()->workloadOfPod(QString::fromStdString(dots[static_cast<std::size_t>(dot)].key))["key"].toString();
    drag(from, dotCentre(other));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("actionOptions")), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(item(QStringLiteral("actionOptions"))->property("chosen").toString(),
                              QStringLiteral("node-3"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(
        item(QStringLiteral("actionDiff")) &&
            item(QStringLiteral("actionDiff"))->property("after").toString().contains(QStringLiteral("node-3")),
        kPatience);
    QVERIFY(!item(QStringLiteral("actionDiff"))->property("before").toString().contains(QStringLiteral("node-3")));
    QVERIFY(shows(QStringLiteral("Deployment ") + workload));
}

void TopologyWindowTest::tellsAScreenReader() {
    QAccessible::setActive(true);
    openView(QStringLiteral("map"));
    for (const char* name : {"mapView", "sphereView", "topologyView"}) {
        press(name == std::string_view("mapView")      ? Qt::Key_2
              : name == std::string_view("sphereView") ? Qt::Key_1
                                                       : Qt::Key_3);
        QTRY_VERIFY_WITH_TIMEOUT(item(QString::fromUtf8(name)), kPatience);
        auto* const view = qobject_cast<SceneView*>(item(QString::fromUtf8(name)));
        QTRY_VERIFY_WITH_TIMEOUT(!view->isMoving() && view->partCount() > 10, kPatience);
        QAccessibleInterface* const picture = QAccessible::queryAccessibleInterface(view);
        QVERIFY(picture && picture->childCount() >= view->partCount());
        QSet<QAccessibleInterface*> different;
        for (int part = 0; part < view->partCount(); ++part) {
            QAccessibleInterface* const each = picture->child(part);
            QVERIFY(each && each->isValid() && !each->text(QAccessible::Name).isEmpty());
            different.insert(each);
        }
        QCOMPARE(different.size(), view->partCount());
        view->forceActiveFocus();
        QAccessibleInterface* const second = picture->child(1);
        second->actionInterface()->doAction(QAccessibleActionInterface::setFocusAction());
        QCOMPARE(view->currentPart(), 1);
        QVERIFY(second->state().focused && picture->focusChild() == second);
        second->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QTRY_VERIFY_WITH_TIMEOUT(details()->property("open").toBool(), kPatience);
        press(Qt::Key_Escape);
        QTRY_VERIFY_WITH_TIMEOUT(!details()->property("open").toBool(), kPatience);
        view->forceActiveFocus();
    }
}

void TopologyWindowTest::offersActionsByRightClick() {
    openView(QStringLiteral("sphere"));
    QTRY_VERIFY_WITH_TIMEOUT(sphere()->hasActiveFocus(), kPatience);
    QVERIFY(sphere()->reveal(kNodeResource, QStringLiteral("node-3")));
    QPointF last;
    const auto rests = [&] {
        const QPointF at = sphere()->pointOf(kNodeResource, QStringLiteral("node-3"));
        return !at.isNull() && std::exchange(last, at) == at;
    };
    QTRY_VERIFY_WITH_TIMEOUT(rests(), kPatience);
    QTest::mouseClick(m_window, Qt::RightButton, {}, onWindow(sphere(), last));
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Node node-3")) && shows(QStringLiteral("Cordon")), kPatience);
    press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!shows(QStringLiteral("Cordon")), kPatience);
}

void TopologyWindowTest::filtersProblems() {
    openView(QStringLiteral("map"));
    const int all = map()->model()->nodeCount();
    click(item(QStringLiteral("topologyFilters")));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("onlyProblems")), kPatience);
    click(item(QStringLiteral("onlyProblems")));
    QTRY_VERIFY_WITH_TIMEOUT(map()->model()->nodeCount() < all && map()->model()->nodeCount() > 0, kPatience);
    QCOMPARE(topology()->podCount(), 4);
    click(QStringLiteral("Show everything"));
    QTRY_COMPARE_WITH_TIMEOUT(map()->model()->nodeCount(), all, kPatience);
}

void TopologyWindowTest::drawsOnlyWhatHasChanged() {
    openView(QStringLiteral("sphere"));
    QTRY_VERIFY_WITH_TIMEOUT(sphere()->hasActiveFocus(), kPatience);
    int last = 0;
    const auto rests = [&] { return std::exchange(last, sphere()->shownScenes()) == sphere()->shownScenes(); };
    QTRY_VERIFY_WITH_TIMEOUT(rests(), kPatience);
    // Asked to, but for nothing.
    sphere()->polish();
    m_window->grabWindow();
    QCOMPARE(sphere()->shownScenes(), last);
    sphere()->select(kNodeResource, QStringLiteral("node-2"));
    m_window->grabWindow();
    QCOMPARE(sphere()->shownScenes(), last + 1);
}

void TopologyWindowTest::restsWhileNobodyCanSee() {
    const auto offline = makeOfflineCluster(kStill).value();
    QSettings().setValue(QStringLiteral("topology/view"), QStringLiteral("sphere"));
    open([offline] { return connectionToSample(offline, *offline); });
    QTRY_VERIFY_WITH_TIMEOUT(topology()->podCount() == kPods && sphere()->bodies().pods() == kPods, kPatience);
    m_window->hide();
    QTRY_VERIFY_WITH_TIMEOUT(!topology()->isActive(), kPatience);
    const int shown = sphere()->shownScenes();
    const auto scaled = offline->client().patch(client::target<appsv1::Deployment>("shop", "basket"),
                                                client::PatchType::Merge, R"({"spec":{"replicas":9}})");
    QVERIFY(scaled.has_value());
    QTRY_COMPARE_WITH_TIMEOUT(m_clusters->current()->feed<corev1::Pod>()->objects().size(),
                              static_cast<std::size_t>(kPods + 3), kPatience);
    QCOMPARE(topology()->podCount(), kPods);
    QCOMPARE(sphere()->shownScenes(), shown);
    m_window->show();
    QTRY_COMPARE_WITH_TIMEOUT(topology()->podCount(), kPods + 3, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(sphere()->shownScenes() > shown, kPatience);
}

void TopologyWindowTest::readsNothingForPagesThatNobodyOpened() {
    openView(QStringLiteral("sphere"));
    QVERIFY(table()->resource().isEmpty());
    QCOMPARE(filter()->property("count").toInt(), 0);
    press(Qt::Key_3, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(table()->shown(), kPods, kPatience);
    press(Qt::Key_2, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(filter()->property("count").toInt(), kRows, kPatience);
}

}  // namespace armillary::app
