import QtCore
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Details
import Armillary.Host
import Armillary.Topology
import Armillary.Workloads

ApplicationWindow {
    id: window
    required property Cluster cluster
    readonly property alias page: rail.current
    readonly property alias topology: topologyPage
    readonly property alias workloads: workloadsPage
    readonly property alias detailPane: pane

    width: 1280
    height: 800
    minimumWidth: 760
    minimumHeight: 480
    visible: true
    title: cluster.where ? qsTr("Armillary — %1").arg(cluster.where) : qsTr("Armillary")
    color: Theme.background
    font { family: Theme.family; pixelSize: Theme.normal }
    palette {
        window: Theme.surface; windowText: Theme.text; base: Theme.surface; text: Theme.text; buttonText: Theme.text
        highlight: Theme.accent; highlightedText: Theme.accentText; toolTipBase: Theme.raised; toolTipText: Theme.text
        light: Theme.raised; midlight: Theme.raised; mid: Theme.quiet; dark: Theme.muted
    }

    Settings {
        category: "window"
        property alias width: window.width
        property alias height: window.height
        property string theme: "system"
        Component.onCompleted: Theme.mode = theme
        id: settings
    }
    function toggleTheme(): void {
        Theme.mode = Theme.dark ? "light" : "dark"
        settings.theme = Theme.mode
    }
    Shortcut { sequence: "Ctrl+1"; onActivated: rail.current = 0 }
    Shortcut { sequence: "Ctrl+2"; onActivated: rail.current = 1 }
    Shortcut { sequence: "Ctrl+T"; onActivated: window.toggleTheme() }
    Shortcut { sequences: [StandardKey.Quit]; onActivated: window.close() }

    NavigationRail {
        id: rail
        objectName: "rail"
        anchors { left: parent.left; top: parent.top; bottom: parent.bottom }
        pages: [
            {name: qsTr("Topology"), shortcut: "Ctrl+1", path: "M12 9 A3 3 0 1 0 12 15 A3 3 0 1 0 12 9 M5 3.5 A2 2 0 1 0 5 7.5 A2 2 0 1 0 5 3.5 M19 3.5 A2 2 0 1 0 19 7.5 A2 2 0 1 0 19 3.5 M5 16.5 A2 2 0 1 0 5 20.5 A2 2 0 1 0 5 16.5 M19 16.5 A2 2 0 1 0 19 20.5 A2 2 0 1 0 19 16.5 M6.5 7 L9.8 10 M17.5 7 L14.2 10 M6.5 17 L9.8 14 M17.5 17 L14.2 14"},
            {name: qsTr("Workloads"), shortcut: "Ctrl+2", path: "M3 5 H21 M3 5 V19 H21 V5 M3 10 H21 M9 10 V19"},
        ]
        onThemeToggled: window.toggleTheme()
    }
    ClusterBanner {
        id: banner
        cluster: window.cluster
        anchors { left: rail.right; right: parent.right; top: parent.top }
    }
    Item {
        id: pages
        anchors { left: rail.right; right: pane.left; top: banner.bottom; bottom: parent.bottom }
        visible: window.cluster.state !== Cluster.Failed
        TopologyPage {
            id: topologyPage
            anchors.fill: parent
            cluster: window.cluster
            visible: rail.current === 0
            onOpened: (kind, key) => pane.show(kind, key)
        }
        WorkloadsPage {
            id: workloadsPage
            anchors.fill: parent
            cluster: window.cluster
            visible: rail.current === 1
            openKey: pane.openKey
            onOpened: (kind, key) => pane.show(kind, key)
        }
    }
    DetailPane {
        id: pane
        cluster: window.cluster
        width: Math.min(420, window.width * 0.42)
        anchors { top: banner.bottom; bottom: parent.bottom }
        x: details.open && window.cluster.state !== Cluster.Failed ? window.width - width : window.width
        Behavior on x { NumberAnimation { duration: Theme.calm; easing.type: Easing.OutCubic } }
    }
    StateView {
        anchors { left: rail.right; right: parent.right; top: parent.top; bottom: parent.bottom }
        visible: window.cluster.state === Cluster.Failed
        kind: "error"
        title: qsTr("No cluster")
        detail: window.cluster.error
        action: qsTr("Try again")
        onTriggered: window.cluster.start()
    }
}
