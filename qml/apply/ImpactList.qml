pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// What one object's change does to what runs: a word and a sentence each, the gravest first.
ListView {
    id: list
    // [{id, label, tone, message}]
    required property var impacts
    property real most: 180
    objectName: "impactList"
    implicitHeight: count > 0 ? Math.min(contentHeight + topMargin + bottomMargin, most) : 0
    topMargin: 10
    bottomMargin: 10
    spacing: 6
    clip: true
    visible: count > 0
    activeFocusOnTab: contentHeight > height
    boundsBehavior: Flickable.StopAtBounds
    model: impacts
    Accessible.role: Accessible.List
    Accessible.name: qsTr("What this does")
    ScrollBar.vertical: ScrollBar {}
    Keys.onUpPressed: ScrollBar.vertical.decrease()
    Keys.onDownPressed: ScrollBar.vertical.increase()
    delegate: Item {
        id: line
        required property var modelData
        readonly property color tint: modelData.tone === "accent" ? Theme.accent : modelData.tone === "quiet" ? Theme.muted : Theme.tone(modelData.tone)
        width: list.width
        implicitHeight: Math.max(word.height, text.height)
        Accessible.role: Accessible.ListItem
        Accessible.name: modelData.label + ": " + modelData.message
        ImpactWord { id: word; x: Theme.mirrored ? parent.width - width - 12 : 12; label: line.modelData.label; tint: line.tint }
        Text {
            id: text
            x: Theme.mirrored ? 12 : word.width + 22
            y: 2
            width: line.width - word.width - 36
            text: line.modelData.message
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            color: Theme.text
            font { family: Theme.family; pixelSize: Theme.small }
        }
    }
}
