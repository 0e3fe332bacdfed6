pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Clusters
import Armillary.Components

// The clusters that can be shown; a click switches.
Popup {
    id: menu
    required property ClusterList clusters
    width: 360
    padding: 8
    focus: true
    onActiveFocusChanged: if (!activeFocus) close() // Tab leads out of it
    background: Rectangle { radius: Theme.radius; color: Theme.surface; border.color: Theme.line }
    onAboutToShow: clusters.refresh()
    onOpened: list.forceActiveFocus()

    contentItem: Column {
        spacing: 4
        ListView {
            id: list
            objectName: "clusterList"
            width: parent.width
            height: Math.min(contentHeight, 420)
            clip: true
            keyNavigationEnabled: true
            model: menu.clusters
            currentIndex: menu.clusters.currentIndex
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Clusters")
            Keys.onReturnPressed: if (currentItem) (currentItem as ItemDelegate).clicked()
            ScrollBar.vertical: ScrollBar {}
            delegate: ItemDelegate {
                id: entry
                required property int index
                required property string name
                required property string detail
                required property color clusterColor
                required property bool production
                required property bool current
                required property bool insecure
                width: list.width
                height: 50
                text: name
                Accessible.role: Accessible.ListItem
                Accessible.name: production ? qsTr("%1, production").arg(name) : name
                Accessible.selected: current
                onClicked: { menu.close(); if (!current) menu.clusters.open(index) }
                background: Rectangle {
                    radius: 8
                    color: entry.current ? Theme.raised : entry.hovered ? Qt.alpha(Theme.raised, 0.6) : "transparent"
                    border.width: list.activeFocus && entry.ListView.isCurrentItem ? 2 : 0
                    border.color: Theme.accent
                }
                contentItem: Item {
                    Rectangle { id: dot; width: 10; height: 10; radius: 5; color: entry.clusterColor; anchors.verticalCenter: parent.verticalCenter }
                    Column {
                        anchors { left: dot.right; leftMargin: 12; right: lock.left; rightMargin: 8; verticalCenter: parent.verticalCenter }
                        spacing: 2
                        Text { width: parent.width; elide: Text.ElideMiddle; text: entry.name; color: Theme.text; font { family: Theme.family; pixelSize: Theme.normal; weight: Font.Medium } }
                        Text {
                            width: parent.width
                            elide: Text.ElideMiddle
                            text: entry.insecure ? qsTr("%1 — its certificate is not checked").arg(entry.detail) : entry.detail
                            color: entry.insecure ? Theme.warning : Theme.muted
                            font { family: Theme.family; pixelSize: Theme.small }
                        }
                    }
                    IconButton {
                        id: lock
                        anchors { right: parent.right; verticalCenter: parent.verticalCenter }
                        symbol: entry.production ? "lock" : "unlock"
                        tint: entry.production ? Theme.bad : Theme.quiet
                        name: entry.production ? qsTr("Production: read-only until unlocked. Click when it is not.") : qsTr("Mark as production: read-only until unlocked")
                        onClicked: menu.clusters.setProduction(entry.index, !entry.production)
                    }
                }
            }
        }
        Repeater {
            model: menu.clusters.problems
            Text {
                required property string modelData
                width: parent.width
                padding: 8
                wrapMode: Text.Wrap
                text: modelData
                color: Theme.warning
                font { family: Theme.family; pixelSize: Theme.small }
            }
        }
        Text {
            width: parent.width
            padding: 8
            wrapMode: Text.Wrap
            text: qsTr("From your kubeconfigs. Drop another file on the window to add its contexts.")
            color: Theme.muted
            font { family: Theme.family; pixelSize: Theme.small }
        }
    }
}
