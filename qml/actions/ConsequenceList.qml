pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// What else happens, a line each.
Column {
    id: list
    required property var consequences // [{icon, text, detail}]
    required property string title
    spacing: 6
    visible: consequences.length > 0
    Text {
        width: parent.width
        text: list.title
        wrapMode: Text.Wrap
        color: Theme.muted
        font { family: Theme.family; pixelSize: Theme.small; weight: Font.DemiBold }
    }
    ListView {
        id: lines
        objectName: "consequences"
        width: parent.width
        height: Math.min(contentHeight, 208)
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: list.consequences
        Accessible.role: Accessible.List
        Accessible.name: list.title
        ScrollBar.vertical: ScrollBar {}
        delegate: Item {
            id: line
            required property var modelData
            width: lines.width
            height: 26
            Accessible.role: Accessible.ListItem
            Accessible.name: modelData.text + (modelData.detail ? ", " + modelData.detail : "")
            Icon { anchors { left: parent.left; leftMargin: 2; verticalCenter: parent.verticalCenter } size: 16; color: line.modelData.icon === "warning" ? Theme.warning : Theme.muted; path: Icons.path(line.modelData.icon) }
            Text {
                id: what
                anchors { left: parent.left; leftMargin: 28; verticalCenter: parent.verticalCenter }
                text: line.modelData.text
                color: Theme.text
                font { family: Theme.family; pixelSize: Theme.normal }
            }
            Text {
                anchors { left: what.right; leftMargin: 12; right: parent.right; rightMargin: 10; verticalCenter: parent.verticalCenter }
                text: line.modelData.detail
                elide: Text.ElideRight
                color: Theme.muted
                font { family: Theme.family; pixelSize: Theme.small }
            }
        }
    }
}
