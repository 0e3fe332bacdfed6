pragma ComponentBehavior: Bound
import QtCore
import QtQuick
import Armillary.Components

// A window of its own for one view of the dock.
ThemedWindow {
    id: window
    required property string name
    required property string symbol
    required property bool shown
    readonly property alias place: place
    signal backWanted()
    signal closeWanted()

    transientParent: null
    visible: shown
    width: 820
    height: 520
    minimumWidth: 360
    minimumHeight: 220
    title: qsTr("%1 — Armillary").arg(name)
    onClosing: close => {
        close.accepted = false
        closeWanted()
    }
    Settings {
        category: "dockWindow"
        property alias width: window.width
        property alias height: window.height
    }
    Stage {
        Rectangle {
            id: bar
            width: parent.width
            height: 38
            color: Theme.surface
            Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 1; color: Theme.line }
            Icon { id: sign; anchors { left: parent.left; leftMargin: 14; verticalCenter: parent.verticalCenter } size: 15; color: Theme.accent; path: Icons.path(window.symbol) }
            Text {
                anchors { left: sign.right; leftMargin: 8; right: back.left; rightMargin: 8; verticalCenter: parent.verticalCenter }
                elide: Text.ElideMiddle
                text: window.name
                color: Theme.text
                font { family: Theme.family; pixelSize: Theme.small; weight: Font.Medium }
            }
            IconButton {
                id: back
                objectName: "putBack"
                anchors { right: parent.right; rightMargin: 8; verticalCenter: parent.verticalCenter }
                symbol: "dockBack"
                name: qsTr("Put it back into the dock")
                onClicked: window.backWanted()
            }
        }
        Rectangle {
            id: place
            anchors { left: parent.left; right: parent.right; top: bar.bottom; bottom: parent.bottom }
            color: Theme.surface
        }
    }
}
