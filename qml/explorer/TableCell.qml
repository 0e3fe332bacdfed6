import QtQuick
import Armillary.Components

// One cell. A single text on a single rectangle: tables have thousands of them.
Rectangle {
    id: cell
    required property string display
    required property string tone
    required property bool selected
    required property bool current
    required property bool first
    required property int row
    property bool focused: false // the table has the keyboard
    property bool open: false // the details show this row
    property bool hovered: false

    implicitHeight: 34
    color: selected ? Qt.alpha(Theme.accent, 0.22) : open ? Theme.raised : current && focused ? Qt.alpha(Theme.raised, 0.85)
         : hovered ? Qt.alpha(Theme.raised, 0.5) : "transparent"
    Rectangle { width: 3; height: parent.height; color: Theme.accent; visible: cell.first && (cell.open || (cell.current && cell.focused)) }
    Text {
        anchors { fill: parent; leftMargin: cell.first ? 20 : 8; rightMargin: 8 }
        text: (cell.tone === "bad" ? "● " : cell.tone === "warning" ? "▲ " : cell.tone === "good" ? "✓ " : "") + cell.display
        textFormat: Text.PlainText
        elide: cell.first ? Text.ElideMiddle : Text.ElideRight
        verticalAlignment: Text.AlignVCenter
        maximumLineCount: 1
        color: cell.tone ? Theme.tone(cell.tone) : cell.first ? Theme.text : Theme.muted
        font { family: Theme.family; pixelSize: Theme.normal; weight: cell.first ? Font.Medium : Font.Normal }
    }
}
