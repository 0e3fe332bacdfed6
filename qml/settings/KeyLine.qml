pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Settings

// One key: what it does, which it is, and the way to another. Pressing keys while it listens chooses them.
Item {
    id: line
    required property KeyMap map
    required property string keyId
    required property string name
    required property string keys
    required property string standard
    required property bool custom
    required property bool fixed
    property string wanted: ""
    property var rival: ({})
    readonly property bool listening: button.activeFocus && button.listening
    height: 42 + (complaint.visible ? complaint.height + 8 : 0)

    function choose(sequence: string): void {
        const rival = map.conflict(keyId, sequence)
        button.listening = false
        if (rival.name === undefined) { line.wanted = ""; map.set(keyId, sequence) }
        else { line.rival = rival; line.wanted = sequence }
    }

    Text {
        anchors { left: parent.left; right: controls.left; rightMargin: 12 }
        height: 42
        verticalAlignment: Text.AlignVCenter
        elide: Text.ElideRight
        text: line.name
        color: Theme.text
        font { family: Theme.family; pixelSize: Theme.normal }
    }
    Row {
        id: controls
        anchors.right: parent.right
        height: 42
        spacing: 6
        PushButton {
            visible: line.custom
            anchors.verticalCenter: parent.verticalCenter
            objectName: "resetKey-" + line.keyId
            implicitHeight: 28
            leftPadding: 10
            rightPadding: 10
            text: line.standard ? qsTr("Back to %1").arg(line.standard) : qsTr("Back to none")
            onClicked: { line.wanted = ""; line.map.reset(line.keyId) }
        }
        AbstractButton {
            id: button
            property bool listening: false
            objectName: "key-" + line.keyId
            anchors.verticalCenter: parent.verticalCenter
            width: 150
            height: 30
            enabled: !line.fixed
            text: listening ? qsTr("Press the keys") : line.keys || qsTr("none")
            Accessible.role: Accessible.Button
            Accessible.name: qsTr("%1: %2").arg(line.name).arg(text)
            onClicked: { listening = true; forceActiveFocus() }
            onActiveFocusChanged: if (!activeFocus) listening = false
            // Before any shortcut has them.
            Keys.onShortcutOverride: event => event.accepted = listening
            Keys.onPressed: event => {
                if (!listening) return
                event.accepted = true
                const sequence = line.map.sequenceOf(event.key, event.modifiers)
                if (event.key === Qt.Key_Escape) listening = false
                else if (sequence) line.choose(sequence)
            }
            background: Rectangle {
                radius: 6
                color: line.fixed ? "transparent" : button.listening ? Theme.background : button.hovered ? Theme.raised : Theme.surface
                border.color: button.listening || button.visualFocus ? Theme.accent : Theme.line
                border.width: line.fixed ? 0 : button.listening || button.visualFocus ? 2 : 1
            }
            contentItem: Text {
                text: button.text
                color: line.fixed ? Theme.muted : button.listening ? Theme.accent : Theme.text
                elide: Text.ElideRight
                horizontalAlignment: Text.AlignHCenter
                verticalAlignment: Text.AlignVCenter
                font { family: Theme.family; pixelSize: Theme.small; weight: Font.Medium }
            }
        }
    }
    Row {
        id: complaint
        visible: line.wanted !== ""
        anchors { right: parent.right; top: parent.top; topMargin: 42 }
        spacing: 10
        Text {
            objectName: "keyConflict"
            anchors.verticalCenter: parent.verticalCenter
            text: line.rival.fixed ? qsTr("%1 is “%2” in every table. Choose another.").arg(line.wanted).arg(line.rival.name) : qsTr("%1 is “%2” already.").arg(line.wanted).arg(line.rival.name ?? "")
            color: Theme.warning
            font { family: Theme.family; pixelSize: Theme.small }
        }
        PushButton {
            objectName: "takeKey"
            visible: line.rival.fixed === false
            implicitHeight: 28
            leftPadding: 10
            rightPadding: 10
            text: qsTr("Use it here instead")
            onClicked: { line.map.take(line.keyId, line.wanted); line.wanted = "" }
        }
        PushButton { implicitHeight: 28; leftPadding: 10; rightPadding: 10; text: qsTr("Leave it"); onClicked: line.wanted = "" }
    }
    Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 1; color: Theme.line }
}
