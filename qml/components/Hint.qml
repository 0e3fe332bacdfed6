import QtQuick
import QtQuick.Controls.Basic

// What a control is called and which keys it has, beside it once the pointer rests there.
ToolTip {
    id: hint
    property string name
    property string keys

    visible: parent.hovered
    delay: 600
    x: Theme.mirrored ? -width - 6 : parent.width + 6
    y: (parent.height - height) / 2
    padding: 8
    leftPadding: 11
    rightPadding: 11
    text: keys ? name + "  " + keys : name
    background: Rectangle {
        radius: Theme.radius - 2
        color: Theme.raised
        border.color: Theme.line
    }
    contentItem: Row {
        spacing: 10
        Text {
            text: hint.name
            color: Theme.text
            font { family: Theme.family; pixelSize: Theme.small; weight: Font.Medium }
        }
        Text {
            visible: hint.keys
            text: hint.keys
            color: Theme.muted
            font { family: Theme.family; pixelSize: Theme.small }
        }
    }
}
