import QtQuick
import Armillary.Components
import Armillary.Host

// The line that passes by at the bottom after a change, with the way to take it back.
Rectangle {
    id: toast
    required property WriteGate gate
    property bool failed: false
    property bool canUndo: false
    property bool shown: false

    function say(title: string, detail: string, failure: bool, undoable: bool): void {
        text.text = failure && detail ? title + "\n" + detail : title
        failed = failure
        canUndo = undoable
        shown = true
        gone.interval = failure ? 12000 : 6000
        gone.restart()
    }
    width: Math.min(row.implicitWidth + 32, (parent ? parent.width : 800) - 40)
    height: Math.max(46, text.implicitHeight + 22)
    radius: Theme.radius
    color: Theme.raised
    border.color: failed ? Theme.bad : Theme.line
    opacity: shown ? 1 : 0
    visible: opacity > 0
    Accessible.role: Accessible.AlertMessage
    Accessible.name: text.text
    Behavior on opacity { NumberAnimation { duration: Theme.calm } }
    Timer { id: gone; onTriggered: toast.shown = false }

    Row {
        id: row
        anchors { left: parent.left; leftMargin: 16; verticalCenter: parent.verticalCenter }
        spacing: 12
        Icon { anchors.verticalCenter: parent.verticalCenter; size: 17; color: toast.failed ? Theme.bad : Theme.good; path: Icons.path(toast.failed ? "warning" : "check") }
        Text {
            id: text
            objectName: "toastText"
            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(implicitWidth, 560)
            wrapMode: Text.Wrap
            maximumLineCount: 6
            elide: Text.ElideRight
            color: Theme.text
            font { family: Theme.family; pixelSize: Theme.normal }
        }
        PushButton {
            objectName: "undoButton"
            visible: toast.canUndo && toast.gate.undoTitle !== ""
            anchors.verticalCenter: parent.verticalCenter
            implicitHeight: 28
            text: qsTr("Undo")
            onClicked: { toast.shown = false; toast.gate.undo() }
        }
        IconButton { anchors.verticalCenter: parent.verticalCenter; implicitHeight: 28; implicitWidth: 28; symbol: "close"; name: qsTr("Close"); onClicked: toast.shown = false }
    }
}
