#pragma once

#include <QStringList>
#include <functional>

#include "local_window_fixture.h"

namespace armillary::app {

/// Every place of the window, for tests that look at all of them: pages, as the registry of pages lists them, details,
/// what the dock holds, menus, sheets and dialogs, and the start. Reached in no language's words.
class EveryPlace : public LocalWindowFixture {
    Q_OBJECT

protected:
    /// Called with a place's name when it is shown and at rest.
    using Look = std::function<void(const QString& place)>;

    /// Opens the window on the sample and shows one after the other.
    void visit(const Look& look);
    /// The same for what is shown before there is a cluster, and when the window closes.
    void visitStart(const Look& look);

    /// The popup that is open on top; null when none is.
    QQuickItem* popup() const;
    /// What of the window can be used now: the popup, or everything.
    QQuickItem* reachable() const;
    /// Everything visible below, itself included.
    static std::vector<QQuickItem*> visibleBelow(QQuickItem* root);
    /// Its type and name, and those of what it is in: where a person who mends it has to look.
    static QString placeOf(const QQuickItem* item);
    /// Fails with all of them.
    static void report(const QStringList& wrong);

private:
    void begin();
    void go(const QString& page);
    void openDetails(const QString& resource, const QString& key);
    void settle();
    void visitPages(const Look& look);
    void visitDetails(const Look& look);
    void visitDock(const Look& look);
    void visitMenus(const Look& look);
    void visitDialogs(const Look& look);
    /// `open` brings a popup up, which is looked at and closed.
    void visitPopup(const QString& place, const Look& look, const std::function<void()>& open);
    /// As a press on it, without a pointer that stays there.
    void push(const QString& button);
};

}  // namespace armillary::app
