pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Settings

// Every key that does something, in one place.
Sheet {
    id: sheet
    required property KeyMap keys
    signal changeWanted()
    title: qsTr("Keys")
    width: Math.min(760, (parent ? parent.width : 760) - 40)
    contentItem: Column {
        spacing: 16
        Text { anchors.left: parent.left; text: sheet.title; color: Theme.text; font { family: Theme.family; pixelSize: 17; weight: Font.DemiBold } }
        GridView {
            id: grid
            width: parent.width
            height: Math.min(contentHeight, (sheet.parent ? sheet.parent.height : 600) - 200)
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            flow: GridView.FlowLeftToRight
            cellWidth: Math.floor(width / 2)
            cellHeight: 34
            model: sheet.keys
            ScrollBar.vertical: ScrollBar {}
            Accessible.role: Accessible.List
            Accessible.name: sheet.title
            delegate: Item {
                id: line
                required property string name
                required property string keys
                required property string group
                required property bool fixed
                width: grid.cellWidth
                height: grid.cellHeight
                Accessible.role: Accessible.ListItem
                Accessible.name: name + ": " + keys
                Text { id: which; width: 108; elide: Text.ElideRight; anchors.verticalCenter: parent.verticalCenter; text: line.keys || qsTr("none"); color: line.keys ? Theme.accent : Theme.muted; font { family: Theme.family; pixelSize: Theme.small; weight: Font.Medium } }
                Text {
                    anchors { left: which.right; right: parent.right; rightMargin: 16; verticalCenter: parent.verticalCenter }
                    maximumLineCount: 2
                    wrapMode: Text.Wrap
                    elide: Text.ElideRight
                    text: line.fixed ? qsTr("%1 (%2)").arg(line.name).arg(line.group.toLowerCase()) : line.name
                    color: Theme.text
                    font { family: Theme.family; pixelSize: Theme.small }
                }
            }
        }
        Row {
            anchors.right: parent.right
            spacing: 8
            PushButton { text: qsTr("Change them"); onClicked: { sheet.close(); sheet.changeWanted() } }
            PushButton { text: qsTr("Close"); focus: true; onClicked: sheet.close() }
        }
    }
}
