pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// Label and value, row by row.
ListView {
    id: summary
    required property var rows // of {label, value, tone}
    required property var why
    signal whyWanted()
    clip: true
    // What is wrong stands above everything else, one click from why.
    header: AbstractButton {
        id: cause
        width: summary.width
        visible: summary.why.statements.length > 0 && !summary.why.fine
        height: visible ? first.height + 42 : 0
        Accessible.role: Accessible.Button
        Accessible.name: visible ? qsTr("Why? %1").arg(first.text) : qsTr("Why?")
        onClicked: summary.whyWanted()
        background: Rectangle {
            anchors { fill: parent; leftMargin: 14; rightMargin: 14; topMargin: 10; bottomMargin: 8 }
            radius: 8
            color: Qt.alpha(Theme.bad, cause.hovered ? 0.22 : 0.14)
            border.width: cause.visualFocus ? 2 : 0
            border.color: Theme.accent
        }
        contentItem: Item {
            Icon { x: 26; y: 22; size: 16; color: Theme.bad; path: Icons.path("warning") }
            Text {
                id: first
                x: 52
                y: 22
                width: parent.width - 78
                text: cause.visible ? summary.why.statements[0].statement : ""
                textFormat: Text.PlainText
                wrapMode: Text.Wrap
                maximumLineCount: 4
                elide: Text.ElideRight
                color: Theme.text
                font { family: Theme.family; pixelSize: Theme.small; weight: Font.Medium }
            }
        }
    }
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
