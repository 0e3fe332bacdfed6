import QtQuick
import Armillary.Components

// One file, folder or link of a container.
Rectangle {
    id: row
    required property int index
    required property string name
    required property string kind
    required property string size
    required property string modified
    required property string target
    required property bool opens
    required property bool selected
    required property bool usable
    property bool current: false
    // Line ends and the like would break the line.
    readonly property string shownName: name.replace(/[\x00-\x1f\x7f]/g, "⏎")
    readonly property string kindText: kind === "folder" ? qsTr("Folder") : kind === "link" ? qsTr("Link") : kind === "file" ? qsTr("File") : qsTr("Device, pipe or socket")
    signal tapped(int modifiers)
    signal opened()

    height: 30
    radius: 6
    color: selected ? Qt.alpha(Theme.accent, 0.18) : hover.hovered ? Theme.raised : "transparent"
    border.width: current ? 2 : 0
    border.color: Theme.accent
    Accessible.role: Accessible.ListItem
    Accessible.name: [shownName, kindText, size, modified, target ? qsTr("leads to %1").arg(target) : "", selected ? qsTr("selected") : ""].filter(part => part).join(", ")
    Accessible.selectable: true
    Accessible.selected: selected

    HoverHandler { id: hover }
    TapHandler {
        onSingleTapped: (point, button) => row.tapped(point.modifiers)
        onDoubleTapped: row.opened()
    }
    Icon { id: sign; x: 10; anchors.verticalCenter: parent.verticalCenter; size: 16; color: row.opens ? Theme.accent : Theme.muted; path: Icons.path(row.opens ? "folder" : row.kind === "link" ? "open" : row.kind === "file" ? "config" : "object") }
    Text {
        id: label
        anchors { left: sign.right; leftMargin: 10; verticalCenter: parent.verticalCenter }
        width: Math.min(implicitWidth, Math.max(80, row.width - 360))
        text: row.shownName
        textFormat: Text.PlainText
        elide: Text.ElideMiddle
        color: row.usable ? Theme.text : Theme.muted
        font { family: Theme.family; pixelSize: Theme.normal }
    }
    Text {
        anchors { left: label.right; leftMargin: 10; right: bytes.left; rightMargin: 10; verticalCenter: parent.verticalCenter }
        text: row.target ? "→ " + row.target : row.usable ? "" : qsTr("its name is not UTF-8: fetch the folder")
        textFormat: Text.PlainText
        elide: Text.ElideRight
        color: Theme.muted
        font { family: Theme.family; pixelSize: Theme.small }
    }
    Text { id: bytes; anchors { right: time.left; rightMargin: 16; verticalCenter: parent.verticalCenter } width: 90; horizontalAlignment: Text.AlignRight; text: row.size; color: Theme.muted; font { family: Theme.family; pixelSize: Theme.small } }
    Text { id: time; anchors { right: parent.right; rightMargin: 14; verticalCenter: parent.verticalCenter } width: 130; elide: Text.ElideRight; text: row.modified; color: Theme.muted; font { family: Theme.family; pixelSize: Theme.small } }
}
