#include "access_window_test.h"

#include <QAccessible>
#include <QTest>
#include <algorithm>
#include <set>

#include "tests/qml/support/git_repository.h"

namespace armillary::app {

namespace {

/// Something that a pointer or the keyboard does something to.
bool isControl(const QQuickItem* item) {
    if (!item->isEnabled()) return false;
    if (item->activeFocusOnTab() || item->inherits("QQuickAbstractButton")) return true;
    // What is written into a list or a table is put on what it scrolls; the list itself is looked at.
    if (item->parentItem() && item->parentItem()->inherits("QQuickFlickable")) return false;
    if (item->inherits("QQuickMouseArea")) return item->acceptedMouseButtons() != Qt::NoButton;
    const QObjectList& parts = item->children();
    return std::ranges::any_of(parts, [](const QObject* part) {
        return part->inherits("QQuickTapHandler") && part->property("enabled").toBool();
    });
}

/// What a screen reader finds from the window on. What has no item of its own is counted as it is, and must say what it
/// is.
void collect(QAccessibleInterface* interface, std::set<const QObject*>& found, QStringList& wrong) {
    if (!interface || !interface->isValid()) return;
    if (!interface->object()) {
        if (interface->role() == QAccessible::NoRole || interface->text(QAccessible::Name).trimmed().isEmpty())
            wrong << QStringLiteral("a part of a picture has no name: ") + interface->parent()->text(QAccessible::Name);
        return;
    }
    if (!found.insert(interface->object()).second) return;
    for (int index = 0; index < interface->childCount(); ++index) collect(interface->child(index), found, wrong);
}

bool hasPlace(const QQuickItem* item) {
    return item->width() > 0 && item->height() > 0;
}

/// Whether any of it lies within the window, and within everything that cuts off what is outside.
bool isOnScreen(const QQuickItem* item) {
    QRectF shown = item->mapRectToScene(QRectF(0, 0, item->width(), item->height()));
    shown &= QRectF(QPointF(), QSizeF(item->window()->size()));
    for (const QQuickItem* around = item->parentItem(); around; around = around->parentItem())
        if (around->clip()) shown &= around->mapRectToScene(QRectF(0, 0, around->width(), around->height()));
    return !shown.isEmpty();
}

bool isInTable(const QQuickItem* item) {
    for (; item; item = item->parentItem())
        if (item->inherits("QQuickTableView")) return true;
    return false;
}

}  // namespace

QStringList AccessWindowTest::unnamed() const {
    QStringList wrong;
    std::set<const QObject*> found;
    collect(QAccessible::queryAccessibleInterface(m_window), found, wrong);
    for (QQuickItem* item : visibleBelow(reachable())) {
        if (!isControl(item) || !hasPlace(item) || !isOnScreen(item)) continue;
        QAccessibleInterface* const interface = QAccessible::queryAccessibleInterface(item);
        const QAccessible::Role role = interface ? interface->role() : QAccessible::NoRole;
        if (role == QAccessible::NoRole || role == QAccessible::Client)
            wrong << QStringLiteral("has no role: ") + placeOf(item);
        else if (interface->text(QAccessible::Name).trimmed().isEmpty())
            wrong << QStringLiteral("has no name: ") + placeOf(item);
        else if (!found.contains(item))
            wrong << QStringLiteral("a screen reader does not find it: ") + interface->text(QAccessible::Name) +
                         QStringLiteral(", ") + placeOf(item);
    }
    return wrong;
}

QStringList AccessWindowTest::notReached(bool backwards) {
    QStringList wrong;
    std::set<const QQuickItem*> missing;
    for (const QQuickItem* item : visibleBelow(reachable()))
        // A table's cells are made anew while its columns find their widths; the table is looked for, not each of them.
        if (item->activeFocusOnTab() && item->isEnabled() && hasPlace(item) && !isInTable(item->parentItem()))
            missing.insert(item);
    const std::size_t all = missing.size();
    const QQuickItem* const menu = popup();
    std::set<const QQuickItem*> seen;
    // A list hands the focus on to its current entry.
    const auto reach = [&](const QQuickItem* now) {
        seen.insert(now);
        for (const QQuickItem* around = now; around; around = around->parentItem()) missing.erase(around);
    };
    const QQuickItem* last = m_window->activeFocusItem();
    if (last) reach(last);
    // Round once. The sphere goes through its machines before it lets go; nothing else keeps Tab for itself.
    std::size_t steps = 0, held = 0;
    for (; steps < 4 * all + 40 && held < 20; ++steps) {
        if (backwards)
            press(Qt::Key_Backtab, Qt::ShiftModifier);
        else
            press(Qt::Key_Tab);
        const QQuickItem* const now = m_window->activeFocusItem();
        if (!now || popup() != menu) break;  // a menu closes when one leaves it
        held = now == last ? held + 1 : 0;
        if (now != last && seen.contains(now) && missing.empty()) break;
        last = now;
        reach(now);
        if (!hasPlace(now) || !isOnScreen(now))
            wrong << QStringLiteral("has the focus where nobody sees it: ") + placeOf(now);
    }
    if (held >= 20 && all > 1) wrong << QStringLiteral("does not let go of the focus: ") + placeOf(last);
    for (const QQuickItem* item : missing) wrong << QStringLiteral("Tab does not come to it: ") + placeOf(item);
    return wrong;
}

void AccessWindowTest::namesEveryControl() {
    QAccessible::setActive(true);
    QStringList wrong;
    visit([&](const QString& place) {
        for (const QString& what : unnamed()) wrong << place + QStringLiteral(": ") + what;
    });
    report(wrong);
}

void AccessWindowTest::namesTheStart() {
    QAccessible::setActive(true);
    QStringList wrong;
    visitStart([&](const QString& place) {
        for (const QString& what : unnamed()) wrong << place + QStringLiteral(": ") + what;
    });
    report(wrong);
}

void AccessWindowTest::reachesEverythingByTab() {
    QStringList wrong;
    visit([&](const QString& place) {
        // A terminal and an editor have uses of their own for Tab; Ctrl+Tab and Shift+Tab leave them.
        if (place == u"dock, terminal" || place == u"dock, yaml") return;
        // On the canvas Tab goes from card to card, and from nothing to something new.
        for (const QString& what : notReached(place == u"editor")) wrong << place + QStringLiteral(": ") + what;
    });
    report(wrong);
}

void AccessWindowTest::reachesTheStartByTab() {
    QStringList wrong;
    visitStart([&](const QString& place) {
        for (const QString& what : notReached()) wrong << place + QStringLiteral(": ") + what;
    });
    report(wrong);
}

void AccessWindowTest::namesAndReachesAPreview() {
    QAccessible::setActive(true);
    const GitRepository shop;
    QVERIFY(fillShop(shop));
    QVERIFY(shop.write(QStringLiteral("web/deployment.yaml"), deploymentOf("web", "example.org/web:2.0")));
    QVERIFY(shop.write(QStringLiteral("api/deployment.yaml"), "kind: [\n"));
    openStill();
    press(Qt::Key_6, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("gitopsAddress")), kPatience);
    item(QStringLiteral("gitopsAddress"))->setProperty("text", shop.path());
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("gitopsSubject")), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("gitopsRefresh")), kPatience);
    item(QStringLiteral("gitopsChanges"))->forceActiveFocus();
    report(unnamed() + notReached());
    click(item(QStringLiteral("gitopsHead")));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("revisionSearch")), kPatience);
    report(unnamed());
}

}  // namespace armillary::app
