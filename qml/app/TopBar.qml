pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Clusters
import Armillary.Components
import Armillary.Host
import Armillary.Shell

// Where one is: the way back, the cluster, its namespaces; and the way to everything else.
Rectangle {
    id: bar
    required property ClusterList clusters
    required property Cluster cluster
    required property Scope scope
    required property Navigator navigator
    required property Notifications notifications
    required property var keys // by id, as KeyMap has them
    signal searchWanted()
    signal notificationsWanted()
    signal unlockWanted()
    signal newWanted()
    function openClusters(): void { clusterMenu.open() }
    function openNamespaces(): void { namespaceMenu.open() }

    height: 50
    color: Theme.surface
    Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 1; color: Theme.line }
    // A production context is never mistaken for another one.
    Rectangle { width: parent.width; height: 3; color: bar.clusters.currentColor; visible: bar.cluster.gate.production }

    component Picker: AbstractButton {
        id: picker
        property color dot: "transparent"
        property string symbol: ""
        implicitHeight: 32
        leftPadding: Theme.mirrored ? 10 : 12
        rightPadding: Theme.mirrored ? 12 : 10
        Accessible.role: Accessible.ButtonMenu
        Accessible.name: text
        background: Rectangle {
            radius: 8
            color: picker.hovered || picker.down ? Theme.raised : "transparent"
            border.color: picker.visualFocus ? Theme.accent : Theme.line
            border.width: picker.visualFocus ? 2 : 1
        }
        contentItem: Row {
            spacing: 8
            Rectangle { visible: picker.dot.a > 0; width: 9; height: 9; radius: 5; color: picker.dot; anchors.verticalCenter: parent.verticalCenter }
            Text {
                text: picker.text
                width: Math.min(implicitWidth, 230)
                elide: Text.ElideMiddle
                color: Theme.text
                anchors.verticalCenter: parent.verticalCenter
                font { family: Theme.family; pixelSize: Theme.normal; weight: Font.Medium }
            }
            Icon { visible: picker.symbol; size: 15; color: Theme.bad; path: Icons.path(picker.symbol); anchors.verticalCenter: parent.verticalCenter }
            Icon { size: 13; color: Theme.muted; path: Icons.path("down"); anchors.verticalCenter: parent.verticalCenter }
        }
    }

    Row {
        id: left
        anchors { left: parent.left; leftMargin: 12; verticalCenter: parent.verticalCenter }
        spacing: 6
        IconButton { objectName: "backButton"; symbol: "back"; name: qsTr("Back"); keys: bar.keys.back; enabled: bar.navigator.canGoBack; onClicked: bar.navigator.back() }
        IconButton { objectName: "forwardButton"; symbol: "forward"; name: qsTr("Forward"); keys: bar.keys.forward; enabled: bar.navigator.canGoForward; onClicked: bar.navigator.forward() }
        Item { width: 4; height: 1 }
        Picker {
            id: clusterPicker
            objectName: "clusterPicker"
            text: bar.clusters.currentName
            dot: bar.clusters.currentColor
            symbol: bar.cluster.gate.production ? (bar.cluster.gate.locked ? "lock" : "unlock") : ""
            onClicked: clusterMenu.open()
            ClusterMenu { id: clusterMenu; clusters: bar.clusters; x: Theme.mirrored ? clusterPicker.width - width : 0; y: clusterPicker.height + 6 }
        }
        Picker {
            id: namespacePicker
            objectName: "namespacePicker"
            text: bar.scope.text
            onClicked: namespaceMenu.open()
            NamespaceMenu { id: namespaceMenu; scope: bar.scope; x: Theme.mirrored ? namespacePicker.width - width : 0; y: namespacePicker.height + 6 }
        }
        PushButton {
            objectName: "lockButton"
            visible: bar.cluster.gate.production
            implicitHeight: 32
            text: bar.cluster.gate.locked ? qsTr("Read-only. Unlock…") : qsTr("Unlocked. Lock")
            kind: bar.cluster.gate.locked ? "plain" : "danger"
            onClicked: bar.cluster.gate.locked ? bar.unlockWanted() : bar.cluster.gate.lock()
        }
    }
    Row {
        anchors { right: parent.right; rightMargin: 12; verticalCenter: parent.verticalCenter }
        spacing: 6
        AbstractButton {
            id: searchButton
            objectName: "searchButton"
            visible: bar.width > left.width + 350
            implicitWidth: 250
            implicitHeight: 32
            Accessible.name: qsTr("Go to or do")
            onClicked: bar.searchWanted()
            background: Rectangle { radius: 8; color: searchButton.hovered ? Theme.raised : Theme.background; border.color: searchButton.visualFocus ? Theme.accent : Theme.line; border.width: searchButton.visualFocus ? 2 : 1 }
            contentItem: Item {
                Icon { id: glass; anchors { left: parent.left; leftMargin: 10; verticalCenter: parent.verticalCenter } size: 15; color: Theme.muted; path: Icons.path("search") }
                Text { anchors { left: glass.right; leftMargin: 8; right: shortcut.left; rightMargin: 8; verticalCenter: parent.verticalCenter } text: qsTr("Go to or do"); elide: Text.ElideRight; color: Theme.muted; font { family: Theme.family; pixelSize: Theme.normal } }
                Text { id: shortcut; anchors { right: parent.right; rightMargin: 10; verticalCenter: parent.verticalCenter } text: bar.keys.palette; color: Theme.muted; font { family: Theme.family; pixelSize: Theme.small } }
            }
        }
        IconButton { objectName: "newButton"; symbol: "plus"; name: qsTr("New from YAML"); keys: bar.keys.newManifest; onClicked: bar.newWanted() }
        IconButton {
            objectName: "bellButton"
            symbol: "bell"
            name: bar.notifications.unread > 0 ? qsTr("%n failures", "", bar.notifications.unread) : qsTr("What was done")
            tint: bar.notifications.unread > 0 ? Theme.bad : Theme.muted
            onClicked: bar.notificationsWanted()
            Rectangle {
                visible: bar.notifications.unread > 0
                anchors { right: parent.right; top: parent.top; margins: 3 }
                width: Math.max(15, badge.implicitWidth + 6)
                height: 15
                radius: 8
                color: Theme.bad
                Text { id: badge; anchors.centerIn: parent; text: bar.notifications.unread; color: Theme.accentText; font { family: Theme.family; pixelSize: 10; weight: Font.Bold } }
            }
        }
    }
}
