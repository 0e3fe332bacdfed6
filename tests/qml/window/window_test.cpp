#include "window_test.h"

#include <QAccessible>
#include <QDebug>
#include <QSignalSpy>
#include <QTest>
#include <semaphore>

#include "tests/qml/support/offline.h"

namespace armillary::app {

void WindowTest::switchesPages() {
    openStill();
    QCOMPARE(m_window->property("page").toInt(), 0);
    click(QStringLiteral("Workloads"));
    QTRY_COMPARE(m_window->property("page").toInt(), 1);
    QTRY_VERIFY(shows(QStringLiteral("56 in the cluster")));
    QVERIFY(!item(QStringLiteral("topologyView")));
    press(Qt::Key_1, Qt::ControlModifier);
    QTRY_VERIFY(item(QStringLiteral("topologyView")));
    press(Qt::Key_2, Qt::ControlModifier);
    QTRY_VERIFY(!item(QStringLiteral("topologyView")));
}

void WindowTest::opensAPodByMouse() {
    openStill();
    const QString name = QString::fromStdString(topology()->dots()[0].object->name());
    QTest::mouseClick(m_window, Qt::LeftButton, {}, dotCentre(0));
    QTRY_COMPARE(details()->property("name").toString(), name);
    QTRY_VERIFY(shows(name));
    QVERIFY(shows(QStringLiteral("Containers")));
    // It slides in; what moves cannot be clicked.
    auto* pane = qobject_cast<QQuickItem*>(part("detailPane"));
    QTRY_COMPARE(pane->x() + pane->width(), static_cast<double>(m_window->width()));

    click(QStringLiteral("YAML"));
    QTRY_VERIFY(item(QStringLiteral("yamlText")));
    QTRY_VERIFY(
        item(QStringLiteral("yamlText"))->property("text").toString().contains(QStringLiteral("name: ") + name));
    click(QStringLiteral("Events"));
    QTRY_VERIFY(shows(QStringLiteral("No events")));

    press(Qt::Key_Escape);
    QTRY_VERIFY(!details()->property("open").toBool());
    QTRY_COMPARE(pane->x(), static_cast<double>(m_window->width()));

    QTest::mouseClick(m_window, Qt::LeftButton, {}, dotCentre(1));
    QTRY_VERIFY(details()->property("open").toBool());
    QTRY_COMPARE(pane->x() + pane->width(), static_cast<double>(m_window->width()));
    click(item(QStringLiteral("closeDetails")));
    QTRY_VERIFY(!details()->property("open").toBool());
}

void WindowTest::opensAPodByKeyboard() {
    openStill();
    item(QStringLiteral("topologyView"))->forceActiveFocus();
    press(Qt::Key_Right);
    press(Qt::Key_Right);
    const QString selected = part("topology")->property("selectedKey").toString();
    QVERIFY(!selected.isEmpty());
    press(Qt::Key_Return);
    QTRY_COMPARE(details()->property("key").toString(), selected);
    press(Qt::Key_Escape);
    QTRY_VERIFY(!details()->property("open").toBool());
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
    QTRY_VERIFY(settled());
    click(QStringLiteral("node-2"));
    QTRY_COMPARE(details()->property("kind").toString(), QStringLiteral("Node"));
    QCOMPARE(details()->property("name").toString(), QStringLiteral("node-2"));
    QTRY_VERIFY(shows(QStringLiteral("Allocatable")));
}

void WindowTest::saysWhatIsUnderThePointer() {
    openStill();
    const QString name = QString::fromStdString(topology()->dots()[3].object->name());
    QVERIFY(!shows(name));
    // A pointer that is put down at once has not moved; one that comes from a neighbour has.
    const auto hover = [&] {
        QTest::mouseMove(m_window, dotCentre(2));
        QTest::mouseMove(m_window, dotCentre(3));
        return shows(name);
    };
    QTRY_VERIFY(hover());
    QTest::mouseMove(m_window, QPoint(700, 20));
    QTRY_VERIFY(!shows(name));
}

void WindowTest::filtersByTyping() {
    openStill();
    press(Qt::Key_2, Qt::ControlModifier);
    QTRY_COMPARE(filter()->property("count").toInt(), kRows);
    press(Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(item(QStringLiteral("workloadSearch"))->hasActiveFocus());
    for (const char letter : {'p', 'a', 'y', 'm'}) QTest::keyClick(m_window, letter);
    QTRY_COMPARE(filter()->property("count").toInt(), 7);
    QTRY_VERIFY(shows(QStringLiteral("7 of 56 shown")));
    press(Qt::Key_Escape);
    QTRY_COMPARE(filter()->property("count").toInt(), kRows);
    click(QStringLiteral("Deployments"));
    QTRY_COMPARE(filter()->property("count").toInt(), kDeployments);
    press(Qt::Key_F, Qt::ControlModifier);
    for (const char letter : {'z', 'z', 'z'}) QTest::keyClick(m_window, letter);
    QTRY_VERIFY(shows(QStringLiteral("Nothing matches")));
    click(QStringLiteral("Clear the filter"));
    QTRY_COMPARE(filter()->property("count").toInt(), kRows);
}

void WindowTest::sortsByHeader() {
    openStill();
    press(Qt::Key_2, Qt::ControlModifier);
    QTRY_COMPARE(filter()->property("count").toInt(), kRows);
    const auto first = [this] {
        QVariantMap row;
        QMetaObject::invokeMethod(filter(), "at", Q_RETURN_ARG(QVariantMap, row), Q_ARG(int, 0));
        return row["name"].toString();
    };
    QCOMPARE(first(), QStringLiteral("basket"));
    QTRY_VERIFY(shows(QStringLiteral("Name")));
    click(QStringLiteral("Name"));
    QTRY_VERIFY(filter()->property("descending").toBool());
    QTRY_VERIFY(first().startsWith(QStringLiteral("storefront-")));
    QVERIFY(shows(QStringLiteral("↓")));
    click(QStringLiteral("Ready"));
    QTRY_COMPARE(filter()->property("sortedBy").toString(), QStringLiteral("ready"));
    QVERIFY(!filter()->property("descending").toBool());
}

void WindowTest::opensARowByKeyboard() {
    openStill();
    press(Qt::Key_2, Qt::ControlModifier);
    QTRY_VERIFY(item(QStringLiteral("workloadList")));
    item(QStringLiteral("workloadList"))->forceActiveFocus();
    press(Qt::Key_Down);
    press(Qt::Key_Down);
    press(Qt::Key_Return);
    QTRY_VERIFY(details()->property("name").toString().startsWith(QStringLiteral("basket-")));
    QTRY_VERIFY(details()->property("exists").toBool());
}

void WindowTest::choosesANamespace() {
    openStill();
    QQuickItem* choice = item(QStringLiteral("namespaceChoice"));
    QVERIFY(choice);
    choice->forceActiveFocus();
    press(Qt::Key_Down);
    QTRY_COMPARE(topology()->podCount(), 12);
    QTRY_VERIFY(shows(QStringLiteral("12 pods on 4 nodes")));
    press(Qt::Key_Up);
    QTRY_COMPARE(topology()->podCount(), kPods);
}

void WindowTest::togglesTheTheme() {
    openStill();
    const QColor before = m_window->color();
    click(item(QStringLiteral("themeButton")));
    QTRY_VERIFY(m_window->color() != before);
    press(Qt::Key_T, Qt::ControlModifier);
    QTRY_COMPARE(m_window->color(), before);
}

void WindowTest::showsAFailureAndTriesAgain() {
    auto attempts = std::make_shared<std::atomic<int>>(0);
    open([attempts]() -> std::expected<Connection, std::string> {
        if (++*attempts == 1) return std::unexpected("nobody answers at https://127.0.0.1:6443");
        return canned(kStill)();
    });
    QTRY_VERIFY(shows(QStringLiteral("No cluster")));
    QVERIFY(shows(QStringLiteral("nobody answers at https://127.0.0.1:6443")));
    click(QStringLiteral("Try again"));
    QTRY_VERIFY_WITH_TIMEOUT(topology()->podCount() == kPods, 20000);
    QTRY_VERIFY(!shows(QStringLiteral("No cluster")));
    QCOMPARE(attempts->load(), 2);
}

void WindowTest::showsThatItLoads() {
    auto gate = std::make_shared<std::binary_semaphore>(0);
    open([gate]() -> std::expected<Connection, std::string> {
        gate->acquire();
        return canned(kStill)();
    });
    QTRY_VERIFY(shows(QStringLiteral("Reading the cluster")));
    gate->release();
    QTRY_VERIFY_WITH_TIMEOUT(!shows(QStringLiteral("Reading the cluster")) && item(QStringLiteral("topologyView")),
                             20000);
}

void WindowTest::showsAnEmptyCluster() {
    open(canned({.nodes = 0, .pods = 0, .lively = false}));
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("No nodes yet")), 20000);
}

