import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// A column's title; a click sorts by it.
AbstractButton {
    id: cell
    required property bool first
    required property bool sorted
    required property bool descending
    Accessible.role: Accessible.ColumnHeader
    Accessible.name: text + (sorted ? (descending ? qsTr(", sorted downwards") : qsTr(", sorted upwards")) : "")
    background: Rectangle {
        color: cell.hovered ? Theme.raised : Theme.surface
        Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 1; color: Theme.line }
    }
    contentItem: Text {
        leftPadding: cell.first ? 20 : 8
        text: cell.text + (cell.sorted ? (cell.descending ? "  ↓" : "  ↑") : "")
        color: cell.sorted ? Theme.text : Theme.muted
        elide: Text.ElideRight
        verticalAlignment: Text.AlignVCenter
        font { family: Theme.family; pixelSize: Theme.small; weight: Font.DemiBold }
    }
}
