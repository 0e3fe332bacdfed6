pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Editor

// The same as the canvas in rows: sorted by a click on a title, with the same selection and the same keys.
Item {
    id: view
    required property CanvasModel canvas
    readonly property EditorDocument document: canvas.document
    signal formWanted()
    signal renameWanted(int item)
    signal connectWanted(int item)
    signal contextWanted(point at)

    readonly property var columns: [
        {title: qsTr("Kind"), role: "kind", share: 0.2}, {title: qsTr("Name"), role: "name", share: 0.24},
        {title: qsTr("Namespace"), role: "namespace_", share: 0.16}, {title: qsTr("File"), role: "file", share: 0.2},
        {title: qsTr("Connections"), role: "connections", share: 0.1}, {title: qsTr("Problems"), role: "problems", share: 0.1},
    ]
    function focusTable(): void { list.forceActiveFocus() }
    function select(row: int, more: bool): void {
        const item = table.itemAt(row)
        if (!item) return
        const before = document.selection.filter(each => each !== item)
        document.selection = more ? (before.length < document.selection.length ? before : before.concat([item])) : [item]
        list.currentIndex = row
    }
    CanvasTableModel { id: table; canvas: view.canvas }
    Row {
        id: header
        anchors { left: parent.left; right: parent.right; top: parent.top; leftMargin: 12; rightMargin: 12 }
        height: 36
        Repeater {
            model: view.columns
            AbstractButton {
                id: title
                required property var modelData
                required property int index
                readonly property bool sorted: table.sortColumn === index
                objectName: "canvasColumn-" + modelData.role
                width: header.width * modelData.share
                height: header.height
                text: modelData.title
                Accessible.role: Accessible.ColumnHeader
                Accessible.name: sorted ? (table.descending ? qsTr("%1, sorted, last first").arg(text) : qsTr("%1, sorted").arg(text)) : text
                onClicked: table.sortBy(index)
                contentItem: Text {
                    text: title.sorted ? title.text + (table.descending ? " ↓" : " ↑") : title.text
                    elide: Text.ElideRight
                    verticalAlignment: Text.AlignVCenter
                    color: title.sorted || title.visualFocus ? Theme.text : Theme.muted
                    font { family: Theme.family; pixelSize: Theme.small; weight: Font.DemiBold }
                }
            }
        }
    }
    ListView {
        id: list
        objectName: "canvasTable"
        anchors { left: parent.left; right: parent.right; top: header.bottom; bottom: parent.bottom; leftMargin: 4; rightMargin: 4 }
        clip: true
        model: table
        activeFocusOnTab: true
        boundsBehavior: Flickable.StopAtBounds
        ScrollBar.vertical: ScrollBar {}
        currentIndex: table.rowOf(view.document.current)
        Accessible.role: Accessible.Table
        Accessible.name: qsTr("%n objects", "", table.count)
        delegate: ItemDelegate {
            id: row
            required property int index
            required property int item
            required property string kind
            required property string name
            required property string namespace_
            required property string file
            required property int connections
            required property int problems
            required property string finding
            readonly property bool selected: view.document.selection.includes(item)
            readonly property var cells: [kind, name, namespace_, file, connections, problems || ""]
            width: list.width
            height: 34
            text: kind + " " + name
            Accessible.role: Accessible.Row
            Accessible.name: [kind, name, namespace_, file, qsTr("%n connections", "", connections), qsTr("%n problems", "", problems), finding].filter(each => each).join(", ")
            Accessible.selected: selected
            background: Rectangle {
                radius: 6
                color: row.selected ? Theme.raised : row.hovered ? Qt.alpha(Theme.raised, 0.5) : "transparent"
                border.width: row.ListView.isCurrentItem && list.activeFocus ? 2 : 0
                border.color: Theme.accent
            }
            contentItem: Row {
                Repeater {
                    model: row.cells
                    Text {
                        required property var modelData
                        required property int index
                        width: header.width * view.columns[index].share
                        rightPadding: 10
                        elide: Text.ElideRight
                        text: modelData
                        color: index === 5 ? Theme.bad : index === 1 ? Theme.text : Theme.muted
                        font { family: Theme.family; pixelSize: Theme.normal }
                    }
                }
            }
            TapHandler { acceptedModifiers: Qt.NoModifier; onTapped: { view.select(row.index, false); list.forceActiveFocus() } onDoubleTapped: view.formWanted() }
            TapHandler { acceptedModifiers: Qt.ControlModifier; onTapped: { view.select(row.index, true); list.forceActiveFocus() } }
            TapHandler {
                acceptedButtons: Qt.RightButton
                onTapped: point => { if (!row.selected) view.select(row.index, false); view.contextWanted(row.mapToItem(view, point.position)) }
            }
        }
        Keys.onPressed: event => {
            event.accepted = true
            const control = event.modifiers === Qt.ControlModifier, alone = event.modifiers === Qt.NoModifier
            if (event.key === Qt.Key_Down && alone) view.select(Math.min(count - 1, currentIndex + 1), false)
            else if (event.key === Qt.Key_Up && alone) view.select(Math.max(0, currentIndex - 1), false)
            else if (event.key === Qt.Key_Home) view.select(0, false)
            else if (event.key === Qt.Key_End) view.select(count - 1, false)
            else if ((event.key === Qt.Key_Return || event.key === Qt.Key_Enter) && alone) view.formWanted()
            else if (event.key === Qt.Key_Delete && alone) view.document.removeSelection()
            else if (event.key === Qt.Key_F2) view.renameWanted(view.document.current)
            else if (event.key === Qt.Key_C && alone) view.connectWanted(view.document.current)
            else if (event.key === Qt.Key_C && control) view.canvas.copy()
            else if (event.key === Qt.Key_X && control) view.canvas.cut()
            else if (event.key === Qt.Key_V && control) view.canvas.paste()
            else if (event.key === Qt.Key_D && control) view.canvas.duplicate()
            else if (event.key === Qt.Key_A && control) view.canvas.selectAll()
            else if (event.key === Qt.Key_Menu) view.contextWanted(Qt.point(60, header.height + 40))
            else event.accepted = false
        }
    }
}
