import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// One thing that can be put on the canvas.
ItemDelegate {
    id: row
    required property string title
    required property string subtitle
    required property string symbol
    property bool current: false
    height: 46
    text: title
    Accessible.role: Accessible.ListItem
    Accessible.name: subtitle ? title + ", " + subtitle : title
    background: Rectangle {
        anchors { fill: parent; leftMargin: 4; rightMargin: 4 }
        radius: 7
        color: row.current ? Theme.raised : row.hovered ? Qt.alpha(Theme.raised, 0.5) : "transparent"
    }
    contentItem: Item {
        Icon {
            id: sign
            anchors { left: parent.left; leftMargin: 6; verticalCenter: parent.verticalCenter }
            size: 19
            color: Theme.muted
            path: Icons.path(row.symbol)
        }
        Column {
            anchors { left: sign.right; leftMargin: 12; right: parent.right; verticalCenter: parent.verticalCenter }
            spacing: 1
            Text {
                width: parent.width
                text: row.title
                elide: Text.ElideRight
                color: Theme.text
                font { family: Theme.family; pixelSize: Theme.normal }
            }
            Text {
                width: parent.width
                visible: text
                text: row.subtitle
                elide: Text.ElideRight
                color: Theme.muted
                font { family: Theme.family; pixelSize: Theme.tiny }
            }
        }
    }
}
