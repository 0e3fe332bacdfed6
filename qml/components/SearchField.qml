import QtQuick
import QtQuick.Controls.Basic

TextField {
    id: field
    implicitHeight: 34
    leftPadding: Theme.mirrored ? 10 : 34
    rightPadding: Theme.mirrored ? 34 : 10
    color: Theme.text
    placeholderTextColor: Theme.muted
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentText
    font { family: Theme.family; pixelSize: Theme.normal }
    Accessible.role: Accessible.EditableText
    Accessible.name: placeholderText
    Keys.onEscapePressed: clear()
    background: Rectangle {
        radius: Theme.radius
        color: Theme.surface
        border.color: field.activeFocus ? Theme.accent : Theme.line
        border.width: field.activeFocus ? 2 : 1
    }
    Icon {
        anchors { left: parent.left; leftMargin: 9; verticalCenter: parent.verticalCenter }
        size: 17
        color: Theme.muted
        path: "M11 4 A7 7 0 1 0 11 18 A7 7 0 1 0 11 4 M16.2 16.2 L21 21"
    }
}
