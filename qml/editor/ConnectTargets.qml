pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Editor

// What an object is to be connected to, without a pointer: everything, and why it cannot be what it cannot.
Sheet {
    id: sheet
    required property CanvasConnector connector
    property int item: 0
    property string about: ""
    property var targets: []
    signal chosen(int from, int to)

    title: qsTr("Connect %1 to").arg(about)
    function start(from: int, name: string): void {
        item = from
        about = name
        field.clear()
        targets = connector.targets(item, "")
        open()
        field.forceActiveFocus()
    }
    function pick(row: int): void {
        const target = targets[row]
        if (!target || !target.possible) return
        close()
        chosen(item, target.item)
    }
    contentItem: Column {
        spacing: 10
        Text {
            width: parent.width
            elide: Text.ElideMiddle
            text: sheet.title
            color: Theme.text
            font { family: Theme.family; pixelSize: 17; weight: Font.DemiBold }
        }
        SearchField {
            id: field
            objectName: "connectSearch"
            width: parent.width
            placeholderText: qsTr("Search by kind or name")
            onTextChanged: { sheet.targets = sheet.connector.targets(sheet.item, text); list.currentIndex = 0 }
            Keys.onDownPressed: list.incrementCurrentIndex()
            Keys.onUpPressed: list.decrementCurrentIndex()
            Keys.onEscapePressed: sheet.close()
            onAccepted: sheet.pick(Math.max(0, list.currentIndex))
        }
        ListView {
            id: list
            objectName: "connectTargets"
            width: parent.width
            height: Math.min(contentHeight, 320)
            clip: true
            model: sheet.targets
            currentIndex: 0
            boundsBehavior: Flickable.StopAtBounds
            ScrollBar.vertical: ScrollBar {}
            Accessible.role: Accessible.List
            Accessible.name: sheet.title
            delegate: PaletteRow {
                id: row
                required property int index
                required property var modelData
                width: list.width
                title: modelData.kind + " " + modelData.title
                subtitle: modelData.why
                symbol: modelData.possible ? "plug" : "clear"
                opacity: modelData.possible ? 1 : 0.6
                current: ListView.isCurrentItem
                onClicked: sheet.pick(index)
            }
        }
        Text {
            visible: sheet.targets.length === 0
            text: field.text ? qsTr("Nothing is called that.") : qsTr("There is nothing else yet.")
            color: Theme.muted
            font { family: Theme.family; pixelSize: Theme.normal }
        }
    }
}
