import QtQuick

// A word with a dot of its colour before it.
Row {
    id: tone
    required property string text
    required property string name
    spacing: Theme.space
    Rectangle {
        width: 8
        height: 8
        radius: 4
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.tone(tone.name)
        Behavior on color { ColorAnimation { duration: Theme.calm } }
    }
    Text {
        width: tone.width > 0 && implicitWidth > tone.width - 16 ? tone.width - 16 : implicitWidth
        elide: Text.ElideRight
        text: tone.text
        color: tone.name === "quiet" ? Theme.muted : Theme.text
        font { family: Theme.family; pixelSize: Theme.normal }
        anchors.verticalCenter: parent.verticalCenter
    }
}
