import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// One forward: from where, to what, and how it fares.
Rectangle {
    id: row
    required property int index
    required property string target
    required property string resource
    required property string key
    required property int port
    required property string portName
    required property int localPort
    required property string forwardState
    required property string message
    required property string url
    required property string pod
    required property real sent
    required property real received
    required property int connections
    property bool focused: false
    property bool locked: false
    readonly property bool stopped: forwardState === "stopped"
    readonly property color tint: forwardState === "active" ? Theme.good : stopped ? Theme.quiet : Theme.warning
    readonly property string stateText: forwardState === "active" ? qsTr("Active") : stopped ? qsTr("Stopped") : qsTr("Reconnecting")
    signal toggled()
    signal removed()
    signal copied()
    signal shown()

    function follow(): void { if (!stopped) Qt.openUrlExternally(url) }
    function toggle(): void { if (!locked) toggled() }
    function bytes(count: real): string {
        return count < 1024 ? qsTr("%1 B").arg(count) : count < 1048576 ? qsTr("%1 KiB").arg((count / 1024).toFixed(1)) : qsTr("%1 MiB").arg((count / 1048576).toFixed(1))
    }

    height: 68
    radius: Theme.radius
    color: Theme.surface
    border.color: focused ? Theme.accent : Theme.line
    border.width: focused ? 2 : 1
    Accessible.role: Accessible.ListItem
    Accessible.name: qsTr("Port %1 to %2, port %3: %4. %5").arg(localPort).arg(target).arg(port).arg(stateText).arg(message)

    Rectangle { id: dot; anchors { left: parent.left; leftMargin: 18; verticalCenter: parent.verticalCenter } width: 10; height: 10; radius: 5; color: row.tint }
    AbstractButton {
        id: link
        objectName: "forwardLink"
        anchors { left: dot.right; leftMargin: 14; top: parent.top; topMargin: 12 }
        width: 220
        enabled: !row.stopped
        text: row.url
        Accessible.role: Accessible.Link
        Accessible.name: qsTr("Open %1").arg(row.url)
        onClicked: row.follow()
        HoverHandler { cursorShape: link.enabled ? Qt.PointingHandCursor : Qt.ArrowCursor }
        contentItem: Text {
            text: link.text
            elide: Text.ElideRight
            color: link.enabled ? Theme.accent : Theme.muted
            font { family: Theme.monospace; pixelSize: Theme.normal; underline: link.hovered || link.visualFocus }
        }
    }
    Text {
        objectName: "forwardState"
        anchors { left: link.left; bottom: parent.bottom; bottomMargin: 12 }
        width: 220
        elide: Text.ElideRight
        text: row.stateText + (row.connections > 0 ? "  ·  " + qsTr("%n connections", "", row.connections) : "")
        color: row.stopped ? Theme.muted : row.tint
        font { family: Theme.family; pixelSize: Theme.small; weight: Font.Medium }
    }
    Column {
        anchors { left: link.right; leftMargin: 16; right: traffic.left; rightMargin: 12; verticalCenter: parent.verticalCenter }
        spacing: 6
        Text {
            width: parent.width
            elide: Text.ElideMiddle
            text: row.target + ", " + (row.portName ? qsTr("port %1 (%2)").arg(row.port).arg(row.portName) : qsTr("port %1").arg(row.port))
            color: Theme.text
            font { family: Theme.family; pixelSize: Theme.normal }
            TapHandler { onTapped: row.shown() }
        }
        Text {
            objectName: "forwardMessage"
            width: parent.width
            elide: Text.ElideRight
            text: [row.forwardState === "active" ? qsTr("now in %1").arg(row.pod) : "", row.message].filter(part => part).join("  ·  ")
            color: row.forwardState === "reconnecting" ? Theme.warning : Theme.muted
            font { family: Theme.family; pixelSize: Theme.small }
        }
    }
    Text {
        id: traffic
        anchors { right: buttons.left; rightMargin: 12; verticalCenter: parent.verticalCenter }
        visible: row.width > 760
        width: visible ? 170 : 0
        horizontalAlignment: Text.AlignRight
        text: "↑ " + row.bytes(row.sent) + "   ↓ " + row.bytes(row.received)
        color: Theme.muted
        font { family: Theme.family; pixelSize: Theme.small }
        Accessible.name: qsTr("%1 sent, %2 received").arg(row.bytes(row.sent)).arg(row.bytes(row.received))
    }
    Row {
        id: buttons
        anchors { right: parent.right; rightMargin: 10; verticalCenter: parent.verticalCenter }
        IconButton { symbol: "open"; name: qsTr("Open in the browser"); enabled: !row.stopped; onClicked: row.follow() }
        IconButton { symbol: "copy"; name: qsTr("Copy the address"); onClicked: row.copied() }
        IconButton { objectName: "forwardToggle"; symbol: row.stopped ? "play" : "stop"; name: row.stopped ? qsTr("Start") : qsTr("Stop"); enabled: !row.locked; onClicked: row.toggle() }
        IconButton { objectName: "forwardRemove"; symbol: "delete"; name: qsTr("Remove"); onClicked: row.removed() }
    }
}
