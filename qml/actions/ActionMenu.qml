pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Actions
import Armillary.Components

// What can be done to the objects that `actions` has read; under a production lock they offer only what changes nothing.
Popup {
    id: menu
    required property ObjectActions actions
    property bool locked: false
    signal chosen(var action)

    width: 290
    padding: 6
    margins: 12
    modal: false
    focus: true
    onActiveFocusChanged: if (!activeFocus) close() // Tab leads out of it
    closePolicy: Popup.CloseOnEscape | Popup.CloseOnPressOutside
    background: Rectangle { radius: Theme.radius; color: Theme.surface; border.color: Theme.line }
    onOpened: list.forceActiveFocus()

    contentItem: Column {
        Text {
            width: parent.width
            leftPadding: 10
            bottomPadding: 6
            topPadding: 4
            text: menu.actions.subject
            elide: Text.ElideMiddle
            color: Theme.muted
            font { family: Theme.family; pixelSize: Theme.small }
        }
        Text {
            visible: text
            width: parent.width
            padding: 10
            wrapMode: Text.Wrap
            color: Theme.text
            font { family: Theme.family; pixelSize: Theme.small }
            text: menu.locked ? qsTr("This context is production and locked. Unlock it to change anything.")
                : menu.actions.loading ? qsTr("Reading it…")
                : menu.actions.problem
        }
        ListView {
            id: list
            width: parent.width
            height: Math.min(contentHeight, (menu.parent ? menu.parent.height : 600) - 100)
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            keyNavigationEnabled: true
            model: menu.actions.actions
            currentIndex: 0
            Accessible.role: Accessible.PopupMenu
            Accessible.name: qsTr("Actions")
            Keys.onReturnPressed: if (currentItem) (currentItem as ItemDelegate).clicked()
            Keys.onEnterPressed: if (currentItem) (currentItem as ItemDelegate).clicked()
            delegate: ItemDelegate {
                id: entry
                required property var modelData
                required property int index
                width: list.width
                height: 34
                text: modelData.title
                Accessible.role: Accessible.MenuItem
                Accessible.name: text
                onHoveredChanged: if (hovered) list.currentIndex = index
                onClicked: {
                    menu.close()
                    menu.chosen(entry.modelData)
                }
                background: Rectangle { radius: 7; color: list.currentIndex === entry.index ? Theme.raised : "transparent" }
                contentItem: Row {
                    spacing: 10
                    Icon {
                        size: 17
                        anchors.verticalCenter: parent.verticalCenter
                        color: entry.modelData.id.includes("delete") ? Theme.bad : Theme.muted
                        path: Icons.path(entry.modelData.icon)
                    }
                    Text {
                        width: parent.width - 27 - keys.width - 10
                        anchors.verticalCenter: parent.verticalCenter
                        text: entry.text
                        elide: Text.ElideRight
                        color: entry.modelData.id.includes("delete") ? Theme.bad : Theme.text
                        font { family: Theme.family; pixelSize: Theme.normal }
                    }
                    Text {
                        id: keys
                        anchors.verticalCenter: parent.verticalCenter
                        text: entry.modelData.shortcut
                        color: Theme.muted
                        font { family: Theme.family; pixelSize: Theme.small }
                    }
                }
            }
        }
    }
}
