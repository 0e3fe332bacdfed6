import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// A label or an annotation; a click copies it.
AbstractButton {
    id: chip
    required property string key
    required property string value
    property real most: 380
    signal copied()
    readonly property string whole: value ? key + "=" + value : key
    implicitWidth: Math.min(most, keyText.implicitWidth + (value ? valueText.implicitWidth + 5 : 0) + 18)
    implicitHeight: 24
    Accessible.role: Accessible.Button
    Accessible.name: qsTr("Copy %1").arg(whole)
    onClicked: chip.copied()
    Hint { name: chip.whole.length > 300 ? chip.whole.slice(0, 300) + " …" : chip.whole; keys: qsTr("click to copy"); x: 0; y: chip.height + 4 }
    background: Rectangle {
        radius: 6
        color: chip.hovered ? Theme.raised : Theme.background
        border.color: chip.visualFocus ? Theme.accent : Theme.line
        border.width: chip.visualFocus ? 2 : 1
    }
    contentItem: Item {
        Text {
            id: keyText
            anchors { left: parent.left; leftMargin: 9; verticalCenter: parent.verticalCenter }
            width: Math.min(implicitWidth, chip.width - 18)
            text: chip.key + (chip.value ? ":" : "")
            textFormat: Text.PlainText
            elide: Text.ElideMiddle
            color: Theme.muted
            font { family: Theme.family; pixelSize: Theme.tiny }
        }
        Text {
            id: valueText
            anchors { left: keyText.right; leftMargin: 5; verticalCenter: parent.verticalCenter }
            width: Math.max(0, chip.width - keyText.width - 23)
            visible: width > 0
            text: chip.value.replace(/\s+/g, " ").slice(0, 200)
            textFormat: Text.PlainText
            elide: Text.ElideRight
            color: Theme.text
            font { family: Theme.family; pixelSize: Theme.tiny; weight: Font.Medium }
        }
    }
}
