pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Explorer

// The rows of one kind: virtual, sortable, with a current row and a selection.
Item {
    id: view
    required property TableModel table
    property string openKey: ""
    property int hoveredRow: -1
    signal opened(string key)
    signal menuWanted(real x, real y)
    // A letter that is no movement: an action's shortcut, perhaps.
    signal keyed(string keys)
    // These rows are being dragged away.
    signal carried(list<string> keys)

    function focusTable(): void { grid.forceActiveFocus() }
    function moveTo(row: int): void {
        const to = Math.max(0, Math.min(table.shown - 1, row))
        if (table.shown === 0) return
        table.currentRow = to
        grid.positionViewAtRow(to, TableView.Visible)
    }
    readonly property int pageRows: Math.max(1, Math.floor(grid.height / 34) - 1)

    HorizontalHeaderView {
        id: header
        anchors { left: parent.left; right: parent.right; top: parent.top }
        height: 34
        syncView: grid
        Accessible.role: Accessible.Row
        Accessible.name: qsTr("Columns")
        clip: true
        resizableColumns: true
        boundsBehavior: Flickable.StopAtBounds
        delegate: Item {
            id: title
            required property string display
            required property int column
            implicitHeight: 34
            implicitWidth: 60
            HeaderCell {
                anchors.fill: parent
                text: title.display
                first: title.column === 0
                sorted: view.table.sortColumn === title.column
                descending: view.table.descending
                onClicked: view.table.sortBy(title.column)
            }
        }
    }
    TableView {
        id: grid
        objectName: "resourceTable"
        anchors { left: parent.left; right: parent.right; top: header.bottom; bottom: parent.bottom }
        clip: true
        activeFocusOnTab: true
        boundsBehavior: Flickable.StopAtBounds
        reuseItems: true
        pointerNavigationEnabled: false
        keyNavigationEnabled: false
        interactive: true
        model: view.table
        rowHeightProvider: () => 34
        // Columns as wide as their text wants; the name takes what is left over.
        columnWidthProvider: column => {
            const set = explicitColumnWidth(column)
            if (set >= 0) return set
            if (column > 0) return view.table.widthHint(column)
            let others = 0
            for (let i = 1; i < columns; ++i) others += explicitColumnWidth(i) >= 0 ? explicitColumnWidth(i) : view.table.widthHint(i)
            return Math.max(180, Math.min(Math.max(view.table.widthHint(0), width - others), Math.max(360, width - others)))
        }
        onWidthChanged: forceLayout()
        Accessible.role: Accessible.Table
        Accessible.name: qsTr("%1: %n rows", "", view.table.shown).arg(view.table.kind)
        Accessible.description: view.table.currentKey
        ScrollBar.vertical: ScrollBar {}
        ScrollBar.horizontal: ScrollBar { policy: grid.contentWidth > grid.width + 8 ? ScrollBar.AlwaysOn : ScrollBar.AlwaysOff }
        delegate: TableCell {
            id: cell
            focused: grid.activeFocus
            open: view.openKey !== "" && view.table.keyAt(row) === view.openKey
            hovered: view.hoveredRow === row
        }
        HoverHandler {
            id: pointer
            onPointChanged: view.hoveredRow = hovered ? grid.cellAtPosition(point.position, true).y : -1
            onHoveredChanged: if (!hovered) view.hoveredRow = -1
        }
        TapHandler {
            acceptedButtons: Qt.LeftButton
            acceptedModifiers: Qt.NoModifier
            onSingleTapped: point => grid.tap(point.position, row => { view.table.clearSelection(); view.table.currentRow = row; view.opened(view.table.keyAt(row)) })
        }
        TapHandler {
            acceptedModifiers: Qt.ControlModifier
            onSingleTapped: point => grid.tap(point.position, row => { view.table.currentRow = row; view.table.toggleSelected(row) })
        }
        TapHandler {
            acceptedModifiers: Qt.ShiftModifier
            onSingleTapped: point => grid.tap(point.position, row => view.table.selectTo(row))
        }
        TapHandler {
            acceptedButtons: Qt.RightButton
            onSingleTapped: point => grid.tap(point.position, row => {
                if (view.table.selectedCount === 0) view.table.currentRow = row
                const at = grid.mapToItem(view, point.position)
                view.menuWanted(at.x, at.y)
            })
        }
        // Touch scrolls; a mouse has a wheel for that.
        DragHandler {
            target: null
            acceptedDevices: PointerDevice.Mouse | PointerDevice.TouchPad
            grabPermissions: PointerHandler.CanTakeOverFromAnything
            onActiveChanged: if (active) grid.carry(centroid.pressPosition)
        }
        // All that is selected, when it is a row of those.
        function carry(position: point): void {
            const row = grid.cellAtPosition(grid.contentItem.mapFromItem(grid, position), true).y
            if (row < 0) return
            const key = view.table.keyAt(row), all = view.table.selectedCount > 0 ? view.table.subjects() : []
            view.carried(all.includes(key) ? all : [key])
        }
        function tap(position: point, act: var): void {
            grid.forceActiveFocus()
            const cell = grid.cellAtPosition(grid.contentItem.mapFromItem(grid, position), true)
            if (cell.y >= 0) act(cell.y)
        }
        Keys.onPressed: event => {
            const at = view.table.currentRow
            event.accepted = true
            if (event.key === Qt.Key_Down || event.text === "j") view.moveTo(at + 1)
            else if (event.key === Qt.Key_Up || event.text === "k") view.moveTo(at < 0 ? 0 : at - 1)
            else if (event.key === Qt.Key_PageDown || (event.key === Qt.Key_F && event.modifiers === Qt.ControlModifier)) view.moveTo(at + view.pageRows)
            else if (event.key === Qt.Key_PageUp || (event.key === Qt.Key_B && event.modifiers === Qt.ControlModifier)) view.moveTo(at - view.pageRows)
            else if (event.key === Qt.Key_Home || event.text === "g") view.moveTo(0)
            else if (event.key === Qt.Key_End || event.text === "G") view.moveTo(view.table.shown - 1)
            else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter) view.opened(view.table.currentKey)
            else if (event.key === Qt.Key_Space && event.modifiers === Qt.ControlModifier) view.table.selectTo(at)
            else if (event.key === Qt.Key_Space) { view.table.toggleSelected(at); view.moveTo(at + 1) }
            else if (event.key === Qt.Key_A && event.modifiers === Qt.ControlModifier) view.table.selectAll()
            else if (event.key === Qt.Key_Escape && view.table.selectedCount > 0) view.table.clearSelection()
            else if (event.key === Qt.Key_Menu) view.menuWanted(60, header.height + 40)
            else if (event.key === Qt.Key_D && event.modifiers === Qt.ControlModifier) view.keyed("Ctrl+D")
            else if (event.key === Qt.Key_Delete) view.keyed("Ctrl+D")
            else if (event.key === Qt.Key_F && event.modifiers === Qt.ShiftModifier) view.keyed("Shift+F")
            else if (event.modifiers === Qt.NoModifier && /^[a-z]$/.test(event.text)) view.keyed(event.text.toUpperCase())
            else if (event.modifiers === Qt.ShiftModifier && /^[A-Z]$/.test(event.text)) view.keyed("Shift+" + event.text)
            else event.accepted = false
        }
    }
    Connections {
        target: view.table
        function onSortChanged(): void { grid.forceLayout() }
        function onColumnsChosen(): void { grid.clearColumnWidths(); grid.forceLayout() }
        function onStateChanged(): void { grid.forceLayout() }
    }
}
