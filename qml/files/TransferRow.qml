import QtQuick
import Armillary.Components

// Files on their way.
Item {
    id: row
    required property int index
    required property string title
    required property bool upload
    required property string transferState
    required property real share
    required property string amount
    required property string message
    readonly property bool runs: transferState === "running"
    readonly property string stateText: transferState === "running" ? (upload ? qsTr("Uploading") : qsTr("Downloading"))
        : transferState === "done" ? (upload ? qsTr("Uploaded") : qsTr("Downloaded"))
        : transferState === "failed" ? qsTr("Failed") : qsTr("Cancelled")
    readonly property color tint: transferState === "failed" ? Theme.bad : transferState === "done" ? Theme.good : transferState === "running" ? Theme.accent : Theme.quiet
    signal cancelled()

    height: Math.max(40, words.implicitHeight + 16)
    Accessible.role: Accessible.ListItem
    Accessible.name: [title, stateText, amount, message].filter(part => part).join(", ")

    Icon { id: sign; x: 12; anchors.verticalCenter: parent.verticalCenter; size: 16; color: row.tint; path: Icons.path(row.transferState === "failed" ? "warning" : row.transferState === "done" ? "check" : row.upload ? "upload" : "save") }
    Text {
        id: words
        objectName: "transferText"
        anchors { left: sign.right; leftMargin: 10; right: meter.left; rightMargin: 12; verticalCenter: parent.verticalCenter }
        wrapMode: Text.Wrap
        maximumLineCount: 3
        elide: Text.ElideRight
        textFormat: Text.PlainText
        text: [row.stateText, row.title.replace(/\n/g, "⏎"), row.amount, row.message].filter(part => part).join("  ·  ")
        color: row.transferState === "failed" ? Theme.bad : Theme.text
        font { family: Theme.family; pixelSize: Theme.small }
    }
    Rectangle {
        id: meter
        anchors { right: stop.left; rightMargin: 8; verticalCenter: parent.verticalCenter }
        visible: row.runs
        width: visible ? 140 : 0
        height: 6
        radius: 3
        color: Theme.raised
        // How much of it there is may not be known; then it only says that it goes on.
        Rectangle { height: parent.height; radius: 3; width: parent.width * (row.share < 0 ? 0.3 : row.share); opacity: row.share < 0 ? 0.5 : 1; color: Theme.accent }
    }
    IconButton {
        id: stop
        objectName: "transferCancel"
        anchors { right: parent.right; rightMargin: 8; verticalCenter: parent.verticalCenter }
        visible: row.runs
        symbol: "close"
        name: qsTr("Cancel %1").arg(row.title)
        onClicked: row.cancelled()
    }
}
