import QtQuick
import QtQuick.Controls.Basic

// A small choice that is on or off.
AbstractButton {
    id: chip
    checkable: true
    implicitHeight: 32
    leftPadding: 14
    rightPadding: 14
    Accessible.role: Accessible.RadioButton
    Accessible.name: text
    Accessible.checked: checked
    contentItem: Text {
        text: chip.text
        color: chip.checked ? Theme.accentText : Theme.text
        font { family: Theme.family; pixelSize: Theme.small; weight: Font.Medium }
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
    }
    background: Rectangle {
        radius: height / 2
        color: chip.checked ? Theme.accent : chip.hovered ? Theme.raised : "transparent"
        border.color: chip.visualFocus ? Theme.text : chip.checked ? Theme.accent : Theme.line
        border.width: chip.visualFocus ? 2 : 1
        Behavior on color { ColorAnimation { duration: Theme.quick } }
    }
}