void WindowTest::animatesChanges() {
    OfflineOptions lively = kStill;
    lively.lively = true;
    open(canned(lively));
    QTRY_VERIFY_WITH_TIMEOUT(topology()->podCount() >= kPods, 20000);
    const auto moves = [this] {
        return std::ranges::any_of(topology()->dots(),
                                   [](const PodDot& dot) { return dot.pulse > 0 && dot.pulse < 1; });
    };
    QTRY_VERIFY_WITH_TIMEOUT(moves(), 20000);
    QSignalSpy frames(m_window, &QQuickWindow::frameSwapped);
    QTRY_VERIFY_WITH_TIMEOUT(frames.count() > 10, 20000);
}

void WindowTest::namesEveryControl() {
    QAccessible::setActive(true);
    openStill();
    QTest::mouseClick(m_window, Qt::LeftButton, {}, dotCentre(0));
    QTRY_VERIFY(details()->property("open").toBool());
    int controls = 0;
    const std::function<void(QQuickItem*)> check = [&](QQuickItem* item) {
        if (!item->isVisible()) return;
        if (item->inherits("QQuickAbstractButton") || item->inherits("QQuickTextInput") ||
            item->inherits("QQuickComboBox")) {
            QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(item);
            QVERIFY2(accessible && !accessible->text(QAccessible::Name).isEmpty(), qPrintable(QDebug::toString(item)));
            ++controls;
        }
        for (QQuickItem* child : item->childItems()) check(child);
    };
    check(m_window->contentItem());
    press(Qt::Key_2, Qt::ControlModifier);
    QTRY_VERIFY(shows(QStringLiteral("56 in the cluster")));
    check(m_window->contentItem());
    QVERIFY2(controls > 20, "the walk has seen the window");
}

}  // namespace armillary::app
