import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// A column's title; a click sorts by it.
AbstractButton {
    id: header
    required property string role
    required property string sortedBy
    required property bool descending
    height: 32
    Accessible.role: Accessible.ColumnHeader
    Accessible.name: text + (sortedBy === role ? (descending ? qsTr(", sorted downwards") : qsTr(", sorted upwards")) : "")
    contentItem: Row {
        spacing: 5
        Text {
            text: header.text
            color: header.sortedBy === header.role ? Theme.text : Theme.muted
            font { family: Theme.family; pixelSize: Theme.small; weight: Font.DemiBold }
            anchors.verticalCenter: parent.verticalCenter
        }
        Text {
            visible: header.sortedBy === header.role
            text: header.descending ? "↓" : "↑"
            color: Theme.accent
            font { family: Theme.family; pixelSize: Theme.small }
            anchors.verticalCenter: parent.verticalCenter
        }
    }
    background: Rectangle { color: header.visualFocus ? Theme.raised : "transparent"; radius: 4 }
}
