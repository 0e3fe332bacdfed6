#include "window_test.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <semaphore>

#include "engine/schema/api/corev1.h"
#include "scene_view.h"
#include "tests/qml/support/offline.h"

namespace armillary::app {

void WindowTest::switchesPages() {
    openStill();
    QCOMPARE(page(), QStringLiteral("topology"));
    click(QStringLiteral("Workloads"));
    QTRY_COMPARE_WITH_TIMEOUT(page(), QStringLiteral("workloads"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("60 in the cluster")), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!item(QStringLiteral("topologyView")), kPatience);
    press(Qt::Key_1, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("topologyView")), kPatience);
    press(Qt::Key_2, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(!item(QStringLiteral("topologyView")), kPatience);
}

void WindowTest::opensAPodByMouse() {
    openStill();
    const QString name = QString::fromStdString(topology()->dots()[0].object->name());
    QTest::mouseClick(m_window, Qt::LeftButton, {}, dotCentre(0));
    QTRY_COMPARE_WITH_TIMEOUT(details()->property("name").toString(), name, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(shows(name), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Containers")), kPatience);
    // It slides in; what moves cannot be clicked.
    auto* pane = qobject_cast<QQuickItem*>(part("detailPane"));
    QTRY_COMPARE_WITH_TIMEOUT(pane->mapToScene(QPointF(pane->width(), 0)).x(), static_cast<double>(m_window->width()),
                              kPatience);

    click(QStringLiteral("YAML"));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("yamlText")), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(
        item(QStringLiteral("yamlText"))->property("text").toString().contains(QStringLiteral("name: ") + name),
        kPatience);
    click(QStringLiteral("Events"));
    const std::string& node = topology()->dots()[0].object->as<corev1::Pod>().spec.nodeName;
    QTRY_VERIFY_WITH_TIMEOUT(
        shows(QStringLiteral("Successfully assigned %1/%2 to %3")
                  .arg(details()->property("namespaceName").toString(), name, QString::fromStdString(node))),
        kPatience);

    press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!details()->property("open").toBool(), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(pane->mapToScene(QPointF()).x(), static_cast<double>(m_window->width()), kPatience);

    QTest::mouseClick(m_window, Qt::LeftButton, {}, dotCentre(1));
    QTRY_VERIFY_WITH_TIMEOUT(details()->property("open").toBool(), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(pane->mapToScene(QPointF(pane->width(), 0)).x(), static_cast<double>(m_window->width()),
                              kPatience);
    click(item(QStringLiteral("closeDetails")));
    QTRY_VERIFY_WITH_TIMEOUT(!details()->property("open").toBool(), kPatience);
}

void WindowTest::opensAPodByKeyboard() {
    openStill();
    item(QStringLiteral("topologyView"))->forceActiveFocus();
    press(Qt::Key_Right);
    press(Qt::Key_Right);
    QTRY_VERIFY_WITH_TIMEOUT(!part("topology")->property("selectedKey").toString().isEmpty(), kPatience);
    const QString selected = part("topology")->property("selectedKey").toString();
    press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(details()->property("key").toString(), selected, kPatience);
    press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!details()->property("open").toBool(), kPatience);
}

void WindowTest::opensANodeByItsHeadline() {
    openStill();
    // Cards glide to their places at first; what moves cannot be clicked.
    const auto settled = [this] {
        QQuickItem* card = textItem(QStringLiteral("node-2"));
        while (card && !card->property("cardY").isValid()) card = card->parentItem();
        return card && card->y() == card->property("cardY").toDouble() &&
               card->height() == card->property("cardHeight").toDouble();
    };
    QTRY_VERIFY_WITH_TIMEOUT(settled(), kPatience);
    click(QStringLiteral("node-2"));
    QTRY_COMPARE_WITH_TIMEOUT(details()->property("kind").toString(), QStringLiteral("Node"), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(details()->property("name").toString(), QStringLiteral("node-2"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Allocatable")), kPatience);
}

void WindowTest::saysWhatIsUnderThePointer() {
    openStill();
    QString name = QString::fromStdString(topology()->dots()[3].object->name());
    QVERIFY(!shows(name));
    // A pointer that is put down at once has not moved; one that comes from a neighbour has.
    const auto hover = [&] {
        name = QString::fromStdString(topology()->dots()[3].object->name());
        QTest::mouseMove(m_window, dotCentre(2));
        QTest::mouseMove(m_window, dotCentre(3));
        return shows(name);
    };
    QTRY_VERIFY_WITH_TIMEOUT(hover(), kPatience);
    QTest::mouseMove(m_window, QPoint(700, 20));
    QTRY_VERIFY_WITH_TIMEOUT(!shows(name), kPatience);
}

void WindowTest::filtersByTyping() {
    openStill();
    press(Qt::Key_2, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(filter()->property("count").toInt(), kRows, kPatience);
    press(Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("workloadSearch"))->hasActiveFocus(), kPatience);
    for (const char letter : {'p', 'a', 'y', 'm'}) QTest::keyClick(m_window, letter);
    QTRY_COMPARE_WITH_TIMEOUT(filter()->property("count").toInt(), 7, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("7 of 60 shown")), kPatience);
    press(Qt::Key_Escape);
    QTRY_COMPARE_WITH_TIMEOUT(filter()->property("count").toInt(), kRows, kPatience);
    click(QStringLiteral("Deployments"));
    QTRY_COMPARE_WITH_TIMEOUT(filter()->property("count").toInt(), kDeployments, kPatience);
    press(Qt::Key_F, Qt::ControlModifier);
    for (const char letter : {'z', 'z', 'z'}) QTest::keyClick(m_window, letter);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Nothing matches")), kPatience);
    click(QStringLiteral("Clear the filter"));
    QTRY_COMPARE_WITH_TIMEOUT(filter()->property("count").toInt(), kRows, kPatience);
}

void WindowTest::sortsByHeader() {
    openStill();
    press(Qt::Key_2, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(filter()->property("count").toInt(), kRows, kPatience);
    const auto first = [this] {
        QVariantMap row;
        QMetaObject::invokeMethod(filter(), "at", Q_RETURN_ARG(QVariantMap, row), Q_ARG(int, 0));
        return row["name"].toString();
    };
    QTRY_COMPARE_WITH_TIMEOUT(first(), QStringLiteral("basket"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Name")), kPatience);
    click(QStringLiteral("Name"));
    QTRY_VERIFY_WITH_TIMEOUT(filter()->property("descending").toBool(), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(first().startsWith(QStringLiteral("storefront-")), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("↓")), kPatience);
    click(QStringLiteral("Ready"));
    QTRY_COMPARE_WITH_TIMEOUT(filter()->property("sortedBy").toString(), QStringLiteral("ready"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!filter()->property("descending").toBool(), kPatience);
}

void WindowTest::opensARowByKeyboard() {
    openStill();
    press(Qt::Key_2, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("workloadList")), kPatience);
    item(QStringLiteral("workloadList"))->forceActiveFocus();
    press(Qt::Key_Down);
    press(Qt::Key_Down);
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(details()->property("name").toString().startsWith(QStringLiteral("basket-")), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(details()->property("exists").toBool(), kPatience);
}

void WindowTest::choosesANamespace() {
    openStill();
    click(item(QStringLiteral("namespacePicker")));
    QTRY_VERIFY_WITH_TIMEOUT(
        item(QStringLiteral("namespaceField")) && item(QStringLiteral("namespaceField"))->hasActiveFocus(), kPatience);
    for (const char letter : {'d', 'a', 't'}) QTest::keyClick(m_window, letter);
    press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(topology()->podCount(), 12, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("12 pods on 4 nodes")), kPatience);
    // The other pages are about the same.
    press(Qt::Key_3, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(table()->total(), 12, kPatience);
    click(item(QStringLiteral("namespacePicker")));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("allNamespaces")), kPatience);
    click(item(QStringLiteral("allNamespaces")));
    QTRY_COMPARE_WITH_TIMEOUT(topology()->podCount(), kPods, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(table()->total(), kPods, kPatience);
}

void WindowTest::browsesKinds() {
    openStill();
    press(Qt::Key_3, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(table()->shown(), kPods, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("48 in all")), kPatience);
    click(QStringLiteral("Deployments"));
    QTRY_COMPARE_WITH_TIMEOUT(table()->shown(), kDeployments, kPatience);
    press(Qt::Key_Slash);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("tableSearch"))->hasActiveFocus(), kPatience);
    for (const char letter : {'b', 'a', 's', 'k'}) QTest::keyClick(m_window, letter);
    QTRY_COMPARE_WITH_TIMEOUT(table()->shown(), 1, kPatience);
    press(Qt::Key_Return);
    press(Qt::Key_Down);
    press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(details()->property("name").toString(), QStringLiteral("basket"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(details()->property("exists").toBool(), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Conditions")), kPatience);
}

void WindowTest::goesBack() {
    openStill();
    QVERIFY(!item(QStringLiteral("backButton"))->isEnabled());
    press(Qt::Key_3, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(table()->shown(), kPods, kPatience);
    click(QStringLiteral("Deployments"));
    QTRY_COMPARE_WITH_TIMEOUT(table()->shown(), kDeployments, kPatience);
    click(item(QStringLiteral("backButton")));
    QTRY_COMPARE_WITH_TIMEOUT(table()->shown(), kPods, kPatience);
    press(Qt::Key_Left, Qt::AltModifier);
    QTRY_COMPARE_WITH_TIMEOUT(page(), QStringLiteral("topology"), kPatience);
    press(Qt::Key_Right, Qt::AltModifier);
    QTRY_COMPARE_WITH_TIMEOUT(page(), QStringLiteral("explorer"), kPatience);
}

void WindowTest::actsOnARow() {
    openExplorer(QStringLiteral("Deployments"), kDeployments, true);
    press(Qt::Key_Down);
    QTRY_VERIFY_WITH_TIMEOUT(table()->currentKey() == QStringLiteral("shop/basket"), kPatience);
    // By key: S scales.
    press(Qt::Key_S);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("actionNumber")) && item(QStringLiteral("actionNumber"))->isVisible(),
                             kPatience);
    item(QStringLiteral("actionNumber"))->setProperty("value", 7);
    click(item(QStringLiteral("confirmAction")));
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Scale Deployment shop/basket to 7")), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(topology()->podCount(), kPods + 1, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("undoButton")), kPatience);
    click(item(QStringLiteral("undoButton")));
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Scale Deployment shop/basket back to 6")), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(topology()->podCount(), kPods, kPatience);
}

void WindowTest::asksBeforeItDeletes() {
    openExplorer(QStringLiteral("Deployments"), kDeployments, true);
    press(Qt::Key_Down);
    press(Qt::Key_D, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Deletes Deployment shop/basket. This cannot be undone.")),
                             kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("6 pods")), kPatience);
    press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!item(QStringLiteral("confirmAction")), kPatience);
    QCOMPARE(table()->total(), kDeployments);
    item(QStringLiteral("resourceTable"))->forceActiveFocus();
    press(Qt::Key_D, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(
        item(QStringLiteral("confirmAction")) && item(QStringLiteral("confirmAction"))->hasActiveFocus(), kPatience);
    press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(table()->total(), kDeployments - 1, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(topology()->podCount(), kPods - 6, kPatience);
}

void WindowTest::locksProduction() {
    openExplorer(QStringLiteral("Deployments"), kDeployments);
    m_clusters->setProduction(0, true);
    press(Qt::Key_Down);
    press(Qt::Key_S);
    QVERIFY(!item(QStringLiteral("actionNumber")));
    press(Qt::Key_Menu);
    QTRY_VERIFY_WITH_TIMEOUT(
        shows(QStringLiteral("This context is production and locked. Unlock it to change anything.")), kPatience);
    press(Qt::Key_Escape);
    click(item(QStringLiteral("lockButton")));
    QTRY_VERIFY_WITH_TIMEOUT(
        item(QStringLiteral("unlockField")) && item(QStringLiteral("unlockField"))->hasActiveFocus(), kPatience);
    QVERIFY(!item(QStringLiteral("unlockButton"))->isEnabled());
    for (const QChar letter : QStringLiteral("simulated")) QTest::keyClick(m_window, letter.toLatin1());
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(!m_clusters->current()->gate()->isLocked(), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!item(QStringLiteral("unlockField")), kPatience);
    item(QStringLiteral("resourceTable"))->forceActiveFocus();
    press(Qt::Key_S);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("actionNumber")), kPatience);
}

void WindowTest::commandsByTyping() {
    openStill();
    press(Qt::Key_K, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(
        item(QStringLiteral("paletteField")) && item(QStringLiteral("paletteField"))->hasActiveFocus(), kPatience);
    for (const QChar letter : QStringLiteral(":deploy shop")) QTest::keyClick(m_window, letter.toLatin1());
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Deployments in shop")), kPatience);
    press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(page(), QStringLiteral("explorer"), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(table()->total(), 4, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!item(QStringLiteral("paletteField")), kPatience);
    press(Qt::Key_K, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(
        item(QStringLiteral("paletteField")) && item(QStringLiteral("paletteField"))->hasActiveFocus(), kPatience);
    for (const QChar letter : QStringLiteral("topol")) QTest::keyClick(m_window, letter.toLatin1());
    press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(page(), QStringLiteral("topology"), kPatience);
}

void WindowTest::opensLogs() {
    openExplorer(QStringLiteral("Deployments"), kDeployments);
    m_clusters->setProduction(0, true);  // which forbids changes alone
    press(Qt::Key_Down);
    press(Qt::Key_L);
    const auto problem = [this] {
        const QQuickItem* lines = item(QStringLiteral("logState"));
        return lines ? lines->property("detail").toString() : QString();
    };
    // Simulated machines keep no logs; what the server says of that is a state, not an alarm.
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("The log cannot be read")), kPatience);
    QVERIFY2(!problem().isEmpty(), "the server's own words");
    QVERIFY(!item(QStringLiteral("toastText")));
    QTRY_VERIFY_WITH_TIMEOUT(
        item(QStringLiteral("logCounts"))->property("text").toString().contains(QStringLiteral("6 pods, 6 containers")),
        kPatience);
    press(Qt::Key_J, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(part("dock")->property("height").toDouble() == 0, kPatience);
    press(Qt::Key_J, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(part("dock")->property("height").toDouble() > 100, kPatience);
    // The same once more is the same tab.
    item(QStringLiteral("resourceTable"))->forceActiveFocus();
    press(Qt::Key_L);
    QTRY_VERIFY_WITH_TIMEOUT(!item(QStringLiteral("resourceTable"))->hasActiveFocus(), kPatience);  // the tab has it
    item(QStringLiteral("resourceTable"))->forceActiveFocus();
    press(Qt::Key_Down);
    QTRY_COMPARE_WITH_TIMEOUT(table()->currentKey(), QStringLiteral("shop/catalogue"), kPatience);
    press(Qt::Key_L);
    QTRY_COMPARE_WITH_TIMEOUT(part("dock")->property("count").toInt(), 2, kPatience);
    // The tabs that are left move up; a click that comes too early hits nothing, and is made again.
    const auto closesAll = [this] {
        if (QQuickItem* button = item(QStringLiteral("closeTab"))) click(button);
        return part("dock")->property("count").toInt() == 0;
    };
    QTRY_VERIFY_WITH_TIMEOUT(closesAll(), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!part("dock")->property("shown").toBool(), kPatience);
}

void WindowTest::listsTheKeys() {
    openStill();
    press(Qt::Key_Question, Qt::ShiftModifier);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Delete (in a table)")), kPatience);
    press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!shows(QStringLiteral("Delete (in a table)")), kPatience);
}

void WindowTest::saysWhy() {
    openExplorer(QStringLiteral("Pods"), kPods);
    table()->setFilter(QStringLiteral("indexer crashloop"));
    QTRY_VERIFY_WITH_TIMEOUT(table()->shown() > 0, kPatience);
    press(Qt::Key_Home);
    press(Qt::Key_Return);
    // In the summary at once, with its evidence one click away.
    const auto cause = [this] {
        return find(m_window->contentItem(), [](QQuickItem* item) {
            return item->inherits("QQuickText") &&
                   item->property("text").toString().contains(QStringLiteral("exit code 1"));
        });
    };
    QTRY_VERIFY_WITH_TIMEOUT(cause(), kPatience);
    auto* pane = qobject_cast<QQuickItem*>(part("detailPane"));
    QTRY_COMPARE_WITH_TIMEOUT(pane->mapToScene(QPointF(pane->width(), 0)).x(), static_cast<double>(m_window->width()),
                              kPatience);
    click(cause());
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("whyList")) && shows(QStringLiteral("Next:")), kPatience);
    press(Qt::Key_Escape);
}

void WindowTest::respectsTheUsersRights() {
    const auto engine = makeOfflineCluster(kStill).value();
    const QTemporaryDir folder;
    const std::string file = restrictedKubeconfig(*engine, "shop", folder.path().toStdString());
    QVERIFY(!file.empty());
    open(connectKubeconfig({file}, {}));
    // Of the only namespace that may be listed, on machines that are known by their pods alone.
    QTRY_COMPARE_WITH_TIMEOUT(topology()->podCount(), 24, kPatience);
    QCOMPARE(topology()->narrowedTo(), QStringLiteral("shop"));
    QTRY_VERIFY_WITH_TIMEOUT(topology()->nodeCount() > 0, kPatience);
    press(Qt::Key_2, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("28 in shop, the only namespace you may list")), kPatience);
    press(Qt::Key_3, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(table()->shown(), 24, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("24 in all in shop, the only namespace you may list")), kPatience);
    // What may not be read is no empty list.
    click(QStringLiteral("Config maps"));
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Not permitted")), kPatience);
    QVERIFY(!shows(QStringLiteral("There are none")));
    // What may not be done says so, and why.
    click(QStringLiteral("Deployments"));
    QTRY_COMPARE_WITH_TIMEOUT(table()->shown(), 4, kPatience);
    item(QStringLiteral("resourceTable"))->forceActiveFocus();
    press(Qt::Key_Down);
    press(Qt::Key_D, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(
        item(QStringLiteral("confirmAction")) && item(QStringLiteral("confirmAction"))->hasActiveFocus(), kPatience);
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(
        item(QStringLiteral("toastText")) && item(QStringLiteral("toastText"))
                                                 ->property("text")
                                                 .toString()
                                                 .contains(QStringLiteral("cannot delete resource")),
        kPatience);
    QCOMPARE(table()->shown(), 4);
    m_engine.reset();
    m_clusters.reset();
}

void WindowTest::togglesTheTheme() {
    openStill();
    const QColor before = m_window->color();
    click(item(QStringLiteral("themeButton")));
    QTRY_VERIFY_WITH_TIMEOUT(m_window->color() != before, kPatience);
    press(Qt::Key_T, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_window->color(), before, kPatience);
}

void WindowTest::showsAFailureAndTriesAgain() {
    auto attempts = std::make_shared<std::atomic<int>>(0);
    open([attempts]() -> std::expected<Connection, std::string> {
        if (++*attempts == 1) return std::unexpected("nobody answers at https://127.0.0.1:6443");
        return canned(kStill)();
    });
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("No cluster")), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("nobody answers at https://127.0.0.1:6443")), kPatience);
    click(QStringLiteral("Try again"));
    QTRY_VERIFY_WITH_TIMEOUT(topology()->podCount() == kPods, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!shows(QStringLiteral("No cluster")), kPatience);
    QCOMPARE(attempts->load(), 2);
}

void WindowTest::showsThatItLoads() {
    auto gate = std::make_shared<std::binary_semaphore>(0);
    open([gate]() -> std::expected<Connection, std::string> {
        gate->acquire();
        return canned(kStill)();
    });
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Reading the cluster")), kPatience);
    gate->release();
    QTRY_VERIFY_WITH_TIMEOUT(!shows(QStringLiteral("Reading the cluster")) && item(QStringLiteral("topologyView")),
                             20000);
}

void WindowTest::showsAnEmptyCluster() {
    open(canned({.nodes = 0, .pods = 0, .lively = false}));
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("No nodes yet")), kPatience);
}

