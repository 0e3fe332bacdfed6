import QtQuick
import QtQuick.Controls.Basic

// An icon that does something; `name` says what, to the pointer and to a screen reader.
AbstractButton {
    id: button
    required property string symbol
    required property string name
    property string keys: ""
    property color tint: Theme.muted
    implicitWidth: 34
    implicitHeight: 34
    opacity: enabled ? 1 : 0.35
    Accessible.role: Accessible.Button
    Accessible.name: name
    Hint { name: button.name; keys: button.keys; y: button.height + 4; x: (button.width - width) / 2 }
    background: Rectangle {
        radius: 8
        color: button.hovered && button.enabled ? Theme.raised : "transparent"
        border.width: button.visualFocus ? 2 : 0
        border.color: Theme.accent
    }
    contentItem: Item { Icon { anchors.centerIn: parent; size: 18; color: button.tint; path: Icons.path(button.symbol); directed: ["back", "forward"].includes(button.symbol) } }
}
