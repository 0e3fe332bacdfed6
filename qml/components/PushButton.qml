import QtQuick
import QtQuick.Controls.Basic

// A button that does something. `kind` is "plain", "accent" for what one most likely wants, "danger" for what cannot be
// taken back.
AbstractButton {
    id: button
    property string kind: "plain"
    readonly property color tint: kind === "danger" ? Theme.bad : Theme.accent
    implicitHeight: 34
    leftPadding: 16
    rightPadding: 16
    opacity: enabled ? 1 : 0.45
    Accessible.role: Accessible.Button
    Accessible.name: text
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()
    contentItem: Text {
        text: button.text
        color: button.kind === "plain" ? Theme.text : Theme.accentText
        font { family: Theme.family; pixelSize: Theme.normal; weight: Font.Medium }
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
    }
    background: Rectangle {
        radius: Theme.radius - 2
        color: button.kind === "plain" ? (button.hovered ? Theme.raised : "transparent")
                                       : button.hovered ? Qt.lighter(button.tint, 1.1) : button.tint
        border.color: button.visualFocus ? Theme.text : button.kind === "plain" ? Theme.line : button.tint
        border.width: button.visualFocus ? 2 : 1
    }
}
