import QtQuick
import Armillary.Components

// One line: when, how bad, whose, what.
Item {
    id: row
    required property string text
    required property string markup
    required property string pod
    required property string container
    required property string time
    required property string severity
    required property bool selected
    required property int podIndex
    required property int index
    // Set by the view.
    property bool wrap
    property bool times
    property real lineHeight
    property real timeWidth
    property real labelWidth
    property string label
    property color labelColor
    property font mono
    readonly property color tint: severity === "error" ? Theme.bad : severity === "warning" ? Theme.warning : Theme.quiet

    height: wrap ? Math.max(lineHeight, body.implicitHeight + 2) : lineHeight
    Accessible.role: Accessible.ListItem
    Accessible.name: [time, label, severity, text].filter(part => part).join(", ")

    Rectangle {
        anchors.fill: parent
        color: row.selected ? Theme.accent : row.severity === "error" ? Theme.bad : row.severity === "warning" ? Theme.warning : "transparent"
        opacity: row.selected ? 0.22 : 0.09
    }
    Text {
        id: when
        x: 12
        y: 1
        width: row.times ? row.timeWidth : 0
        visible: row.times
        text: row.time
        color: Theme.muted
        font: row.mono
    }
    Text {
        id: level
        x: when.x + when.width + (row.times ? 10 : 0)
        y: 1
        width: 12
        text: row.severity.charAt(0).toUpperCase()
        color: row.tint
        font { family: row.mono.family; pixelSize: row.mono.pixelSize; bold: true }
    }
    Text {
        id: who
        x: level.x + level.width + 8
        y: 1
        width: row.labelWidth
        visible: width > 0
        text: row.label
        elide: Text.ElideLeft
        color: row.labelColor
        font: row.mono
    }
    Text {
        id: body
        x: who.x + who.width + (who.visible ? 12 : 0)
        y: 1
        width: row.wrap ? row.width - x - 16 : implicitWidth
        text: row.markup || row.text
        textFormat: row.markup ? Text.StyledText : Text.PlainText
        wrapMode: row.wrap ? Text.WrapAnywhere : Text.NoWrap
        color: row.severity === "debug" ? Theme.muted : Theme.text
        font: row.mono
    }
}
