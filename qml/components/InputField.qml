import QtQuick
import QtQuick.Controls.Basic

// One line to type into. `name` is what it is called.
TextField {
    id: field
    required property string name
    implicitHeight: 36
    leftPadding: 12
    rightPadding: 12
    color: Theme.text
    placeholderTextColor: Theme.muted
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentText
    font { family: Theme.family; pixelSize: Theme.normal }
    Accessible.role: Accessible.EditableText
    Accessible.name: name
    background: Rectangle {
        radius: Theme.radius - 2
        color: Theme.background
        border.color: field.activeFocus ? Theme.accent : Theme.line
        border.width: field.activeFocus ? 2 : 1
    }
}
