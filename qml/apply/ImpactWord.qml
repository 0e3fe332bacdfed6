import QtQuick
import Armillary.Components

// A word for what a change does.
Rectangle {
    id: word
    required property string label
    required property color tint
    width: text.implicitWidth + 14
    height: 20
    radius: 6
    color: Qt.alpha(tint, Theme.dark ? 0.14 : 0.1)
    border.color: Qt.alpha(tint, 0.5)
    Text {
        id: text
        anchors.centerIn: parent
        text: word.label
        color: word.tint
        font { family: Theme.family; pixelSize: Theme.tiny; weight: Font.Medium }
    }
}
