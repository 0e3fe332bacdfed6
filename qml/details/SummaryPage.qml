pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// Label and value, row by row.
ListView {
    id: summary
    required property var rows // of {label, value, tone}
    clip: true
    model: rows
    spacing: 2
    topMargin: 12
    bottomMargin: 16
    boundsBehavior: Flickable.StopAtBounds
    ScrollBar.vertical: ScrollBar {}
    delegate: Item {
        id: line
        required property var modelData
        readonly property bool heading: modelData.tone === "heading"
        width: summary.width
        height: heading ? 38 : Math.max(label.height, value.height) + 8
        Accessible.role: Accessible.StaticText
        Accessible.name: modelData.label + " " + modelData.value
        Text {
            id: label
            x: 20
            y: line.heading ? 16 : 4
            width: line.heading ? parent.width - 40 : 118
            text: line.modelData.label
            color: line.heading ? Theme.text : Theme.muted
            elide: Text.ElideRight
            font { family: Theme.family; pixelSize: line.heading ? Theme.normal : Theme.small; weight: line.heading ? Font.DemiBold : Font.Normal }
        }
        Text {
            id: value
            visible: !line.heading
            x: 146
            y: 4
            width: parent.width - 166
            text: line.modelData.value
            wrapMode: Text.Wrap
            color: line.modelData.tone ? Theme.tone(line.modelData.tone) : Theme.text
            font { family: Theme.family; pixelSize: Theme.small }
        }
    }
}
