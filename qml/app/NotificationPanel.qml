pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Shell

// What was done and how it went.
Popup {
    id: panel
    required property Notifications notifications
    width: 400
    padding: 0
    focus: true
    onActiveFocusChanged: if (!activeFocus) close() // Tab leads out of it
    background: Rectangle { radius: Theme.radius; color: Theme.surface; border.color: Theme.line }
    onOpened: notifications.markRead()
    contentItem: Column {
        Item {
            width: parent.width
            height: 46
            Text { anchors { left: parent.left; leftMargin: 18; verticalCenter: parent.verticalCenter } text: qsTr("What was done"); color: Theme.text; font { family: Theme.family; pixelSize: Theme.normal; weight: Font.DemiBold } }
            PushButton {
                visible: list.count > 0
                anchors { right: parent.right; rightMargin: 10; verticalCenter: parent.verticalCenter }
                implicitHeight: 28
                text: qsTr("Clear")
                onClicked: panel.notifications.clear()
            }
            Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 1; color: Theme.line }
        }
        ListView {
            id: list
            objectName: "notificationList"
            width: parent.width
            height: Math.min(Math.max(contentHeight, 70), 420)
            clip: true
            model: panel.notifications
            Accessible.role: Accessible.List
            Accessible.name: qsTr("What was done")
            ScrollBar.vertical: ScrollBar {}
            delegate: Item {
                id: entry
                required property string title
                required property string detail
                required property bool failed
                required property string time
                width: list.width
                height: column.height + 22
                Icon { anchors { left: parent.left; leftMargin: 18 } y: 12; size: 16; color: entry.failed ? Theme.bad : Theme.good; path: Icons.path(entry.failed ? "warning" : "check") }
                Column {
                    id: column
                    anchors { left: parent.left; leftMargin: 44 }
                    y: 11
                    width: parent.width - 110
                    spacing: 3
                    Text { width: parent.width; wrapMode: Text.Wrap; text: entry.title; color: Theme.text; font { family: Theme.family; pixelSize: Theme.normal } }
                    Text { width: parent.width; visible: text; wrapMode: Text.Wrap; maximumLineCount: 6; elide: Text.ElideRight; text: entry.detail; color: Theme.bad; font { family: Theme.family; pixelSize: Theme.small } }
                }
                Text { anchors { right: parent.right; rightMargin: 18 } y: 13; text: entry.time; color: Theme.muted; font { family: Theme.family; pixelSize: Theme.small } }
            }
            Text {
                visible: list.count === 0
                anchors.centerIn: parent
                text: qsTr("Nothing yet.")
                color: Theme.muted
                font { family: Theme.family; pixelSize: Theme.normal }
            }
        }
    }
}
