pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Editor
import Armillary.Host

// Type what is to stand here.
Popup {
    id: quick
    required property Cluster cluster
    // As CanvasConnector.partners() says them; anything when empty.
    property var partners: []
    property string about: ""
    signal chosen(string entry, bool refers)

    function start(at: point, partnersOfIt: var, name: string): void {
        partners = partnersOfIt
        about = name
        x = Math.max(8, Math.min(at.x, parent.width - width - 8))
        y = Math.max(8, Math.min(at.y, parent.height - 380))
        field.clear()
        open()
        field.forceActiveFocus()
    }
    function pick(row: int): void {
        const entry = entries.idAt(row), refers = entries.refersAt(row)
        if (!entry) return
        close()
        chosen(entry, refers)
    }
    width: 300
    padding: 8
    focus: true
    onActiveFocusChanged: if (!activeFocus) close()
    background: Rectangle { radius: Theme.radius; color: Theme.surface; border.color: Theme.line; Accessible.role: Accessible.Dialog; Accessible.name: qsTr("Add something") }

    PaletteModel { id: entries; cluster: quick.cluster; filter: field.text; partners: quick.partners }
    contentItem: Column {
        spacing: 6
        Text {
            visible: text
            width: parent.width
            elide: Text.ElideMiddle
            text: quick.about ? qsTr("New, and connected to %1").arg(quick.about) : ""
            color: Theme.muted
            font { family: Theme.family; pixelSize: Theme.small }
        }
        SearchField {
            id: field
            objectName: "quickAddField"
            width: parent.width
            placeholderText: qsTr("Add something")
            onTextChanged: list.currentIndex = 0
            Keys.onDownPressed: list.incrementCurrentIndex()
            Keys.onUpPressed: list.decrementCurrentIndex()
            Keys.onEscapePressed: quick.close()
            Keys.onTabPressed: quick.close()
            onAccepted: quick.pick(Math.max(0, list.currentIndex))
        }
        ListView {
            id: list
            objectName: "quickAddList"
            cacheBuffer: 0 // as in the palette
            width: parent.width
            height: Math.min(contentHeight, 300)
            clip: true
            model: entries
            currentIndex: 0
            boundsBehavior: Flickable.StopAtBounds
            Accessible.role: Accessible.List
            Accessible.name: qsTr("What can be added")
            Accessible.description: entries.titleOf(entries.idAt(currentIndex))
            ScrollBar.vertical: ScrollBar {}
            delegate: PaletteRow {
                required property int index
                required property bool refers
                width: list.width
                current: ListView.isCurrentItem
                onClicked: quick.pick(index)
            }
        }
        Text {
            visible: entries.count === 0
            width: parent.width
            padding: 8
            wrapMode: Text.Wrap
            text: quick.about && !field.text ? qsTr("Nothing new can be connected to it.") : qsTr("Nothing is called that.")
            color: Theme.muted
            font { family: Theme.family; pixelSize: Theme.small }
        }
    }
}
