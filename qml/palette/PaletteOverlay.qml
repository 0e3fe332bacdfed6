pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Palette

// Type where to go or what to do.
Popup {
    id: overlay
    required property CommandPalette commands
    parent: Overlay.overlay
    x: (parent ? parent.width - width : 0) / 2
    y: parent ? Math.max(40, parent.height * 0.14) : 0
    width: Math.min(620, (parent ? parent.width : 620) - 40)
    modal: true
    focus: true
    padding: 0
    Overlay.modal: Rectangle { color: Qt.rgba(0, 0, 0, 0.35) }
    background: Rectangle { radius: Theme.radius + 2; color: Theme.surface; border.color: Theme.line }

    function start(text: string): void {
        field.text = text
        open()
        field.forceActiveFocus()
        field.cursorPosition = text.length
    }
    function pick(row: int): void {
        if (row < 0 || row >= list.count) return // nothing fits, or the kinds are not known yet
        commands.choose(row) // before the field, and with it the list, is emptied
        close()
    }
    onClosed: field.text = ""

    contentItem: Column {
        InputField {
            id: field
            objectName: "paletteField"
            name: qsTr("Go to or do")
            width: parent.width
            height: 52
            leftPadding: 20
            rightPadding: 20
            placeholderText: qsTr("Where to, or what to do? Also :deploy, :ns shop, :ctx")
            font.pixelSize: 16
            background: Item { Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 1; color: Theme.line } }
            onTextChanged: { overlay.commands.text = text; list.currentIndex = 0 }
            Keys.onDownPressed: list.incrementCurrentIndex()
            Keys.onUpPressed: list.decrementCurrentIndex()
            onAccepted: overlay.pick(Math.max(0, list.currentIndex)) // a new list has no current entry yet
        }
        ListView {
            id: list
            objectName: "paletteList"
            width: parent.width
            height: Math.min(contentHeight, 380)
            clip: true
            model: overlay.commands
            currentIndex: 0
            cacheBuffer: 0 // what is made ahead is called off with an index that a new search no longer has
            boundsBehavior: Flickable.StopAtBounds
            Accessible.role: Accessible.List
            Accessible.name: qsTr("What fits")
            ScrollBar.vertical: ScrollBar {}
            delegate: ItemDelegate {
                id: entry
                required property int index
                required property string title
                required property string subtitle
                required property string keys
                required property string symbol
                width: list.width
                height: 40
                text: title
                Accessible.role: Accessible.ListItem
                Accessible.name: title
                onClicked: overlay.pick(index)
                background: Rectangle {
                    anchors { fill: parent; leftMargin: 6; rightMargin: 6 }
                    radius: 7
                    color: entry.ListView.isCurrentItem ? Theme.raised : entry.hovered ? Qt.alpha(Theme.raised, 0.5) : "transparent"
                }
                contentItem: Row {
                    leftPadding: 8
                    spacing: 12
                    Icon { anchors.verticalCenter: parent.verticalCenter; size: 18; color: Theme.muted; path: Icons.path(entry.symbol) }
                    Text {
                        id: what
                        anchors.verticalCenter: parent.verticalCenter
                        width: Math.min(implicitWidth, entry.width * 0.55)
                        elide: Text.ElideMiddle
                        text: entry.title
                        color: Theme.text
                        font { family: Theme.family; pixelSize: Theme.normal }
                    }
                    Text {
                        anchors.verticalCenter: parent.verticalCenter
                        width: Math.max(0, entry.width - what.width - keysText.width - 90)
                        elide: Text.ElideRight
                        text: entry.subtitle
                        color: Theme.muted
                        font { family: Theme.family; pixelSize: Theme.small }
                    }
                    Text {
                        id: keysText
                        anchors.verticalCenter: parent.verticalCenter
                        text: entry.keys
                        color: Theme.muted
                        font { family: Theme.family; pixelSize: Theme.small }
                    }
                }
            }
        }
        Text {
            visible: list.count === 0
            width: parent.width
            padding: 20
            text: qsTr("Nothing fits.")
            color: Theme.muted
            font { family: Theme.family; pixelSize: Theme.normal }
        }
    }
}
