pragma ComponentBehavior: Bound
import QtQuick
import Qt.labs.platform as Platform
import Armillary.Start

// The icon in the tray, where there is one: the cluster's state while no window is open.
Item {
    id: tray
    required property LocalCluster local
    readonly property bool available: icon.available
    signal openWanted()
    signal stopWanted()
    readonly property bool running: local.state === LocalCluster.Running
    readonly property string stateText: running ? qsTr("The cluster is running")
        : local.state === LocalCluster.Starting ? qsTr("The cluster is starting")
        : local.state === LocalCluster.Stopping ? qsTr("The cluster is stopping") : qsTr("The cluster is not running")

    Platform.SystemTrayIcon {
        id: icon
        visible: available
        icon.source: tray.running ? "qrc:/icons/tray-running.svg" : "qrc:/icons/tray-stopped.svg"
        tooltip: qsTr("Armillary: %1").arg(tray.stateText)
        menu: entries.item as Platform.Menu
        onActivated: reason => { if (reason !== Platform.SystemTrayIcon.Context) tray.openWanted() }
    }
    Loader {
        id: entries
        active: icon.available
        sourceComponent: Platform.Menu {
            Platform.MenuItem { text: tray.stateText; enabled: false }
            Platform.MenuSeparator {}
            Platform.MenuItem { text: qsTr("Open"); onTriggered: tray.openWanted() }
            Platform.MenuItem { text: qsTr("Stop the cluster and quit"); enabled: tray.running; onTriggered: tray.stopWanted() }
        }
    }
}
