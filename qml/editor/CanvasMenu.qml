pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// What can be done on the canvas, by word: {id, title, keys, symbol, enabled}.
Popup {
    id: menu
    property var entries: []
    signal chosen(string id)

    function start(at: point, all: var): void {
        entries = all
        x = Math.max(8, Math.min(at.x, parent.width - width - 8))
        y = Math.max(8, Math.min(at.y, parent.height - all.length * 34 - 20))
        open()
    }
    function pick(id: string): void { close(); chosen(id) }
    width: 270
    padding: 6
    focus: true
    onActiveFocusChanged: if (!activeFocus) close() // Tab leads out of it
    onOpened: { list.currentIndex = 0; list.forceActiveFocus() }
    background: Rectangle { radius: Theme.radius; color: Theme.surface; border.color: Theme.line }
    contentItem: ListView {
        id: list
        objectName: "canvasMenu"
        implicitHeight: contentHeight
        keyNavigationEnabled: true
        interactive: false
        model: menu.entries
        Accessible.role: Accessible.PopupMenu
        Accessible.name: qsTr("What can be done")
        Keys.onReturnPressed: if (currentItem) (currentItem as ItemDelegate).clicked()
        Keys.onEnterPressed: if (currentItem) (currentItem as ItemDelegate).clicked()
        delegate: ItemDelegate {
            id: entry
            required property var modelData
            required property int index
            objectName: "menu-" + modelData.id
            width: list.width
            height: 34
            text: modelData.title
            Accessible.role: Accessible.MenuItem
            Accessible.name: modelData.title
            onClicked: menu.pick(modelData.id)
            background: Rectangle { radius: 7; color: entry.ListView.isCurrentItem || entry.hovered ? Theme.raised : "transparent" }
            contentItem: Item {
                Icon { id: sign; anchors { left: parent.left; verticalCenter: parent.verticalCenter } size: 17; color: Theme.muted; path: Icons.path(entry.modelData.symbol) }
                Text {
                    anchors { left: sign.right; leftMargin: 10; right: keys.left; rightMargin: 8; verticalCenter: parent.verticalCenter }
                    elide: Text.ElideRight
                    text: entry.modelData.title
                    color: Theme.text
                    font { family: Theme.family; pixelSize: Theme.normal }
                }
                Text {
                    id: keys
                    anchors { right: parent.right; verticalCenter: parent.verticalCenter }
                    text: entry.modelData.keys ?? ""
                    color: Theme.muted
                    font { family: Theme.family; pixelSize: Theme.tiny }
                }
            }
        }
    }
}
