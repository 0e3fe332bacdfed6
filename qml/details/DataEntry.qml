pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// One key of a ConfigMap or a Secret. A Secret's value is decoded only while the eye is open.
Rectangle {
    id: entry
    required property var value // {key, size, text, binary, secret}
    required property var secretValue // function(key): string
    property bool unfolded: false
    readonly property bool hidden: value.secret && !eye.checked
    signal copied()
    implicitHeight: head.height + (body.visible ? body.height + 8 : 0)
    radius: 8
    color: Theme.background
    border.color: body.activeFocus ? Theme.accent : Theme.line
    Item {
        id: head
        width: parent.width
        height: 34
        Text {
            anchors { left: parent.left; leftMargin: 12 }
            width: parent.width - 24 - size.width - buttons.width
            anchors.verticalCenter: parent.verticalCenter
            text: entry.value.key
            textFormat: Text.PlainText
            elide: Text.ElideMiddle
            color: Theme.text
            font { family: Theme.family; pixelSize: Theme.small; weight: Font.DemiBold }
        }
        Text {
            id: size
            anchors { right: buttons.left; rightMargin: 6; verticalCenter: parent.verticalCenter }
            text: entry.value.size
            color: Theme.muted
            font { family: Theme.family; pixelSize: Theme.tiny }
        }
        Row {
            id: buttons
            anchors { right: parent.right; rightMargin: 4; verticalCenter: parent.verticalCenter }
            IconButton {
                id: eye
                objectName: "eye"
                visible: entry.value.secret && !entry.value.binary
                checkable: true
                implicitWidth: 28
                implicitHeight: 28
                symbol: checked ? "hide" : "eye"
                name: checked ? qsTr("Hide %1").arg(entry.value.key) : qsTr("Show %1").arg(entry.value.key)
            }
            IconButton {
                objectName: "copyValue"
                visible: !entry.value.binary
                implicitWidth: 28
                implicitHeight: 28
                symbol: "copy"
                name: qsTr("Copy %1").arg(entry.value.key)
                onClicked: entry.copied()
            }
        }
    }
    Text {
        id: body
        objectName: "dataValue"
        anchors { left: parent.left; right: parent.right; leftMargin: 12; rightMargin: 12; top: head.bottom }
        visible: text
        text: entry.value.binary ? qsTr("bytes that are no text") : entry.hidden ? "••••••••" : entry.value.secret ? entry.secretValue(entry.value.key) : entry.value.text
        textFormat: Text.PlainText
        wrapMode: Text.WrapAnywhere
        maximumLineCount: entry.unfolded ? 500 : 6
        elide: Text.ElideRight
        color: entry.value.binary || entry.hidden ? Theme.muted : Theme.text
        font { family: entry.value.binary ? Theme.family : Theme.monospace; pixelSize: Theme.tiny }
        activeFocusOnTab: truncated || entry.unfolded
        Accessible.role: Accessible.StaticText
        Accessible.name: text
        Accessible.onPressAction: entry.unfolded = !entry.unfolded
        Keys.onSpacePressed: entry.unfolded = !entry.unfolded
        TapHandler { onTapped: entry.unfolded = !entry.unfolded }
    }
}
