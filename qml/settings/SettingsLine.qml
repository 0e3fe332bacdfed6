import QtQuick
import Armillary.Components

// What is set on the left, the control on the right.
Item {
    id: line
    required property string name
    property string detail: ""
    default property alias control: place.data
    width: parent ? parent.width : 0
    height: Math.max(52, words.height + 20, place.childrenRect.height + 16)
    Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 1; color: Theme.line }
    Column {
        id: words
        anchors { left: parent.left; right: place.left; rightMargin: 20; verticalCenter: parent.verticalCenter }
        spacing: 2
        Text { width: parent.width; wrapMode: Text.Wrap; text: line.name; color: Theme.text; font { family: Theme.family; pixelSize: Theme.normal } }
        Text { width: parent.width; visible: text; wrapMode: Text.Wrap; text: line.detail; color: Theme.muted; font { family: Theme.family; pixelSize: Theme.small } }
    }
    Item {
        id: place
        anchors { right: parent.right; verticalCenter: parent.verticalCenter }
        width: childrenRect.width
        height: childrenRect.height
    }
}
