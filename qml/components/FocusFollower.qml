import QtQuick

// Scrolls `view` so that what the Tab key reaches in it is on the screen.
Item {
    id: follower
    required property Flickable view
    readonly property Item focused: Window.activeFocusItem
    onFocusedChanged: {
        let at = focused
        while (at && at !== view.contentItem) at = at.parent
        if (!at) return
        const top = focused.mapToItem(view.contentItem, 0, 0).y, bottom = top + focused.height
        if (top < view.contentY) view.contentY = Math.max(0, top - 40)
        else if (bottom > view.contentY + view.height) view.contentY = Math.min(view.contentHeight - view.height, bottom - view.height + 40)
    }
}
