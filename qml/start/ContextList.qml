pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Clusters
import Armillary.Components

// The contexts of the user's kubeconfigs, a line each.
Column {
    id: list
    required property ClusterList clusters
    spacing: 2
    Repeater {
        id: rows
        model: list.clusters
        ItemDelegate {
            id: entry
            required property int index
            required property string name
            required property string detail
            required property string file
            required property color clusterColor
            required property bool production
            visible: file !== "" && index < 40
            width: list.width
            height: visible ? 40 : 0
            text: name
            Accessible.role: Accessible.Button
            Accessible.name: qsTr("Open %1").arg(name)
            onClicked: list.clusters.open(index)
            background: Rectangle {
                radius: 8
                color: entry.hovered ? Theme.raised : "transparent"
                border.width: entry.visualFocus ? 2 : 0
                border.color: Theme.accent
            }
            contentItem: Item {
                Rectangle { id: dot; width: 10; height: 10; radius: 5; color: entry.clusterColor; anchors.verticalCenter: parent.verticalCenter }
                Text {
                    id: title
                    anchors { left: dot.right; leftMargin: 12; verticalCenter: parent.verticalCenter }
                    width: Math.min(implicitWidth, entry.width * 0.45)
                    elide: Text.ElideMiddle
                    text: entry.name
                    color: Theme.text
                    font { family: Theme.family; pixelSize: Theme.normal; weight: Font.Medium }
                }
                Text {
                    anchors { left: title.right; leftMargin: 12; right: mark.left; rightMargin: 8; verticalCenter: parent.verticalCenter }
                    elide: Text.ElideMiddle
                    text: entry.detail
                    color: Theme.muted
                    font { family: Theme.family; pixelSize: Theme.small }
                }
                Icon { id: mark; anchors { right: parent.right; verticalCenter: parent.verticalCenter } visible: entry.production; size: 15; color: Theme.bad; path: Icons.path("lock") }
            }
        }
    }
}