void WindowTest::animatesChanges() {
    OfflineOptions lively = kStill;
    lively.lively = true;
    open(canned(lively));
    QTRY_VERIFY_WITH_TIMEOUT(topology()->podCount() >= kPods, kPatience);
    QSignalSpy changed(topology(), &TopologyModel::changed);
    m_window->grabWindow();
    if (qobject_cast<SceneView*>(item(QStringLiteral("topologyView")))->isCalm()) {
        // Each frame is the processor's work here: what changes is at its end as soon as it is seen.
        QTRY_VERIFY_WITH_TIMEOUT(changed.count() > 3, kPatience);
        m_window->grabWindow();
        QVERIFY(std::ranges::all_of(
            topology()->dots(), [](const PodDot& dot) { return dot.progress == 1 && dot.pulse == 0 && !dot.leaving; }));
        return;
    }
    const auto moves = [this] {
        return std::ranges::any_of(topology()->dots(),
                                   [](const PodDot& dot) { return dot.pulse > 0 && dot.pulse < 1; });
    };
    QTRY_VERIFY_WITH_TIMEOUT(moves(), kPatience);
    QSignalSpy frames(m_window, &QQuickWindow::frameSwapped);
    QTRY_VERIFY_WITH_TIMEOUT(frames.count() > 10, kPatience);
}

}  // namespace armillary::app
