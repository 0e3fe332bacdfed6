import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// A whole number, typed or stepped.
SpinBox {
    id: field
    required property string name
    signal accepted()
    from: 0
    to: 1000000
    editable: true
    implicitWidth: 150
    implicitHeight: 36
    font { family: Theme.family; pixelSize: Theme.normal }
    Accessible.name: name
    Keys.onReturnPressed: accepted()
    Keys.onEnterPressed: accepted()
    // 10000, not 10,000: it is typed as it is read.
    textFromValue: value => String(value)
    valueFromText: text => { const number = parseInt(text, 10); return isNaN(number) ? field.value : number }
    contentItem: TextInput {
        text: field.displayText
        font: field.font
        color: Theme.text
        selectionColor: Theme.accent
        selectedTextColor: Theme.accentText
        horizontalAlignment: Qt.AlignHCenter
        verticalAlignment: Qt.AlignVCenter
        readOnly: !field.editable
        validator: field.validator
        inputMethodHints: Qt.ImhDigitsOnly
        selectByMouse: true
        Accessible.name: field.name
    }
    up.indicator: Rectangle {
        x: Theme.mirrored ? 1 : field.width - width - 1
        y: 1
        width: 34
        height: field.height - 2
        radius: Theme.radius - 3
        color: field.up.hovered ? Theme.raised : "transparent"
        Text { anchors.centerIn: parent; text: "+"; color: field.value < field.to ? Theme.text : Theme.quiet; font { family: Theme.family; pixelSize: Theme.large } }
    }
    down.indicator: Rectangle {
        x: Theme.mirrored ? field.width - width - 1 : 1
        y: 1
        width: 34
        height: field.height - 2
        radius: Theme.radius - 3
        color: field.down.hovered ? Theme.raised : "transparent"
        Text { anchors.centerIn: parent; text: "−"; color: field.value > field.from ? Theme.text : Theme.quiet; font { family: Theme.family; pixelSize: Theme.large } }
    }
    background: Rectangle {
        radius: Theme.radius - 2
        color: Theme.background
        border.color: field.activeFocus ? Theme.accent : Theme.line
        border.width: field.activeFocus ? 2 : 1
    }
}
