import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// A fix by its title, small enough for a line of a list.
AbstractButton {
    id: button
    implicitHeight: 24
    leftPadding: 10
    rightPadding: 10
    Accessible.role: Accessible.Button
    Accessible.name: text
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()
    Hint { name: button.text; keys: "Alt+Enter"; y: button.height + 4; x: (button.width - width) / 2 }
    contentItem: Text {
        text: button.text
        textFormat: Text.PlainText
        elide: Text.ElideRight
        color: Theme.accent
        verticalAlignment: Text.AlignVCenter
        font { family: Theme.family; pixelSize: Theme.small; weight: Font.Medium }
    }
    background: Rectangle {
        radius: Theme.radius - 2
        color: button.hovered ? Theme.raised : "transparent"
        border.color: button.visualFocus ? Theme.accent : Theme.line
        border.width: button.visualFocus ? 2 : 1
    }
}
